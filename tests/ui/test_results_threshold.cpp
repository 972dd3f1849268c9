// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/sensitivity_threshold.h"
#include "core/statistics/operating_point.h"
#include "tests/support/patience.h"
#include "tests/ui/results_view_fixture.h"
#include "ui/plots/figure_text.h"
#include "ui/plots/internal/plot_chart_view.h"
#include "ui/plots/roc_plot.h"
#include "ui/training/results/internal/threshold_page.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestResultsThreshold final : public QObject, private test::ResultsViewFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { makePackage(); }
    void init() { m_view = std::make_unique<ResultsView>(); }

    void aThresholdChangesTheFiguresAsTheCoreSays()
    {
        showResults(m_results);
        showTab(2);
        const auto* page = m_view->findChild<ThresholdPage*>();
        QCOMPARE(page->threshold(), 0.4);
        auto* field = part<QDoubleSpinBox>("threshold");
        const auto verify = [&] {
            const auto point = operatingPointOn(m_results.validation, 0, page->threshold());
            QVERIFY(text("validationFigures").contains(intervalText(point->sensitivity)));
            QVERIFY(text("validationFigures").contains(intervalText(point->specificity)));
            const double prevalence = part<QDoubleSpinBox>("prevalence")->value() / 100;
            const auto values
                = predictiveValues(point->sensitivity.value, point->specificity.value, prevalence);
            QVERIFY(text("predictiveValues")
                        .contains(u"Positive predictive value %1 %"_s.arg(100 * values.positive, 0,
                                                                          'f', 1)));
            QVERIFY(text("predictiveValues")
                        .contains(u"Negative predictive value %1 %"_s.arg(100 * values.negative, 0,
                                                                          'f', 1)));
            const ClassScores test = classScores(m_results.test.items, 0);
            const auto onTest = operatingPoint(test.scores, test.positive, page->threshold());
            QVERIFY(text("testFigures").contains(intervalText(onTest.sensitivity)));
        };
        verify();
        field->setValue(0.15);
        QCOMPARE(page->threshold(), 0.15);
        verify();
        part<QDoubleSpinBox>("prevalence")->setValue(2.5);
        verify();
        auto& chart = page->findChild<RocPlot*>()->chartView();
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(page->threshold() < 0.15);
        verify();
        QVERIFY(std::abs(field->value() - page->threshold()) < 1e-4);
        // Along the curve by mouse, to the corner where nearly everything is called positive.
        const auto* handle = &page->findChild<RocPlot*>()->plot().series.back();
        QTest::mousePress(chart.viewport(), Qt::LeftButton, {},
                          chart.toView(handle->points.front()).toPoint());
        QTest::mouseMove(chart.viewport(), chart.toView({0.9, 1.0}).toPoint());
        QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {},
                            chart.toView({0.9, 1.0}).toPoint());
        QVERIFY(page->threshold() < 0.05);
        verify();
    }

    void aThresholdIsSavedWithThePackage()
    {
        showResults(m_results);
        showTab(2);
        QSignalSpy saved(m_view.get(), &ResultsView::thresholdSaved);
        auto* save = part<QPushButton>("saveThreshold");
        QVERIFY(!save->isEnabled());
        part<QDoubleSpinBox>("threshold")->setValue(0.25);
        QVERIFY(save->isEnabled());
        save->click();
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(saved.first().first().toString(), m_package);
        QCOMPARE(loadModelManifest(m_package)->threshold, 0.25);
        QVERIFY(!save->isEnabled());
        QVERIFY(says(u"The threshold 0.2500 is saved with the model."_s));
        QVERIFY(loadModelPackage(m_package).hasValue());

        part<QDoubleSpinBox>("threshold")->setValue(0.7);
        part<QPushButton>("backToSaved")->click();
        QCOMPARE(m_view->findChild<ThresholdPage*>()->threshold(), 0.25);
    }

    void aThresholdForASensitivityIsOffered()
    {
        showResults(m_results);
        showTab(2);
        const auto* page = m_view->findChild<ThresholdPage*>();
        auto* wanted = part<QComboBox>("wantedSensitivity");
        const auto offered = sensitivityThresholds(m_results.validation, 0);
        QCOMPARE(wanted->count(), int(offered.size()) + 1);
        for (int row = 1; row < wanted->count(); ++row) {
            const auto& choice = offered[size_t(row - 1)];
            const bool isEnabled = wanted->model()
                                       ->flags(wanted->model()->index(row, 0))
                                       .testFlag(Qt::ItemIsEnabled);
            QCOMPARE(isEnabled, choice.threshold.has_value());
        }
        QVERIFY(offered[1].threshold.has_value());
        wanted->setCurrentIndex(2);
        Q_EMIT wanted->activated(2);
        QCOMPARE(page->threshold(), *offered[1].threshold);
        QVERIFY(part<QPushButton>("saveThreshold")->isEnabled());
        part<QDoubleSpinBox>("threshold")->setValue(0.77);
        QCOMPARE(wanted->currentIndex(), 0); // by hand again
    }

    void aThresholdThatCannotBeSavedIsSaid()
    {
        m_view->setResults(m_results, m_folder.filePath(u"gone"_s));
        part<QDoubleSpinBox>("threshold")->setValue(0.3);
        QSignalSpy saved(m_view.get(), &ResultsView::thresholdSaved);
        part<QPushButton>("saveThreshold")->click();
        const auto* bar = m_view->findChild<ThresholdPage*>()->findChild<MessageBar*>();
        QTRY_VERIFY(!bar->isHidden());
        QCOMPARE(saved.count(), 0);
        QVERIFY(bar->text().contains(u"gone"_s));
        // The choice is not lost.
        QCOMPARE(m_view->findChild<ThresholdPage*>()->threshold(), 0.3);
    }

    void withoutValidationImagesThereIsNoThresholdToChoose()
    {
        ModelResults results = m_results;
        results.validation.items.clear();
        showResults(results);
        showTab(2);
        QVERIFY(says(u"without scores of validation images"_s));
        QVERIFY(!part<QPushButton>("saveThreshold")->isVisible());
    }
};

QTEST_MAIN(TestResultsThreshold)
#include "test_results_threshold.moc"
