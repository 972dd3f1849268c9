// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/plots_page.h"

#include "core/evaluation/evaluation.h"
#include "core/evaluation/known_cases.h"
#include "ui/plots/calibration_plot.h"
#include "ui/plots/confusion_plot.h"
#include "ui/plots/coverage_plot.h"
#include "ui/plots/learning_curve_plot.h"
#include "ui/plots/precision_recall_plot.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QStackedWidget>

namespace ccad {

namespace {

QWidget* labelled(const QString& caption, QComboBox* choice, QWidget* parent)
{
    auto* part = new QWidget(parent);
    part->setAccessibleName(choice->accessibleName());
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* layout = new QHBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addWidget(makeCaption(caption, choice, part));
    layout->addWidget(choice);
    return part;
}

} // namespace

PlotsPage::PlotsPage(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_stack(new QStackedWidget(this)),
      m_curve(new LearningCurvePlot(this)), m_roc(new RocPlot(this)),
      m_precision(new PrecisionRecallPlot(this)), m_calibration(new CalibrationPlot(this)),
      m_confusion(new ConfusionPlot(this)), m_coverage(new CoveragePlot(this)),
      m_selective(new SelectivePlot(this))
{
    setAccessibleName(tr("Plots"));
    m_list->setAccessibleName(tr("Plots"));
    m_list->setFixedWidth(168);
    m_stack->setAccessibleName(tr("Plot"));
    addPlot(tr("Learning curve"), m_curve);
    addPlot(tr("ROC"), m_roc);
    addPlot(tr("Precision and recall"), m_precision);
    addPlot(tr("Calibration"), m_calibration);
    addPlot(tr("Confusion matrix"), m_confusion);
    addPlot(tr("Prediction sets"), m_coverage);
    addPlot(tr("Error by answers"), m_selective);

    auto* right = new QVBoxLayout;
    right->setSpacing(spacing::medium);
    right->addWidget(makeBar());
    right->addWidget(m_stack, 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::large);
    layout->addWidget(m_list);
    layout->addLayout(right, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        m_stack->setCurrentIndex(row);
        showChoices();
    });
    connect(m_set, &QComboBox::currentIndexChanged, this, &PlotsPage::showSet);
    connect(m_class, &QComboBox::currentIndexChanged, this, &PlotsPage::showCalibration);
    m_list->setCurrentRow(1);
}

void PlotsPage::addPlot(const QString& name, QWidget* plot)
{
    auto* item = new QListWidgetItem(name, m_list);
    item->setSizeHint(QSize(0, fontMetrics().height() + 2 * spacing::medium + spacing::small));
    m_stack->addWidget(plot);
}

QWidget* PlotsPage::makeBar()
{
    auto* bar = new QWidget(this);
    bar->setAccessibleName(tr("What is plotted"));
    m_set = new QComboBox(bar);
    m_set->setAccessibleName(tr("Images that are plotted"));
    m_class = new QComboBox(bar);
    m_class->setAccessibleName(tr("Class whose calibration is plotted"));
    m_setChoice = labelled(tr("Images:"), m_set, bar);
    m_classPart = labelled(tr("Class:"), m_class, bar);
    m_count = makeTextLabel({}, "muted", m_setChoice);
    m_count->setWordWrap(false);
    m_setChoice->layout()->addWidget(m_count);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::large);
    layout->addWidget(m_setChoice);
    layout->addWidget(m_classPart);
    layout->addStretch(1);
    return bar;
}

void PlotsPage::setResults(const SharedResults& results)
{
    m_results = results;
    m_sets = imageSetsOf(*results);
    const QSignalBlocker setBlocker(m_set);
    const QSignalBlocker classBlocker(m_class);
    m_set->clear();
    for (const ImageSet& set : m_sets)
        m_set->addItem(set.title);
    m_class->clear();
    m_class->addItems(classTitles(results->manifest));
    m_class->setCurrentIndex(results->manifest.positiveClass);
    if (results->curve.empty())
        m_curve->clear(tr("This model comes without a learning curve."));
    else
        m_curve->setCurve(results->curve);
    showSet();
    showChoices();
}

void PlotsPage::clear()
{
    m_results.reset();
    m_sets.clear();
    m_curves.clear();
    m_isStale = false;
    m_set->clear();
    m_class->clear();
    m_curve->clear();
    const QString why = tr("There are no results yet.");
    m_roc->clear(why);
    m_precision->clear(why);
    m_calibration->clear(why);
    m_confusion->clear();
    m_coverage->clear(why);
    m_selective->clear(why);
    setPlainText(m_count, {});
}

void PlotsPage::showChoices()
{
    const QWidget* shown = m_stack->currentWidget();
    m_setChoice->setVisible(shown != m_curve);
    m_classPart->setVisible(shown == m_calibration);
}

void PlotsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        showSet();
}

void PlotsPage::showSet()
{
    const auto at = size_t(m_set->currentIndex());
    if (!m_results || at >= m_sets.size())
        return;
    const ImageSet& set = m_sets[at];
    setPlainText(m_count, countText(set.items, m_results->knowsPatients) + u'.');
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    const int classes = int(m_results->manifest.classes.size());
    const ClassificationReport report = evaluate(set.items, classes).overall;
    m_calibrationError = report.expectedCalibrationError;
    m_curves = plottedScores(set.items, m_results->manifest);
    m_roc->setScores(tr("ROC: %1").arg(set.title), m_curves);
    m_precision->setScores(tr("Precision and recall: %1").arg(set.title), m_curves);
    m_confusion->setConfusion(tr("Confusion matrix: %1").arg(set.title),
                              classTitles(m_results->manifest), report.confusion);
    showCalibration();
    showDoubt(set);
}

void PlotsPage::showDoubt(const ImageSet& set)
{
    const ModelManifest& manifest = m_results->manifest;
    const std::vector<KnownCase> tested = knownCases(set.items);
    m_coverage->setCurve(tr("Prediction sets: %1").arg(set.title),
                         coverageCurve(knownCases(m_results->validation.items), tested,
                                       int(manifest.classes.size()), manifest.temperature));
    m_selective->setCurve(tr("Error by share of answers: %1").arg(set.title),
                          selectiveErrors(tested));
}

void PlotsPage::showCalibration()
{
    const auto chosen = size_t(m_class->currentIndex());
    if (chosen < m_curves.size())
        m_calibration->setScores(m_curves[chosen], m_calibrationError);
}

} // namespace ccad
