// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/results_view.h"

#include "ui/training/results/internal/compare_page.h"
#include "ui/training/results/internal/plots_page.h"
#include "ui/training/results/internal/predictions_page.h"
#include "ui/training/results/internal/summary_page.h"
#include "ui/training/results/internal/threshold_page.h"
#include "ui/widgets/intended_use.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QTabBar>
#include <QTabWidget>

using namespace Qt::StringLiterals;

namespace ccad {

ResultsView::ResultsView(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget(this)), m_summary(new SummaryPage(this)),
      m_plots(new PlotsPage(this)), m_threshold(new ThresholdPage(this)),
      m_predictions(new PredictionsPage(this)), m_compare(new ComparePage(this))
{
    setObjectName(u"resultsView"_s);
    setAccessibleName(tr("Results"));
    m_tabs->setAccessibleName(tr("Parts of the results"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_summary, tr("&Summary"));
    m_tabs->addTab(m_plots, tr("P&lots"));
    m_tabs->addTab(m_threshold, tr("Thresh&old"));
    m_tabs->addTab(m_predictions, tr("P&redictions"));
    m_tabs->addTab(m_compare, tr("&Compare"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_tabs, 1);
    m_nothing = makeTextLabel({}, "muted", this);
    m_nothing->setAlignment(Qt::AlignCenter);
    layout->addWidget(m_nothing, 1);
    layout->addWidget(makeIntendedUseFooter(spacing::small, this));
    connectPages();
    clear();
}

QWidget* ResultsView::makeHeader()
{
    auto* header = new QWidget(this);
    header->setAccessibleName(tr("Model and test"));
    m_model = makeTextLabel({}, "text", header);
    m_model->setObjectName(u"resultsModel"_s);
    QFont strong = font();
    strong.setPointSizeF(strong.pointSizeF() * 1.3);
    strong.setWeight(QFont::DemiBold);
    m_model->setFont(strong);
    m_patients = makeTextLabel({}, "muted", header);
    m_patients->setObjectName(u"resultsPatients"_s);
    m_use = makeButton(tr("&Use This Model"), nullptr, header);
    m_use->setObjectName(u"useModel"_s);
    m_use->setToolTip(tr("Make it the model that the viewer asks."));
    connect(m_use, &QPushButton::clicked, this,
            [this] { Q_EMIT useModelRequested(m_packageFolder); });

    auto* words = new QVBoxLayout;
    words->setSpacing(spacing::small);
    words->addWidget(m_model);
    words->addWidget(m_patients);
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::large);
    layout->addLayout(words, 1);
    layout->addWidget(m_use, 0, Qt::AlignTop);
    return header;
}

void ResultsView::connectPages()
{
    connect(m_threshold, &ThresholdPage::thresholdSaved, this, &ResultsView::thresholdSaved);
    connect(m_predictions, &PredictionsPage::openRequested, this, &ResultsView::openRequested);
    connect(m_predictions, &PredictionsPage::relabelled, this, &ResultsView::relabelled);
}

void ResultsView::setResults(const ModelResults& results, const QString& packageFolder)
{
    if (results.manifest.classes.empty() || results.test.items.empty()) {
        clear();
        showNothing(tr("The model has no test results."));
        return;
    }
    const auto shared = std::make_shared<const ModelResults>(results);
    m_packageFolder = packageFolder;
    setPlainText(m_model, u"%1 %2"_s.arg(results.manifest.name, results.manifest.version));
    const QString count = tr("Test: %1.").arg(countText(results.test.items, results.knowsPatients));
    setPlainText(m_patients,
                 results.knowsPatients ? count
                                       : count + u' '
                         + tr("The patients are not known; images of one patient may have been on "
                              "both sides of the split, which makes results look better than they "
                              "are."));
    m_use->setEnabled(!packageFolder.isEmpty());
    m_summary->setResults(shared);
    m_plots->setResults(shared);
    m_threshold->setResults(shared, packageFolder);
    m_predictions->setDatasetPath(results.dataFolder);
    m_predictions->setResults(shared);
    m_compare->setResults(shared);
    m_nothing->hide();
    m_tabs->show();
}

void ResultsView::setDatasetPath(const QString& datasetPath)
{
    m_predictions->setDatasetPath(datasetPath);
}

void ResultsView::clear()
{
    m_packageFolder.clear();
    setPlainText(m_model, tr("No results"));
    setPlainText(m_patients, {});
    m_use->setEnabled(false);
    m_summary->clear();
    m_plots->clear();
    m_threshold->clear();
    m_predictions->clear();
    m_compare->clear();
    showNothing(tr("Train a model, or evaluate one, to see how good it is."));
}

void ResultsView::showNothing(const QString& why)
{
    setPlainText(m_nothing, why);
    m_tabs->hide();
}

void ResultsView::setCompareCandidates(const QList<QPair<QString, QString>>& nameAndFolder)
{
    m_compare->setCandidates(nameAndFolder);
}

} // namespace ccad
