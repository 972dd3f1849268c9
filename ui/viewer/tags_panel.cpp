// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/tags_panel.h"

#include "core/isolation/decoding_service.h"
#include "ui/settings/settings.h"
#include "ui/viewer/internal/tag_tree_model.h"
#include "ui/widgets/private_copy.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"
#include "ui/words/patient_text.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTreeView>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostRowsUnfolded = 5000; // what a search finds in one file beyond this stays folded

} // namespace

TagsPanel::TagsPanel(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_model(new TagTreeModel(this)),
      m_filter(new TagFilter(this)), m_view(new QTreeView(this)), m_search(new QLineEdit(this)),
      m_status(makeTextLabel({}, "muted", this))
{
    setAccessibleName(tr("DICOM tags"));
    m_filter->setSourceModel(m_model);
    makeView();
    m_search->setPlaceholderText(tr("Search tag, name, value or use"));
    m_search->setAccessibleName(tr("Search in the DICOM tags"));
    m_search->setAccessibleDescription(
        tr("Shows the elements in which the text occurs, with their sequences."));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_status->setWordWrap(false);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::small);
    bar->setSpacing(spacing::large);
    bar->addWidget(makeCaption(tr("&DICOM tags"), m_search, this));
    bar->addWidget(m_search, 1);
    bar->addWidget(m_status, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);

    connect(m_search, &QLineEdit::textChanged, this, &TagsPanel::applyFilter);
    connect(&settings, &Settings::changed, this, [this](Setting setting) {
        if (setting == Setting::HidePatientText)
            applyHiddenText();
    });
    applyHiddenText();
}

void TagsPanel::makeView()
{
    m_view->setModel(m_filter);
    m_view->setAccessibleName(tr("Elements of the DICOM file"));
    m_view->setAccessibleDescription(
        tr("Arrow keys move and unfold; Ctrl+C copies the row that is chosen."));
    m_view->setObjectName(u"tags"_s);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setTabKeyNavigation(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->installEventFilter(this);
    QHeaderView* header = m_view->header();
    header->setAccessibleName(tr("Columns of the DICOM tags"));
    header->setStretchLastSection(false);
    // The value's column gets the room that the others leave; in a narrow panel its tool tip shows
    // the value.
    header->setSectionResizeMode(TagTreeModel::Value, QHeaderView::Stretch);
    header->setSectionResizeMode(TagTreeModel::Vr, QHeaderView::ResizeToContents);
    header->setSectionResizeMode(TagTreeModel::Use, QHeaderView::ResizeToContents);
    header->setResizeContentsPrecision(100); // rows, not all of a file of thousands
    const int letter = fontMetrics().averageCharWidth();
    header->resizeSection(TagTreeModel::Tag, 20 * letter);
    header->resizeSection(TagTreeModel::Name, 28 * letter);
    m_view->setIndentation(2 * letter);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TagsPanel::showContextMenu);
}

void TagsPanel::setFile(const QString& path, const QString& title)
{
    m_title = title.isEmpty() ? tr("this file") : title;
    if (m_path == path)
        return;
    m_path = path;
    m_problem.clear();
    m_isTruncated = false;
    m_model->setTree({});
    m_reading.cancel();
    m_isOutdated = !path.isEmpty();
    readWhenSeen();
    updateStatus();
}

void TagsPanel::setTree(TagTree tree)
{
    m_reading.cancel();
    m_path.clear();
    m_isOutdated = false;
    take(std::move(tree));
}

void TagsPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    readWhenSeen();
    updateStatus();
}

void TagsPanel::readWhenSeen()
{
    if (!m_isOutdated || !isVisible())
        return;
    m_isOutdated = false;
    m_reading.start(
        [path = m_path](const CancelToken& cancel) { return decoding().tags(path, cancel); },
        [this](Result<TagTree> tree) { take(std::move(tree)); });
}

void TagsPanel::take(Result<TagTree> tree)
{
    m_isTruncated = tree && tree->truncated;
    m_problem = tree ? QString() : tree.error().message;
    m_model->setTree(tree ? *std::move(tree) : TagTree());
    applyFilter();
}

void TagsPanel::applyFilter()
{
    m_filter->setText(m_search->text());
    if (m_search->text().trimmed().isEmpty())
        m_view->collapseAll();
    else if (m_model->nodeCount() <= mostRowsUnfolded)
        m_view->expandAll();
    else
        m_view->expandToDepth(1);
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_filter->index(0, 0));
    updateStatus();
}

void TagsPanel::applyHiddenText()
{
    m_model->setTextHidden(isPatientTextHidden(m_settings));
    applyFilter();
}

void TagsPanel::updateStatus()
{
    QString text;
    if (m_reading.isBusy())
        text = tr("Reading…");
    else if (!m_problem.isEmpty())
        text = withoutPath(m_problem, m_path, m_title, isPatientTextHidden(m_settings));
    else if (m_path.isEmpty() && m_model->nodeCount() == 0)
        text = tr("No study is open.");
    else if (!m_search->text().trimmed().isEmpty())
        text = tr("%n element(s) found", nullptr, m_filter->matches());
    else
        text = tr("%n element(s)", nullptr, m_model->nodeCount());
    if (m_isTruncated)
        text += QLatin1Char(' ') + tr("The file holds more; the rest is left out.");
    setPlainText(m_status, text);
}

QString TagsPanel::statusText() const
{
    return m_status->text();
}

void TagsPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void TagsPanel::copyRow()
{
    const QModelIndex current = m_filter->mapToSource(m_view->currentIndex());
    if (current.isValid())
        copyPrivately(m_model->rowText(current));
}

void TagsPanel::showContextMenu(QPoint position)
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setAccessibleName(tr("DICOM element"));
    menu->addAction(tr("Copy &Row"), this, &TagsPanel::copyRow);
    const QString value = current.siblingAtColumn(TagTreeModel::Value).data().toString();
    menu->addAction(tr("Copy &Value"), this, [value] { copyPrivately(value); });
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

bool TagsPanel::eventFilter(QObject* watched, QEvent* event)
{
    const bool isKey
        = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    if (!isKey)
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool copies = watched == m_view && key->matches(QKeySequence::Copy);
    const bool clears
        = watched == m_search && key->key() == Qt::Key_Escape && !m_search->text().isEmpty();
    const bool descends = watched == m_search && key->key() == Qt::Key_Down;
    if (!copies && !clears && !descends)
        return QWidget::eventFilter(watched, event);
    // The window has commands on the same keys; here they belong to the tags.
    event->accept();
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (copies)
        copyRow();
    else if (clears)
        m_search->clear();
    else
        m_view->setFocus(Qt::ShortcutFocusReason);
    return true;
}

} // namespace ccad
