// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/summary_page.h"

#include "core/evaluation/metrics_json.h"
#include "core/package/class_words.h"
#include "ui/plots/figure_text.h"
#include "ui/training/results/internal/class_figures_model.h"
#include "ui/training/results/internal/key_figure.h"
#include "ui/widgets/sentence_list.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString rangeOf(const QJsonObject& metrics, const char* low, const char* high)
{
    return rangeText(figureOf(metrics, low), figureOf(metrics, high));
}

} // namespace

SummaryPage::SummaryPage(QWidget* parent)
    : QWidget(parent), m_choice(new QComboBox(this)), m_count(makeTextLabel({}, "muted", this)),
      m_working(makeTextLabel({}, "muted", this)), m_model(new ClassFiguresModel(this)),
      m_table(new QTableView(this)), m_notes(new SentenceList(tr("Notes"), this))
{
    setAccessibleName(tr("Summary"));
    m_choice->setAccessibleName(tr("Images that the figures are of"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_table->setModel(m_model);
    m_table->setObjectName(u"classFigures"_s);
    m_table->setAccessibleName(tr("Figures of each class"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ClassFiguresModel::ClassColumn,
                                                      QHeaderView::Stretch);
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto* top = new QHBoxLayout;
    top->setSpacing(spacing::medium);
    top->addWidget(makeCaption(tr("Images:"), m_choice, this));
    top->addWidget(m_choice);
    top->addWidget(m_count, 1);
    top->addWidget(m_working);
    m_count->setWordWrap(false);
    m_working->setWordWrap(false);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::large);
    layout->addLayout(top);
    layout->addWidget(makeKeyFigures());
    layout->addWidget(m_table);
    layout->addWidget(m_notes);
    layout->addStretch(1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &SummaryPage::showSet);
}

QWidget* SummaryPage::makeKeyFigures()
{
    auto* row = new QWidget(this);
    row->setAccessibleName(tr("Key figures"));
    m_accuracy = new KeyFigure(tr("Accuracy"), row);
    m_auc = new KeyFigure(tr("AUC"), row);
    m_sensitivity = new KeyFigure(tr("Sensitivity"), row);
    m_specificity = new KeyFigure(tr("Specificity"), row);
    m_calibration = new KeyFigure(tr("Calibration error (ECE)"), row);
    m_accuracy->setObjectName(u"accuracy"_s);
    m_calibration->setObjectName(u"calibration"_s);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::huge);
    for (KeyFigure* figure : {m_accuracy, m_auc, m_sensitivity, m_specificity, m_calibration})
        layout->addWidget(figure, 1);
    return row;
}

void SummaryPage::setResults(const SharedResults& results)
{
    m_results = results;
    m_sets = imageSetsOf(*results);
    m_metrics.clear();
    {
        const QSignalBlocker blocker(m_choice);
        m_choice->clear();
        for (const ImageSet& set : m_sets)
            m_choice->addItem(set.title);
    }
    const QString positive
        = wordsFor(results->manifest.classes[size_t(results->manifest.positiveClass)]);
    const QString threshold = figureText(results->manifest.threshold);
    m_auc->setCaption(tr("AUC of %1").arg(positive));
    m_sensitivity->setCaption(tr("Sensitivity for %1 at threshold %2").arg(positive, threshold));
    m_specificity->setCaption(tr("Specificity for %1 at threshold %2").arg(positive, threshold));
    showSet();
    compute();
}

void SummaryPage::clear()
{
    m_job.cancel();
    m_results.reset();
    m_sets.clear();
    m_metrics.clear();
    m_choice->clear();
    m_model->clear();
    m_notes->clear();
    setPlainText(m_count, {});
    setPlainText(m_working, {});
    fitTable();
}

void SummaryPage::compute()
{
    setPlainText(m_working, tr("Computing the intervals…"));
    m_job.start(
        [sets = m_sets, manifest = m_results->manifest](const CancelToken& cancel) {
            std::vector<QJsonObject> metrics;
            for (const ImageSet& set : sets)
                if (!cancel.isCancelled())
                    metrics.push_back(metricsJson(set.items, manifest));
            return metrics;
        },
        [this](std::vector<QJsonObject> metrics) {
            m_metrics = std::move(metrics);
            setPlainText(m_working, {});
            showSet();
            Q_EMIT figuresReady();
        });
}

void SummaryPage::showSet()
{
    const auto at = size_t(m_choice->currentIndex());
    if (!m_results || at >= m_sets.size())
        return;
    setPlainText(m_count, countText(m_sets[at].items, m_results->knowsPatients) + u'.');
    const QJsonObject metrics = at < m_metrics.size() ? m_metrics[at] : QJsonObject();
    m_model->setFigures(metrics, m_results->manifest, m_results->knowsPatients);
    showKeyFigures(metrics);
    showNotes();
    fitTable();
}

void SummaryPage::showKeyFigures(const QJsonObject& metrics)
{
    const ModelManifest& manifest = m_results->manifest;
    const QJsonObject positive = metrics.value(u"per_class"_s)
                                     .toObject()
                                     .value(manifest.classes[size_t(manifest.positiveClass)].name)
                                     .toObject();
    const QJsonObject atThreshold = positive.value(u"at_threshold"_s).toObject();
    m_accuracy->setFigure(figureText(figureOf(metrics, "accuracy")),
                          rangeOf(metrics, "accuracy_patient_low", "accuracy_patient_high"));
    m_auc->setFigure(figureText(figureOf(positive, "auc")),
                     rangeOf(positive, "auc_low", "auc_high"));
    m_sensitivity->setFigure(figureText(figureOf(atThreshold, "sensitivity")),
                             rangeOf(atThreshold, "sensitivity_low", "sensitivity_high"));
    m_specificity->setFigure(figureText(figureOf(atThreshold, "specificity")),
                             rangeOf(atThreshold, "specificity_low", "specificity_high"));
    m_calibration->setFigure(figureText(figureOf(metrics, "ece")),
                             rangeOf(metrics, "ece_patient_low", "ece_patient_high"));
}

QString SummaryPage::outsideText() const
{
    for (size_t i = 0; i < m_sets.size() && i < m_metrics.size(); ++i) {
        if (!m_sets[i].isOutside || m_sets[i].isSubset)
            continue;
        const QJsonObject perClass = m_metrics[i].value(u"per_class"_s).toObject();
        QStringList areas;
        for (const ModelClass& modelClass : m_results->manifest.classes) {
            const QJsonObject figures = perClass.value(modelClass.name).toObject();
            areas << tr("%1 %2").arg(
                wordsFor(modelClass),
                intervalText({figureOf(figures, "auc"), figureOf(figures, "auc_low"),
                              figureOf(figures, "auc_high")}));
        }
        return tr("On %1 of another origin: accuracy %2; AUC of each class against the rest: %3.")
            .arg(countText(m_sets[i].items, m_results->knowsPatients),
                 figureText(figureOf(m_metrics[i], "accuracy")), areas.join(u"; "_s));
    }
    return {};
}

QString SummaryPage::calibrationText() const
{
    const auto at = size_t(m_choice->currentIndex());
    if (at >= m_metrics.size())
        return {};
    const QJsonObject& metrics = m_metrics[at];
    return tr("The scores behind the probabilities are divided by a temperature of %1 that "
              "validation images chose. On "
              "these images the calibration error (0 is best) was %2 before, interval %3, and is "
              "%4 now, interval %5.")
        .arg(figureText(m_results->manifest.temperature),
             figureText(figureOf(metrics, "ece_uncalibrated")),
             rangeOf(metrics, "ece_uncalibrated_patient_low", "ece_uncalibrated_patient_high"),
             figureText(figureOf(metrics, "ece")),
             rangeOf(metrics, "ece_patient_low", "ece_patient_high"));
}

void SummaryPage::showNotes()
{
    m_notes->clear();
    const QString recorded = m_results->manifest.externalEvaluation;
    if (!m_results->outside && recorded.isEmpty())
        m_notes->addWarning(tr("Nobody has tested this model on images of another origin."));
    else if (!m_results->outside)
        m_notes->addInformation(tr("Tested from outside. %1").arg(recorded));
    else if (const QString text = outsideText(); !text.isEmpty())
        m_notes->addInformation(text);
    if (!m_results->test.unreadable.isEmpty())
        m_notes->addWarning(tr("%n image(s) could not be read and are in none of these figures.",
                               nullptr, int(m_results->test.unreadable.size())));
    if (const QString text = calibrationText(); !text.isEmpty())
        m_notes->addInformation(text);
    m_notes->addInformation(
        tr("Intervals are 95 %. Those of accuracy and calibration are a bootstrap over %1; those "
           "of sensitivity and specificity at the threshold are Wilson's, that of the AUC above is "
           "DeLong's.")
            .arg(m_results->knowsPatients ? tr("patients") : tr("images")));
}

void SummaryPage::fitTable()
{
    m_table->resizeRowsToContents();
    int height = m_table->horizontalHeader()->sizeHint().height() + 2;
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += m_table->rowHeight(row);
    m_table->setFixedHeight(height + spacing::large); // room for a scroll bar below
}

} // namespace ccad
