// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/compare_page.h"

#include "ui/plots/figure_text.h"
#include "ui/training/results/internal/key_figure.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr double significance = 0.05;

QString nameOf(const ModelResults& results)
{
    return u"%1 %2"_s.arg(results.manifest.name, results.manifest.version);
}

QString probabilityText(double p)
{
    if (!std::isfinite(p))
        return u"–"_s;
    return p < 0.001 ? u"< 0.001"_s : QString::number(p, 'f', 3);
}

} // namespace

QString significanceText(const AucComparison& comparison, const QString& first,
                         const QString& second)
{
    if (!std::isfinite(comparison.p))
        return ComparePage::tr("The two models rank these images alike, so there is nothing to "
                               "test.");
    if (comparison.p >= significance)
        return ComparePage::tr("Chance alone may explain the difference (p = %1): these images do "
                               "not tell which model is better.")
            .arg(probabilityText(comparison.p));
    const bool firstWins = comparison.difference.value > 0;
    return ComparePage::tr("%1 is better on these images, and chance alone hardly explains it "
                           "(p %2).")
        .arg(firstWins ? first : second,
             comparison.p < 0.001 ? probabilityText(comparison.p)
                                  : u"= "_s + probabilityText(comparison.p));
}

ComparePage::ComparePage(QWidget* parent)
    : QWidget(parent), m_choice(new QComboBox(this)), m_class(new QComboBox(this)),
      m_sentence(makeTextLabel({}, "text", this)), m_counts(makeTextLabel({}, "muted", this)),
      m_roc(new RocPlot(this))
{
    setAccessibleName(tr("Compare"));
    m_choice->setAccessibleName(tr("Model to compare with"));
    m_choice->setObjectName(u"compareWith"_s);
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_class->setAccessibleName(tr("Class to compare"));
    m_class->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_sentence->setObjectName(u"comparison"_s);
    m_counts->setObjectName(u"comparedImages"_s);

    auto* top = new QHBoxLayout;
    top->setSpacing(spacing::medium);
    top->addWidget(makeCaption(tr("Compare with:"), m_choice, this));
    top->addWidget(m_choice);
    top->addSpacing(spacing::large);
    top->addWidget(makeCaption(tr("Class:"), m_class, this));
    top->addWidget(m_class);
    top->addStretch(1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::large, spacing::large, spacing::large);
    layout->setSpacing(spacing::medium);
    layout->addLayout(top);
    auto* content = new QHBoxLayout;
    content->setSpacing(spacing::large);
    content->addWidget(m_roc, 1);
    content->addWidget(makeFigures());
    layout->addLayout(content, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ComparePage::load);
    connect(m_class, &QComboBox::currentIndexChanged, this, &ComparePage::compare);
    setCandidates({});
}

QWidget* ComparePage::makeFigures()
{
    m_figures = new QWidget(this);
    m_figures->setAccessibleName(tr("Areas under the ROC curve"));
    m_first = new KeyFigure(tr("This model"), m_figures);
    m_second = new KeyFigure(tr("The other model"), m_figures);
    m_difference = new KeyFigure(tr("Difference"), m_figures);
    m_difference->setObjectName(u"difference"_s);
    m_chance = new KeyFigure(tr("p value"), m_figures);
    m_figures->setFixedWidth(300);
    auto* layout = new QVBoxLayout(m_figures);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    for (KeyFigure* figure : {m_first, m_second, m_difference, m_chance})
        layout->addWidget(figure);
    layout->addSpacing(spacing::medium);
    layout->addWidget(m_sentence);
    layout->addWidget(m_counts);
    layout->addStretch(1);
    return m_figures;
}

void ComparePage::setResults(const SharedResults& results)
{
    m_results = results;
    {
        const QSignalBlocker blocker(m_class);
        m_class->clear();
        m_class->addItems(classTitles(results->manifest));
        m_class->setCurrentIndex(results->manifest.positiveClass);
    }
    load();
}

void ComparePage::setCandidates(const QList<QPair<QString, QString>>& nameAndFolder)
{
    const QString kept = m_choice->currentData().toString();
    {
        const QSignalBlocker blocker(m_choice);
        m_choice->clear();
        m_choice->addItem(nameAndFolder.isEmpty() ? tr("no other model") : tr("choose a model"));
        for (const auto& [name, folder] : nameAndFolder)
            m_choice->addItem(name, folder);
        m_choice->setEnabled(!nameAndFolder.isEmpty());
        m_choice->setCurrentIndex(std::max(0, m_choice->findData(kept)));
    }
    if (kept.isEmpty() || m_choice->currentData().toString() != kept)
        load();
}

void ComparePage::clear()
{
    m_results.reset();
    m_class->clear();
    load();
}

void ComparePage::load()
{
    m_job.cancel();
    m_other.reset();
    const QString folder = m_choice->currentData().toString();
    if (!m_results || folder.isEmpty())
        return showProblem(m_choice->count() > 1
                               ? tr("Choose a model that was tested on the same images.")
                               : tr("There is no other model to compare with yet."));
    showProblem(tr("Reading the results of the other model…"));
    m_job.start([folder](const CancelToken&) { return loadModelResults(folder); },
                [this](Result<ModelResults> loaded) {
                    if (!loaded) {
                        showProblem(loaded.error().message);
                        Q_EMIT compared();
                        return;
                    }
                    m_other = std::make_shared<const ModelResults>(*std::move(loaded));
                    compare();
                });
}

void ComparePage::compare()
{
    const auto chosen = size_t(m_class->currentIndex());
    if (!m_results || !m_other || chosen >= m_results->manifest.classes.size())
        return;
    const auto comparison
        = compareModels(*m_results, *m_other, m_results->manifest.classes[chosen].name);
    if (comparison)
        showComparison(*comparison);
    else
        showProblem(comparison.error().message);
    Q_EMIT compared();
}

void ComparePage::showComparison(const ModelComparison& comparison)
{
    const QString first = nameOf(*m_results);
    const QString second = m_choice->currentText();
    const AucComparison& auc = comparison.auc;
    m_first->setCaption(tr("AUC of %1").arg(first));
    m_first->setFigure(figureText(auc.first.value), rangeText(auc.first.low, auc.first.high));
    m_second->setCaption(tr("AUC of %1").arg(second));
    m_second->setFigure(figureText(auc.second.value), rangeText(auc.second.low, auc.second.high));
    m_difference->setFigure(figureText(auc.difference.value),
                            rangeText(auc.difference.low, auc.difference.high));
    m_chance->setFigure(probabilityText(auc.p), tr("paired DeLong test"));
    m_figures->show();
    setPlainText(m_sentence, significanceText(auc, first, second));
    setPlainText(m_counts,
                 tr("%n image(s) in common; %1 only in the test of the first, %2 only in "
                    "that of the second. Intervals are 95 %.",
                    nullptr, comparison.images)
                     .arg(comparison.onlyFirst)
                     .arg(comparison.onlySecond));
    m_roc->setScores(tr("ROC of “%1” on the common test images").arg(m_class->currentText()),
                     {{first, comparison.firstScores, comparison.positive},
                      {second, comparison.secondScores, comparison.positive}});
    m_roc->show();
}

void ComparePage::showProblem(const QString& sentence)
{
    m_figures->hide();
    setPlainText(m_counts, {});
    setPlainText(m_sentence, {});
    m_roc->clear(sentence);
}

} // namespace ccad
