// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/threshold_page.h"

#include "core/evaluation/sensitivity_threshold.h"
#include "core/package/class_words.h"
#include "ui/plots/figure_text.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/number_fields.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStandardItemModel>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int sideWidth = 336;
constexpr int lateMs = 200;

QString operatingText(const OperatingPoint& point)
{
    const int positives = point.truePositives + point.falseNegatives;
    const int negatives = point.trueNegatives + point.falsePositives;
    return ThresholdPage::tr("Sensitivity %1, %2 of %3\nSpecificity %4, %5 of %6")
        .arg(intervalText(point.sensitivity))
        .arg(point.truePositives)
        .arg(positives)
        .arg(intervalText(point.specificity))
        .arg(point.trueNegatives)
        .arg(negatives);
}

QString percent(double share)
{
    return std::isfinite(share) ? ThresholdPage::tr("%1 %").arg(100 * share, 0, 'f', 1) : u"–"_s;
}

double shareOfPositives(const std::vector<ScoredItem>& items, int positiveClass)
{
    const auto count
        = std::count_if(items.begin(), items.end(), [positiveClass](const ScoredItem& scored) {
              return scored.item.label == positiveClass;
          });
    return items.empty() ? 0.1 : double(count) / double(items.size());
}

} // namespace

ThresholdPage::ThresholdPage(QWidget* parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_roc(new RocPlot(this)),
      m_message(new MessageBar(this))
{
    setAccessibleName(tr("Threshold"));
    m_stack->setAccessibleName(tr("Threshold"));
    auto* content = new QWidget(this);
    content->setAccessibleName(tr("Threshold"));
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(spacing::large, spacing::large, 0, spacing::large);
    row->setSpacing(spacing::large);
    row->addWidget(m_roc, 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(spacing::medium);
    right->addWidget(makeSide(), 1);
    right->addWidget(makeSaving());
    row->addLayout(right);

    auto* empty = new QWidget(this);
    empty->setAccessibleName(tr("Why no threshold can be chosen"));
    m_reason = makeTextLabel({}, "muted", empty);
    m_reason->setAlignment(Qt::AlignCenter);
    m_reason->setMaximumWidth(560);
    auto* middle = new QHBoxLayout(empty);
    middle->setContentsMargins(spacing::huge, spacing::huge, spacing::huge, spacing::huge);
    middle->addWidget(m_reason, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(empty);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_stack, 1);
    connect(m_roc, &RocPlot::thresholdChosen, this, &ThresholdPage::setThreshold);
    m_savingIsLate.setSingleShot(true);
    m_savingIsLate.setInterval(lateMs);
    connect(&m_savingIsLate, &QTimer::timeout, this, [this] {
        m_message->show(MessageBar::Severity::Information, tr("The threshold is being saved…"));
    });
    clear();
}

QWidget* ThresholdPage::makeSide()
{
    auto* side = new QWidget(this);
    side->setAccessibleName(tr("Threshold and what it does"));
    makeFields(side);
    makeWanted(side);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, spacing::large, 0);
    layout->setSpacing(spacing::small);
    const auto heading = [&](const QString& text) {
        layout->addSpacing(spacing::medium);
        layout->addWidget(makeTextLabel(text, "heading", side));
    };
    layout->addWidget(makeTextLabel(tr("Threshold"), "heading", side));
    layout->addWidget(m_threshold);
    layout->addWidget(makeTextLabel(tr("For a sensitivity of"), "text", side));
    layout->addWidget(m_wanted);
    heading(tr("On the validation images, which choose it"));
    layout->addWidget(m_validation);
    heading(tr("Predictive values at a prevalence of"));
    layout->addWidget(m_prevalence);
    layout->addWidget(m_predictive);
    heading(tr("On the test images, only to look at"));
    layout->addWidget(m_testText);
    layout->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setAccessibleName(side->accessibleName());
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(sideWidth);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(side);
    return scroll;
}

void ThresholdPage::makeFields(QWidget* side)
{
    m_threshold = new NumberBox(side);
    m_threshold->setAccessibleName(tr("Threshold"));
    m_threshold->setObjectName(u"threshold"_s);
    m_threshold->setRange(0, 1);
    m_threshold->setDecimals(4);
    m_threshold->setSingleStep(0.01);
    m_threshold->setKeyboardTracking(false);
    m_prevalence = new NumberBox(side);
    m_prevalence->setAccessibleName(tr("Prevalence in percent"));
    m_prevalence->setObjectName(u"prevalence"_s);
    m_prevalence->setRange(0.1, 99.9);
    m_prevalence->setDecimals(1);
    m_prevalence->setSuffix(tr(" %"));
    m_validation = makeTextLabel({}, "text", side);
    m_validation->setObjectName(u"validationFigures"_s);
    m_predictive = makeTextLabel({}, "text", side);
    m_predictive->setObjectName(u"predictiveValues"_s);
    m_testText = makeTextLabel({}, "text", side);
    m_testText->setObjectName(u"testFigures"_s);

    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, &ThresholdPage::setThreshold);
    connect(m_prevalence, &QDoubleSpinBox::valueChanged, this, &ThresholdPage::showFigures);
}

