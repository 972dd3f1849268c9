// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/evaluation/metrics_json.h"
#include "tests/ui/results_view_fixture.h"
#include "ui/plots/calibration_plot.h"
#include "ui/plots/figure_text.h"
#include "ui/plots/internal/plot_chart_view.h"
#include "ui/training/results/internal/class_figures_model.h"
#include "ui/training/results/internal/compare_page.h"
#include "ui/training/results/internal/key_figure.h"
#include "ui/training/results/internal/plots_page.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPushButton>
#include <QTableView>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestResultsView final : public QObject, private test::ResultsViewFixture
{
    Q_OBJECT

    /// Another model's results on the same images, as `ccad-cli evaluate` leaves them.
    [[nodiscard]] QString writeOther(const ModelResults& results, const QString& name) const
    {
        const QString folder = m_folder.filePath(name);
        QDir().mkpath(folder);
        for (const auto& [file, content] : resultFiles(results))
            if (!writeFileAtomically(QDir(folder).filePath(file), content))
                qFatal("cannot write %s", qPrintable(file));
        return folder;
    }

private Q_SLOTS:
    void initTestCase() { makePackage(); }

    void init() { m_view = std::make_unique<ResultsView>(); }

    void summaryShowsTheFiguresOfMetricsJson()
    {
        showResults(m_results);
        const QJsonObject metrics = metricsJson(m_results.test.items, m_results.manifest);
        QCOMPARE(part<KeyFigure>("accuracy")->figure(), figureText(figureOf(metrics, "accuracy")));
        QCOMPARE(part<KeyFigure>("calibration")->figure(), figureText(figureOf(metrics, "ece")));
        const auto* table = part<QTableView>("classFigures");
        const QJsonObject covid = metrics[u"per_class"_s].toObject()[u"covid"_s].toObject();
        const auto cell = [table](int row, int column) {
            return table->model()->index(row, column).data().toString();
        };
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(cell(0, ClassFiguresModel::ClassColumn), u"COVID-19"_s);
        QCOMPARE(cell(0, ClassFiguresModel::AucColumn), figureText(figureOf(covid, "auc")));
        QCOMPARE(cell(0, ClassFiguresModel::DelongColumn),
                 rangeText(figureOf(covid, "auc_low"), figureOf(covid, "auc_high")));
        QCOMPARE(
            cell(0, ClassFiguresModel::BootstrapColumn),
            rangeText(figureOf(covid, "auc_patient_low"), figureOf(covid, "auc_patient_high")));
        QCOMPARE(cell(0, ClassFiguresModel::F1Column), figureText(figureOf(covid, "f1")));
    }

    void figuresOfASourceAreItsOwn()
    {
        showResults(m_results);
        auto* choice = m_view->findChild<SummaryPage*>()->findChild<QComboBox*>();
        QCOMPARE(choice->count(), 6); // test, two sources; outside, two sources
        choice->setCurrentIndex(choice->findText(u"Test images from North"_s));
        std::vector<ScoredItem> north;
        for (const ScoredItem& scored : m_results.test.items)
            if (scored.item.source == u"North"_s)
                north.push_back(scored);
        const QJsonObject metrics = metricsJson(north, m_results.manifest);
        QCOMPARE(part<KeyFigure>("accuracy")->figure(), figureText(figureOf(metrics, "accuracy")));
        QCOMPARE(part<QTableView>("classFigures")->model()->index(1, 1).data().toInt(),
                 metrics[u"per_class"_s][u"pneumonia"_s][u"n"_s].toInt());
    }

    void whatIsNotKnownIsSaid()
    {
        ModelResults results = m_results;
        showResults(results);
        QCOMPARE(text("resultsPatients"), u"Test: 200 image(s) of 100 patient(s)."_s);
        QVERIFY(says(u"On 80 image(s) of 40 patient(s) of another origin"_s));
        QVERIFY(!says(u"Nobody has tested"_s));
        QVERIFY(says(u"Research use only. Not for diagnosis."_s));

        results.knowsPatients = false;
        results.outside.reset();
        showResults(results);
        QVERIFY(text("resultsPatients").contains(u"The patients are not known"_s));
        QVERIFY(says(u"Nobody has tested this model on images of another origin."_s));
        results.manifest.externalEvaluation = u"AUC 0.6 elsewhere."_s;
        showResults(results);
        QVERIFY(!says(u"Nobody has tested"_s));
        QVERIFY(says(u"AUC 0.6 elsewhere."_s));
    }

    void theTableModelIsSound()
    {
        ClassFiguresModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setFigures(metricsJson(m_results.test.items, m_results.manifest), m_results.manifest,
                         true);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.index(0, ClassFiguresModel::AucColumn)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(u"COVID-19, AUC: 0."_s));
        model.setFigures({}, m_results.manifest, false);
        QCOMPARE(model.index(0, ClassFiguresModel::AucColumn).data().toString(), u"–"_s);
        QCOMPARE(
            model.headerData(ClassFiguresModel::BootstrapColumn, Qt::Horizontal, Qt::DisplayRole)
                .toString(),
            u"95 % (images)"_s);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void calibrationIsShownWithAndWithoutTheTemperature()
    {
        showResults(m_results);
        const QJsonObject metrics = metricsJson(m_results.test.items, m_results.manifest);
        QCOMPARE(
            part<KeyFigure>("calibration")->detail(),
            rangeText(figureOf(metrics, "ece_patient_low"), figureOf(metrics, "ece_patient_high")));
        QVERIFY(says(u"the calibration error (0 is best) was %1 before"_s.arg(
            figureText(figureOf(metrics, "ece_uncalibrated")))));
    }

    void twoModelsAreCompared()
    {
        ModelResults other = m_results;
        Random random(9);
        for (ScoredItem& scored : other.test.items)
            scored = test::scoredItem(scored.item.file, scored.item.label, 0, 0.5, random);
        other.test.items.resize(150);
        const QString folder = writeOther(other, u"other"_s);
        m_view->setCompareCandidates({{u"Other"_s, folder}});
        m_view->setResults(m_results, m_package);
        auto* page = m_view->findChild<ComparePage*>();
        QSignalSpy compared(page, &ComparePage::compared);
        part<QComboBox>("compareWith")->setCurrentIndex(1);
        QVERIFY(compared.wait(10000));

        const auto expected = compareModels(m_results, *loadModelResults(folder), u"covid"_s);
        QVERIFY2(expected.hasValue(), expected ? "" : qPrintable(expected.error().message));
        QCOMPARE(expected->images, 150);
        const auto* difference = part<KeyFigure>("difference");
        QCOMPARE(difference->figure(), figureText(expected->auc.difference.value));
        QCOMPARE(difference->detail(),
                 rangeText(expected->auc.difference.low, expected->auc.difference.high));
        QVERIFY(expected->auc.p < 0.001);
        QVERIFY(text("comparison").contains(u"test-model 1.2.3 is better"_s));
        QVERIFY(text("comparison").contains(u"p < 0.001"_s));
        QVERIFY(text("comparedImages").startsWith(u"150 image(s) in common; 50 only"_s));
        QCOMPARE(page->findChild<RocPlot*>()->plot().series.size(), size_t(3));
    }

    void aModelThatCannotBeComparedIsSaid()
    {
        m_view->setCompareCandidates({{u"Gone"_s, m_folder.filePath(u"gone"_s)}});
        m_view->setResults(m_results, m_package);
        QSignalSpy compared(m_view->findChild<ComparePage*>(), &ComparePage::compared);
        part<QComboBox>("compareWith")->setCurrentIndex(1);
        QVERIFY(compared.wait(10000));
        QVERIFY(says(u"gone"_s));
    }

    void pValuesAreSaidInWords()
    {
        AucComparison comparison;
        comparison.difference = {-0.1, -0.15, -0.05};
        comparison.p = 0.0312;
        QVERIFY(significanceText(comparison, u"A"_s, u"B"_s).startsWith(u"B is better"_s));
        comparison.p = 0.4;
        QVERIFY(significanceText(comparison, u"A"_s, u"B"_s).contains(u"p = 0.400"_s));
        comparison.p = std::nan("");
        QVERIFY(!significanceText(comparison, u"A"_s, u"B"_s).contains(u"nan"_s));
    }

    void plotsAreOfTheChosenImages()
    {
        showResults(m_results);
        auto* page = m_view->findChild<PlotsPage*>();
        showTab(1);
        const auto curves = page->findChild<RocPlot*>()->plot().series;
        QCOMPARE(curves.size(), size_t(4)); // three classes and chance
        const QJsonObject metrics = metricsJson(m_results.test.items, m_results.manifest);
        const QJsonObject covid = metrics[u"per_class"_s].toObject()[u"covid"_s].toObject();
        QVERIFY(curves[0].name.contains(figureText(figureOf(covid, "auc"))));
        QVERIFY(page->findChild<CalibrationPlot*>()->title().contains(
            figureText(figureOf(metrics, "ece"))));
        auto* choice = page->findChild<QComboBox*>();
        choice->setCurrentIndex(choice->findText(u"Images of another origin"_s));
        QVERIFY(page->findChild<RocPlot*>()->title().contains(u"Images of another origin"_s));
        QVERIFY(page->findChild<RocPlot*>()->plot().series[0].name != curves[0].name);
        // Other results that arrive while the page is in sight replace the plots at once.
        ModelResults other = m_results;
        other.outside.reset();
        other.curve.clear();
        m_view->setResults(other, m_package);
        QCOMPARE(page->findChild<RocPlot*>()->plot().series[0].name, curves[0].name);
        QVERIFY(says(u"This model comes without a learning curve."_s));
    }

    void theModelCanBeChosen()
    {
        QSignalSpy used(m_view.get(), &ResultsView::useModelRequested);
        QVERIFY(!part<QPushButton>("useModel")->isEnabled());
        m_view->setResults(m_results, m_package);
        part<QPushButton>("useModel")->click();
        QCOMPARE(used.count(), 1);
        QCOMPARE(used.first().first().toString(), m_package);
        m_view->clear();
        QVERIFY(!part<QPushButton>("useModel")->isEnabled());
        QVERIFY(m_view->findChild<QTabWidget*>()->isHidden());
        QVERIFY(says(u"Train a model, or evaluate one"_s));
        ModelResults untested = m_results;
        untested.test.items.clear();
        m_view->setResults(untested, m_package);
        QVERIFY(says(u"The model has no test results."_s));
    }

    void everyWidgetHasAnAccessibleName()
    {
        showResults(m_results);
        showTab(0);
        for (const QWidget* widget : m_view->findChildren<QWidget*>()) {
            // Qt's own parts of a control speak through the control.
            const bool isPart = widget->objectName().startsWith(QLatin1String("qt_"))
                || widget->parentWidget()->inherits("QAbstractScrollArea")
                || widget->parentWidget()->inherits("QAbstractSpinBox")
                || widget->parentWidget()->inherits("QTabBar")
                || widget->inherits("QComboBoxPrivateContainer")
                || widget->inherits("QComboBoxListView") || widget->inherits("QScrollBar")
                || widget->inherits("QTabBar") || widget->inherits("QHeaderView");
            if (isPart || (widget->isHidden() && widget->accessibleName().isEmpty()))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(u"%1 '%2' in '%3'"_s.arg(
                         QString::fromLatin1(widget->metaObject()->className()),
                         widget->objectName(), widget->parentWidget()->accessibleName())));
        }
    }
};

QTEST_MAIN(TestResultsView)
#include "test_results_view.moc"
