// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/results_view_fixture.h"

#include "core/base/files.h"
#include "core/evaluation/metrics_json.h"
#include "ui/plots/calibration_plot.h"
#include "ui/plots/figure_text.h"
#include "ui/plots/plot_chart_view.h"
#include "ui/training/results/class_figures_model.h"
#include "ui/training/results/compare_page.h"
#include "ui/training/results/key_figure.h"
#include "ui/training/results/plots_page.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPushButton>
#include <QTableView>

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
        const QJsonObject covid
            = metrics[QStringLiteral("per_class")].toObject()[QStringLiteral("covid")].toObject();
        const auto cell = [table](int row, int column) {
            return table->model()->index(row, column).data().toString();
        };
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(cell(0, ClassFiguresModel::ClassColumn), QStringLiteral("COVID-19"));
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
        choice->setCurrentIndex(choice->findText(QStringLiteral("Test images from North")));
        std::vector<ScoredItem> north;
        for (const ScoredItem& scored : m_results.test.items)
            if (scored.item.source == QStringLiteral("North"))
                north.push_back(scored);
        const QJsonObject metrics = metricsJson(north, m_results.manifest);
        QCOMPARE(part<KeyFigure>("accuracy")->figure(), figureText(figureOf(metrics, "accuracy")));
        QCOMPARE(
            part<QTableView>("classFigures")->model()->index(1, 1).data().toInt(),
            metrics[QStringLiteral("per_class")][QStringLiteral("pneumonia")][QStringLiteral("n")]
                .toInt());
    }

    void whatIsNotKnownIsSaid()
    {
        ModelResults results = m_results;
        showResults(results);
        QCOMPARE(text("resultsPatients"), QStringLiteral("Test: 200 image(s) of 100 patient(s)."));
        QVERIFY(says(QStringLiteral("On 80 image(s) of 40 patient(s) of another origin")));
        QVERIFY(!says(QStringLiteral("Nobody has tested")));
        QVERIFY(says(QStringLiteral("Research use only. Not for diagnosis.")));

        results.knowsPatients = false;
        results.outside.reset();
        showResults(results);
        QVERIFY(text("resultsPatients").contains(QStringLiteral("The patients are not known")));
        QVERIFY(says(QStringLiteral("Nobody has tested this model on images of another origin.")));
        results.manifest.externalEvaluation = QStringLiteral("AUC 0.6 elsewhere.");
        showResults(results);
        QVERIFY(!says(QStringLiteral("Nobody has tested")));
        QVERIFY(says(QStringLiteral("AUC 0.6 elsewhere.")));
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
                    .startsWith(QStringLiteral("COVID-19, AUC: 0.")));
        model.setFigures({}, m_results.manifest, false);
        QCOMPARE(model.index(0, ClassFiguresModel::AucColumn).data().toString(),
                 QStringLiteral("–"));
        QCOMPARE(
            model.headerData(ClassFiguresModel::BootstrapColumn, Qt::Horizontal, Qt::DisplayRole)
                .toString(),
            QStringLiteral("95 % (images)"));
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
        QVERIFY(says(QStringLiteral("the calibration error (0 is best) was %1 before")
                         .arg(figureText(figureOf(metrics, "ece_uncalibrated")))));
    }

    void twoModelsAreCompared()
    {
        ModelResults other = m_results;
        Random random(9);
        for (ScoredItem& scored : other.test.items)
            scored = test::scoredItem(scored.item.file, scored.item.label, 0, 0.5, random);
        other.test.items.resize(150);
        const QString folder = writeOther(other, QStringLiteral("other"));
        m_view->setCompareCandidates({{QStringLiteral("Other"), folder}});
        m_view->setResults(m_results, m_package);
        auto* page = m_view->findChild<ComparePage*>();
        QSignalSpy compared(page, &ComparePage::compared);
        part<QComboBox>("compareWith")->setCurrentIndex(1);
        QVERIFY(compared.wait(10000));

        const auto expected
            = compareModels(m_results, *loadModelResults(folder), QStringLiteral("covid"));
        QVERIFY2(expected.hasValue(), expected ? "" : qPrintable(expected.error().message));
        QCOMPARE(expected->images, 150);
        const auto* difference = part<KeyFigure>("difference");
        QCOMPARE(difference->figure(), figureText(expected->auc.difference.value));
        QCOMPARE(difference->detail(),
                 rangeText(expected->auc.difference.low, expected->auc.difference.high));
        QVERIFY(expected->auc.p < 0.001);
        QVERIFY(text("comparison").contains(QStringLiteral("test-model 1.2.3 is better")));
        QVERIFY(text("comparison").contains(QStringLiteral("p < 0.001")));
        QVERIFY(
            text("comparedImages").startsWith(QStringLiteral("150 image(s) in common; 50 only")));
        QCOMPARE(page->findChild<RocPlot*>()->plot().series.size(), size_t(3));
    }

    void aModelThatCannotBeComparedIsSaid()
    {
        m_view->setCompareCandidates(
            {{QStringLiteral("Gone"), m_folder.filePath(QStringLiteral("gone"))}});
        m_view->setResults(m_results, m_package);
        QSignalSpy compared(m_view->findChild<ComparePage*>(), &ComparePage::compared);
        part<QComboBox>("compareWith")->setCurrentIndex(1);
        QVERIFY(compared.wait(10000));
        QVERIFY(says(QStringLiteral("gone")));
    }

    void pValuesAreSaidInWords()
    {
        AucComparison comparison;
        comparison.difference = {-0.1, -0.15, -0.05};
        comparison.p = 0.0312;
        QVERIFY(significanceText(comparison, QStringLiteral("A"), QStringLiteral("B"))
                    .startsWith(QStringLiteral("B is better")));
        comparison.p = 0.4;
        QVERIFY(significanceText(comparison, QStringLiteral("A"), QStringLiteral("B"))
                    .contains(QStringLiteral("p = 0.400")));
        comparison.p = std::nan("");
        QVERIFY(!significanceText(comparison, QStringLiteral("A"), QStringLiteral("B"))
                     .contains(QStringLiteral("nan")));
    }

    void plotsAreOfTheChosenImages()
    {
        showResults(m_results);
        auto* page = m_view->findChild<PlotsPage*>();
        showTab(1);
        const auto curves = page->findChild<RocPlot*>()->plot().series;
        QCOMPARE(curves.size(), size_t(4)); // three classes and chance
        const QJsonObject metrics = metricsJson(m_results.test.items, m_results.manifest);
        const QJsonObject covid
            = metrics[QStringLiteral("per_class")].toObject()[QStringLiteral("covid")].toObject();
        QVERIFY(curves[0].name.contains(figureText(figureOf(covid, "auc"))));
        QVERIFY(page->findChild<CalibrationPlot*>()->title().contains(
            figureText(figureOf(metrics, "ece"))));
        auto* choice = page->findChild<QComboBox*>();
        choice->setCurrentIndex(choice->findText(QStringLiteral("Images of another origin")));
        QVERIFY(page->findChild<RocPlot*>()->title().contains(
            QStringLiteral("Images of another origin")));
        QVERIFY(page->findChild<RocPlot*>()->plot().series[0].name != curves[0].name);
        // Other results that arrive while the page is in sight replace the plots at once.
        ModelResults other = m_results;
        other.outside.reset();
        other.curve.clear();
        m_view->setResults(other, m_package);
        QCOMPARE(page->findChild<RocPlot*>()->plot().series[0].name, curves[0].name);
        QVERIFY(says(QStringLiteral("This model comes without a learning curve.")));
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
        QVERIFY(says(QStringLiteral("Train a model, or evaluate one")));
        ModelResults untested = m_results;
        untested.test.items.clear();
        m_view->setResults(untested, m_package);
        QVERIFY(says(QStringLiteral("The model has no test results.")));
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
                     qPrintable(QStringLiteral("%1 '%2' in '%3'")
                                    .arg(QString::fromLatin1(widget->metaObject()->className()),
                                         widget->objectName(),
                                         widget->parentWidget()->accessibleName())));
        }
    }
};

QTEST_MAIN(TestResultsView)
#include "test_results_view.moc"