void ThresholdPage::makeWanted(QWidget* side)
{
    m_wanted = new QComboBox(side);
    m_wanted->setAccessibleName(tr("Sensitivity that the threshold is to reach"));
    m_wanted->setObjectName(u"wantedSensitivity"_s);
    connect(m_wanted, &QComboBox::activated, this, [this](int row) {
        if (row > 0 && m_offered[size_t(row - 1)].threshold)
            setThreshold(*m_offered[size_t(row - 1)].threshold);
    });
}

void ThresholdPage::offerSensitivities()
{
    m_offered = sensitivityThresholds(m_results->validation, m_results->manifest.positiveClass);
    const QSignalBlocker blocker(m_wanted);
    m_wanted->clear();
    m_wanted->addItem(tr("Chosen by hand"));
    for (const SensitivityThreshold& choice : m_offered) {
        const QString wanted = tr("%1 %").arg(100 * choice.target, 0, 'f', 0);
        m_wanted->addItem(choice.threshold ? wanted
                                           : tr("%1 (needs %2 positive images, there are %3)")
                                                 .arg(wanted)
                                                 .arg(positivesNeeded(choice.target))
                                                 .arg(choice.positives));
        if (auto* model = qobject_cast<QStandardItemModel*>(m_wanted->model());
            model && !choice.threshold)
            model->item(m_wanted->count() - 1)->setEnabled(false);
    }
}

void ThresholdPage::showWanted()
{
    const auto chosen
        = std::find_if(m_offered.begin(), m_offered.end(), [this](const auto& choice) {
              return choice.threshold && *choice.threshold == m_value;
          });
    const QSignalBlocker blocker(m_wanted);
    m_wanted->setCurrentIndex(chosen == m_offered.end() ? 0 : int(chosen - m_offered.begin()) + 1);
}

