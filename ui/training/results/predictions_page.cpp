// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/predictions_page.h"

#include "core/package/class_words.h"
#include "ui/training/results/internal/label_corrections.h"
#include "ui/training/results/internal/prediction_delegate.h"
#include "ui/training/results/internal/prediction_model.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QUndoStack>

using namespace Qt::StringLiterals;

namespace ccad {

PredictionsPage::PredictionsPage(QWidget* parent)
    : QWidget(parent), m_corrections(new LabelCorrections(this)),
      m_model(new PredictionModel(this)), m_filter(new PredictionFilter(this)),
      m_menu(new QMenu(this)), m_message(new MessageBar(this))
{
    setAccessibleName(tr("Predictions"));
    m_menu->setAccessibleName(tr("Prediction"));
    m_filter->setSourceModel(m_model);
    m_count = makeTextLabel({}, "muted", this);
    m_count->setObjectName(u"predictionCount"_s);
    m_hint = makeTextLabel({}, "muted", this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(makeBar());
    layout->addWidget(makeView(), 1);
    auto* footer = new QVBoxLayout;
    footer->setContentsMargins(spacing::large, spacing::small, spacing::large, spacing::small);
    footer->addWidget(m_hint);
    layout->addLayout(footer);
    makeActions();

    connect(m_corrections, &LabelCorrections::corrected, this,
            [this](const QString& file, const QString& className) {
                m_model->setCorrection(file, className);
                showCount();
                Q_EMIT relabelled();
            });
    connect(m_corrections, &LabelCorrections::found, this,
            [this](const QHash<QString, QString>& classOfFile) {
                for (auto it = classOfFile.begin(); it != classOfFile.end(); ++it)
                    m_model->setCorrection(it.key(), it.value());
                showCount();
            });
    connect(m_corrections, &LabelCorrections::failed, this, [this](const QString& sentence) {
        m_message->show(MessageBar::Severity::Error, sentence);
    });
}

QWidget* PredictionsPage::makeBar()
{
    auto* bar = new QWidget(this);
    bar->setAccessibleName(tr("Which predictions are shown"));
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::medium);
    const auto add = [&](const char* objectName, const QString& name) {
        auto* choice = new QComboBox(bar);
        choice->setObjectName(QString::fromLatin1(objectName));
        choice->setAccessibleName(name);
        choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        choice->setMaximumWidth(220);
        layout->addWidget(choice);
        return choice;
    };
    m_set = add("predictionSet", tr("Images"));
    m_correctness = add("predictionVerdict", tr("Right or wrong"));
    m_class = add("predictionClass", tr("True class"));
    m_order = add("predictionOrder", tr("Order"));
    m_correctness->addItems(
        {tr("Right and wrong"), tr("Wrong only"), tr("Right only"), tr("Corrected labels only")});
    m_order->addItems(
        {tr("In the order of the data"), tr("Most certain first"), tr("Least certain first")});
    layout->addWidget(m_count, 1);
    connectBar();
    return bar;
}

void PredictionsPage::connectBar()
{
    connect(m_set, &QComboBox::currentIndexChanged, this, &PredictionsPage::showSet);
    connect(m_correctness, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter->setCorrectness(static_cast<PredictionFilter::Correctness>(index));
        showCount();
    });
    connect(m_class, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter->setClass(index - 1);
        showCount();
    });
    connect(m_order, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter->setOrder(static_cast<PredictionFilter::Order>(index));
        m_view->scrollToTop();
    });
}

QWidget* PredictionsPage::makeView()
{
    m_view = new QListView(this);
    m_view->setObjectName(u"predictions"_s);
    m_view->setAccessibleName(tr("Predictions"));
    m_view->setModel(m_filter);
    m_view->setItemDelegate(new PredictionDelegate(m_view));
    m_view->setFlow(QListView::LeftToRight);
    m_view->setWrapping(true);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setUniformItemSizes(true);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setMouseTracking(true); // for the hover colour
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QListView::activated, this, &PredictionsPage::openCurrent);
    connect(m_view, &QListView::customContextMenuRequested, this, [this](const QPoint& position) {
        if (m_view->indexAt(position).isValid())
            openLabelMenu(m_view->viewport()->mapToGlobal(position));
    });
    // A picture that scrolled out of sight before it was read need not be read at all.
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this] { m_model->dropWaitingThumbnails(); });
    return m_view;
}