QWidget* ThresholdPage::makeSaving()
{
    auto* part = new QWidget(this);
    part->setAccessibleName(tr("Saving the threshold"));
    m_savedText = makeTextLabel({}, "muted", part);
    m_savedText->setObjectName(u"savedThreshold"_s);
    m_save = makeButton(tr("Sav&e Threshold"), nullptr, part);
    m_save->setObjectName(u"saveThreshold"_s);
    m_back = makeButton(tr("&Back to Saved"), nullptr, part);
    m_back->setObjectName(u"backToSaved"_s);
    connect(m_save, &QPushButton::clicked, this, &ThresholdPage::save);
    connect(m_back, &QPushButton::clicked, this, [this] { setThreshold(m_saved); });
    auto* layout = new QGridLayout(part);
    layout->setContentsMargins(0, 0, spacing::large, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(m_save, 0, 0);
    layout->addWidget(m_back, 0, 1);
    layout->addWidget(m_savedText, 1, 0, 1, 2);
    return part;
}

QString ThresholdPage::reasonAgainst() const
{
    if (!m_results)
        return tr("There are no results yet.");
    const ModelManifest& manifest = m_results->manifest;
    const QString positive = wordsFor(manifest.classes[size_t(manifest.positiveClass)]);
    if (m_results->validation.items.empty())
        return tr("This model comes without scores of validation images, so no threshold can be "
                  "chosen here. Choosing it on the test images would make their result look better "
                  "than it is. A model trained with CCAD keeps such scores.");
    const auto& items = m_results->validation.items;
    const double share = shareOfPositives(items, manifest.positiveClass);
    if (share <= 0 || share >= 1)
        return tr("The validation images are all of one kind with regard to “%1”, so no threshold "
                  "can be chosen on them.")
            .arg(positive);
    return {};
}

void ThresholdPage::setResults(const SharedResults& results, const QString& packageFolder)
{
    clear();
    m_results = results;
    m_packageFolder = packageFolder;
    const QString reason = reasonAgainst();
    setPlainText(m_reason, reason);
    m_stack->setCurrentIndex(reason.isEmpty() ? 0 : 1);
    if (!reason.isEmpty())
        return;
    const ModelManifest& manifest = results->manifest;
    const auto positive = size_t(manifest.positiveClass);
    m_test = classScores(results->test.items, manifest.positiveClass);
    m_saved = manifest.threshold;
    const auto curves = plottedScores(results->validation.items, manifest);
    m_roc->setScores(tr("ROC of “%1” on the validation images").arg(curves[positive].name),
                     {curves[positive]});
    const double share = shareOfPositives(results->validation.items, manifest.positiveClass);
    {
        const QSignalBlocker blocker(m_prevalence);
        m_prevalence->setValue(100 * share);
    }
    m_roc->setOperatingPoint(0, m_saved);
    offerSensitivities();
    setThreshold(m_saved);
}

void ThresholdPage::clear()
{
    m_results.reset();
    m_packageFolder.clear();
    m_savingIsLate.stop();
    m_message->hide();
    m_roc->clear(tr("There are no results yet."));
    setPlainText(m_reason, reasonAgainst());
    m_stack->setCurrentIndex(1);
}

void ThresholdPage::setThreshold(double threshold)
{
    m_value = threshold;
    const QSignalBlocker blocker(m_threshold);
    m_threshold->setValue(threshold);
    m_threshold->setToolTip(tr("Exactly %1").arg(threshold, 0, 'g', 9));
    showWanted();
    showFigures();
}

void ThresholdPage::showFigures()
{
    if (!m_results || m_stack->currentIndex() != 0)
        return;
    const auto point
        = operatingPointOn(m_results->validation, m_results->manifest.positiveClass, threshold());
    if (!point) {
        setPlainText(m_validation, point.error().message);
        return;
    }
    setPlainText(m_validation, operatingText(*point));
    showPredictiveValues(*point);
    setPlainText(m_testText,
                 operatingText(operatingPoint(m_test.scores, m_test.positive, threshold())));
    m_roc->setOperatingPoint(0, threshold());
    showSaved();
}

void ThresholdPage::showPredictiveValues(const OperatingPoint& point)
{
    const PredictiveValues values = predictiveValues(
        point.sensitivity.value, point.specificity.value, m_prevalence->value() / 100);
    setPlainText(m_predictive,
                 tr("Positive predictive value %1\nNegative predictive value %2")
                     .arg(percent(values.positive), percent(values.negative)));
}

void ThresholdPage::showSaved()
{
    const bool isSaved = threshold() == m_saved;
    m_save->setEnabled(!m_packageFolder.isEmpty() && !isSaved);
    m_back->setEnabled(!isSaved);
    setPlainText(m_savedText,
                 m_packageFolder.isEmpty()
                     ? tr("The model is not saved yet, so the threshold cannot be.")
                     : tr("Saved with the model: %1").arg(m_saved, 0, 'f', 4));
}

void ThresholdPage::save()
{
    // The button stays as it is: one that is greyed for a moment flickers and loses the focus.
    if (m_saving.isBusy())
        return;
    m_savingIsLate.start();
    m_saving.start(
        [folder = m_packageFolder, value = threshold()] { return saveThreshold(folder, value); },
        [this, folder = m_packageFolder, value = threshold()](const Result<void>& saved) {
            onSaved(folder, value, saved);
        });
}

void ThresholdPage::onSaved(const QString& folder, double threshold, const Result<void>& saved)
{
    m_savingIsLate.stop();
    if (!saved)
        return m_message->show(MessageBar::Severity::Error, saved.error().message);
    // Another model may be shown by now.
    if (folder == m_packageFolder) {
        m_saved = threshold;
        m_message->show(
            MessageBar::Severity::Information,
            tr("The threshold %1 is saved with the model.").arg(QString::number(m_saved, 'f', 4)));
        showSaved();
    }
    Q_EMIT thresholdSaved(folder);
}

} // namespace ccad