void PredictionsPage::makeActions()
{
    auto* undo = m_corrections->undoStack().createUndoAction(this, tr("Undo"));
    undo->setShortcut(QKeySequence::Undo);
    auto* redo = m_corrections->undoStack().createRedoAction(this, tr("Redo"));
    redo->setShortcuts({QKeySequence(u"Ctrl+Shift+Z"_s), QKeySequence::Redo});
    auto* correct = new QAction(tr("Correct Label…"), this);
    correct->setShortcut(QKeySequence(Qt::Key_F2)); // as renaming elsewhere
    connect(correct, &QAction::triggered, this, [this] {
        const QRect cell = m_view->visualRect(m_view->currentIndex());
        openLabelMenu(m_view->viewport()->mapToGlobal(cell.center()));
    });
    for (QAction* action : {undo, redo, correct}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    undo->setObjectName(u"undoCorrection"_s);
    redo->setObjectName(u"redoCorrection"_s);
}

void PredictionsPage::setResults(const SharedResults& results)
{
    m_results = results;
    m_sets = imageSetsOf(*results);
    {
        const QSignalBlocker setBlocker(m_set);
        m_set->clear();
        for (const ImageSet& set : m_sets)
            m_set->addItem(set.title);
    }
    m_class->clear();
    m_class->addItem(tr("All classes"));
    m_class->addItems(classTitles(results->manifest));
    m_message->hide();
    showSet();
}

void PredictionsPage::setDatasetPath(const QString& datasetPath)
{
    m_corrections->setDatasetPath(datasetPath);
    readCorrections();
    showCount();
}

void PredictionsPage::clear()
{
    m_results.reset();
    m_sets.clear();
    m_set->clear();
    m_class->clear();
    m_model->setItems({}, {});
    m_corrections->setDatasetPath({});
    showCount();
}

void PredictionsPage::showSet()
{
    const auto at = size_t(m_set->currentIndex());
    if (!m_results || at >= m_sets.size())
        return;
    m_model->setItems(m_sets[at].items, m_results->manifest);
    readCorrections();
    m_view->setCurrentIndex(m_filter->index(0, 0));
    showCount();
}

void PredictionsPage::readCorrections()
{
    QStringList files;
    for (int row = 0; row < m_model->rowCount(); ++row)
        files << m_model->index(row).data(PredictionModel::FileRole).toString();
    m_corrections->readFor(files);
}

void PredictionsPage::showCount()
{
    const int all = m_model->rowCount();
    setPlainText(m_count,
                 tr("%1 shown of %2; %3 right, %4 wrong.")
                     .arg(m_filter->rowCount())
                     .arg(all)
                     .arg(m_model->rightCount())
                     .arg(all - m_model->rightCount()));
    const QString keys = m_corrections->isPossible()
        ? tr("Enter opens an image with its map, F2 corrects its label, Ctrl+Z takes that back.")
        : tr("Enter opens an image with its map. Labels can be corrected once the data set is open "
             "in the training place.");
    const int corrected = m_model->correctedCount();
    setPlainText(m_hint,
                 corrected == 0 ? keys
                                : tr("%n label(s) corrected; the figures count them after the next "
                                     "evaluation or training.",
                                     nullptr, corrected)
                         + u' ' + keys);
}

QString PredictionsPage::currentFile() const
{
    return m_view->currentIndex().data(PredictionModel::FileRole).toString();
}

void PredictionsPage::openCurrent()
{
    if (const QString file = currentFile(); !file.isEmpty())
        Q_EMIT openRequested(file);
}

void PredictionsPage::fillLabelMenu()
{
    m_menu->clear();
    m_menu->addAction(tr("Open in the Viewer"), this, &PredictionsPage::openCurrent);
    m_menu->addSeparator();
    const QModelIndex current = m_view->currentIndex();
    const int trueClass = current.data(PredictionModel::TrueIndexRole).toInt();
    const auto& classes = m_results->manifest.classes;
    for (size_t i = 0; i < classes.size(); ++i) {
        auto* action = m_menu->addAction(
            tr("Label as &%1 “%2”").arg(i + 1).arg(withoutKeys(wordsFor(classes[i]))), this,
            [this, name = classes[i].name] { correctCurrent(name); });
        action->setEnabled(m_corrections->isPossible() && int(i) != trueClass);
    }
    auto* back
        = m_menu->addAction(tr("Take the Correction Back"), this, [this] { correctCurrent({}); });
    back->setEnabled(m_corrections->isPossible()
                     && current.data(PredictionModel::CorrectedRole).toBool());
    m_menu->addSeparator();
    for (QAction* action : actions())
        if (!action->objectName().isEmpty()) // undo and redo
            m_menu->addAction(action);
}

void PredictionsPage::openLabelMenu(const QPoint& globalPosition)
{
    if (!m_results || !m_view->currentIndex().isValid())
        return;
    fillLabelMenu();
    m_menu->popup(globalPosition);
}

void PredictionsPage::correctCurrent(const QString& className)
{
    m_corrections->correct(currentFile(), className);
}

} // namespace ccad
