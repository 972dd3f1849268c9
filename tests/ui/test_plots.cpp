// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/statistics/curves.h"
#include "core/statistics/operating_point.h"
#include "core/statistics/roc.h"
#include "tests/support/patience.h"
#include "tests/ui/results_fixtures.h"
#include "ui/plots/calibration_plot.h"
#include "ui/plots/confusion_plot.h"
#include "ui/plots/figure_text.h"
#include "ui/plots/internal/plot_chart_view.h"
#include "ui/plots/learning_curve_plot.h"
#include "ui/plots/precision_recall_plot.h"
#include "ui/plots/roc_plot.h"
#include "ui/training/results/internal/image_sets.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QToolButton>
#include <QValueAxis>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPlots final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::vector<PlottedScores> m_curves;

    [[nodiscard]] QString path(const char* name) const
    {
        return m_folder.filePath(QString::fromLatin1(name));
    }

    /// Shown at a size, so that positions mean something.
    static void show(QWidget& widget, QSize size = {640, 520})
    {
        widget.resize(size);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget, test::patienceMs));
    }

    static bool isExported(PlotFrame& plot, const QString& file, PlotFormat format)
    {
        QSignalSpy exported(&plot, &PlotFrame::exported);
        plot.exportTo(file, format);
        return exported.wait(test::patienceMs);
    }

    static void verifyExports(PlotFrame& plot, const QTemporaryDir& folder)
    {
        const auto file = [&folder](PlotFormat format) {
            return folder.filePath(u"plot."_s + suffixOf(format));
        };
        for (const PlotFormat format :
             {PlotFormat::Svg, PlotFormat::Png, PlotFormat::Pdf, PlotFormat::Csv}) {
            QVERIFY2(isExported(plot, file(format), format), qPrintable(file(format)));
        }
        QSvgRenderer svg(file(PlotFormat::Svg));
        QVERIFY(svg.isValid());
        const auto svgText = readFile(file(PlotFormat::Svg), 1 << 24);
        QVERIFY(svgText->contains("<text"));
        const QImage png(file(PlotFormat::Png));
        QCOMPARE(png.size(), svg.viewBox().size() * 2);
        QCOMPARE(png.pixelColor(1, 1), QColor(Qt::white));
        const auto pdf = readFile(file(PlotFormat::Pdf), 1 << 24);
        QVERIFY(pdf->startsWith("%PDF-"));
        QVERIFY(pdf->trimmed().endsWith("%%EOF"));
        const auto csv = readFile(file(PlotFormat::Csv), 1 << 24);
        const auto table = parseCsv(*csv);
        QVERIFY(table.hasValue());
        QVERIFY(!table->rows.empty());
    }

    static int darkPixels(const QImage& image)
    {
        int count = 0;
        for (int y = 0; y < image.height(); y += 2)
            for (int x = 0; x < image.width(); x += 2)
                count += image.pixelColor(x, y).lightness() < 100 ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const ModelResults results = test::modelResults(m_folder.path());
        m_curves = plottedScores(results.test.items, results.manifest);
    }

    void cleanup() { applyTheme(*qApp, Theme::ReadingRoom); }

    void everyPlotIsExported()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        verifyExports(roc, m_folder);
        PrecisionRecallPlot precision;
        precision.setScores(u"PR"_s, m_curves);
        verifyExports(precision, m_folder);
        CalibrationPlot calibration;
        calibration.setScores(m_curves[0], 0.043);
        verifyExports(calibration, m_folder);
        ConfusionPlot confusion;
        confusion.setConfusion(u"Confusion"_s, {u"A"_s, u"B, or not"_s}, {{8, 2}, {1, 9}});
        verifyExports(confusion, m_folder);
        LearningCurvePlot curve;
        curve.setCurve(test::learningCurve(3, 4));
        verifyExports(curve.loss(), m_folder);
        verifyExports(curve.accuracy(), m_folder);
    }

    void exportsAreWhiteInTheDarkThemeToo()
    {
        applyTheme(*qApp, Theme::ReadingRoom);
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        QVERIFY(isExported(roc, path("dark.png"), PlotFormat::Png));
        applyTheme(*qApp, Theme::Daylight);
        QVERIFY(isExported(roc, path("light.png"), PlotFormat::Png));
        QCOMPARE(QImage(path("dark.png")), QImage(path("light.png")));
        // Something is on it.
        QVERIFY(darkPixels(QImage(path("dark.png"))) > 200);
    }

    void anExportThatFailsLeavesTheOldFileAndSaysWhy()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        const QSignalSpy failed(&roc, &PlotFrame::exportFailed);
        roc.exportTo(path("no/such/folder/roc.svg"), PlotFormat::Svg);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.front().front().toString().contains(u"roc.svg"_s));
        QVERIFY(roc.findChild<MessageBar*>()->text().contains(u"roc.svg"_s));
    }

    void rocCsvHoldsThePointsOfTheCurve()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, {m_curves[0]});
        QVERIFY(isExported(roc, path("roc.csv"), PlotFormat::Csv));
        const auto table = parseCsv(*readFile(path("roc.csv"), 1 << 24));
        const RocCurve curve(m_curves[0].scores, m_curves[0].positive);
        const auto& points = curve.points();
        QCOMPARE(table->rows.size(), points.size());
        for (size_t i = 1; i < points.size(); ++i) {
            QCOMPARE(table->rows[i][1].toDouble(), points[i].threshold);
            QVERIFY(std::abs(table->rows[i][2].toDouble() - points[i].falsePositiveRate) < 1e-8);
            QVERIFY(std::abs(table->rows[i][3].toDouble() - points[i].truePositiveRate) < 1e-8);
        }
    }

    void legendNamesAreaAndInterval()
    {
        const PlotData plot = rocPlotData(u"ROC"_s, m_curves);
        QCOMPARE(plot.series.size(), m_curves.size() + 1);
        const Interval auc = delongInterval(m_curves[0].scores, m_curves[0].positive);
        QCOMPARE(plot.series[0].name,
                 u"COVID-19: AUC %1 (%2 to %3)"_s.arg(figureText(auc.value), figureText(auc.low),
                                                      figureText(auc.high)));
        QCOMPARE(plot.series.back().points.front(), QPointF(0, 0));
        QCOMPARE(plot.series.back().points.back(), QPointF(1, 1));
    }

    void linesDifferByMoreThanColour()
    {
        const PlotColours colours = printColours();
        QSet<QPair<QRgb, int>> looks;
        QSet<int> dashes;
        for (int style = 0; style < 12; ++style) {
            PlotSeries series;
            series.style = style;
            const QPen pen = penOf(series, colours);
            looks.insert({pen.color().rgb(), int(pen.style())});
            if (style < 3)
                dashes.insert(int(pen.style()));
        }
        QCOMPARE(looks.size(), 12);
        QCOMPARE(dashes.size(), 3);
    }

    void lineColoursStandOut()
    {
        for (const PlotColours& colours :
             {plotColoursOf(Theme::ReadingRoom), plotColoursOf(Theme::Daylight), printColours()}) {
            for (const QColor& line : colours.lines)
                QVERIFY2(contrastRatio(line, colours.background) >= 3, qPrintable(line.name()));
            QVERIFY(contrastRatio(colours.text, colours.background) >= 4.5);
            QVERIFY(contrastRatio(colours.mutedText, colours.background) >= 4.5);
        }
    }

    void aPlotFollowsTheTheme()
    {
        applyTheme(*qApp, Theme::ReadingRoom);
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        show(roc);
        const QImage dark = roc.chartView().grab().toImage();
        QVERIFY(dark.pixelColor(3, 3).lightness() < 80);
        applyTheme(*qApp, Theme::Daylight);
        const QImage light = roc.chartView().grab().toImage();
        QVERIFY(light.pixelColor(3, 3).lightness() > 200);
        QCOMPARE(roc.chartView().colours().background, coloursOf(Theme::Daylight).surface);
    }

    void wheelAndKeysZoomAndADoubleClickShowsAll()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        show(roc);
        PlotChartView& view = roc.chartView();
        QVERIFY(!view.isZoomed());
        const QPointF spot = view.toView({0.2, 0.8});
        QWheelEvent wheel(spot, view.viewport()->mapToGlobal(spot), {}, {0, 240}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &wheel);
        QVERIFY(view.isZoomed());
        // What lay under the pointer stays there.
        QVERIFY((view.toView({0.2, 0.8}) - spot).manhattanLength() < 1.5);
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, spot.toPoint());
        QVERIFY(!view.isZoomed());
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.isZoomed());
        const double left = axisOf(*view.chart(), Qt::Horizontal)->min();
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(axisOf(*view.chart(), Qt::Horizontal)->min() > left);
        QTest::keyClick(&view, Qt::Key_Minus);
        QTest::keyClick(&view, Qt::Key_Minus);
        QVERIFY(!view.isZoomed());
    }

    void aRubberBandEnlargesWhatItHolds()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, m_curves);
        show(roc);
        PlotChartView& view = roc.chartView();
        const QPoint from = view.toView({0.1, 0.9}).toPoint();
        const QPoint to = view.toView({0.5, 0.4}).toPoint();
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(view.viewport(), (from + to) / 2);
        QTest::mouseMove(view.viewport(), to);
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
        QVERIFY(view.isZoomed());
        QVERIFY(std::abs(axisOf(*view.chart(), Qt::Horizontal)->min() - 0.1) < 0.01);
        QVERIFY(std::abs(axisOf(*view.chart(), Qt::Horizontal)->max() - 0.5) < 0.01);
        QVERIFY(std::abs(axisOf(*view.chart(), Qt::Vertical)->min() - 0.4) < 0.01);
    }

    void theCrosshairNamesTheNearestPoint()
    {
        CalibrationPlot plot;
        plot.setScores(m_curves[0], 0.043);
        show(plot);
        PlotChartView& view = plot.chartView();
        QVERIFY(view.crosshairText().isEmpty());
        const QPointF point = plot.plot().series[0].points[2];
        QTest::mouseMove(view.viewport(), view.toView(point).toPoint() + QPoint(4, 3));
        const QString text = view.crosshairText().join(u'|');
        QVERIFY2(text.contains(plot.plot().series[0].note(2)), qPrintable(text));
        QVERIFY2(text.contains(u"Probability by the model: "_s + axisNumber(point.x(), 1.04)),
                 qPrintable(text));
    }

    void theKeyboardReadsPointsToo()
    {
        LearningCurvePlot plot;
        plot.setCurve(test::learningCurve(2, 3));
        show(plot);
        PlotChartView& view = plot.loss().chartView();
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.crosshairText().contains(u"Head, epoch 1 of 2"_s));
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.crosshairText().contains(u"Fine-tuning, epoch 1 of 3"_s));
        QCOMPARE(view.crosshairText().front(), u"Training"_s);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.crosshairText().front(), u"Validation"_s);
        QVERIFY(view.accessibleDescription().contains(u"Validation"_s));
    }

    void theLearningCurveGrowsAndKeepsItsZoom()
    {
        LearningCurvePlot plot;
        show(plot, {900, 400});
        plot.setCurve(test::learningCurve(1, 0));
        QCOMPARE(plot.loss().plot().series.size(), size_t(2)); // no boundary without fine-tuning
        plot.setCurve(test::learningCurve(10, 5));
        QCOMPARE(plot.loss().plot().series.size(), size_t(3));
        QCOMPARE(plot.loss().plot().series[2].points[0].x(), 10.5);
        PlotChartView& view = plot.loss().chartView();
        view.zoomBy(2, view.chart()->plotArea().center());
        const double low = axisOf(*view.chart(), Qt::Horizontal)->min();
        plot.setCurve(test::learningCurve(10, 6));
        QVERIFY(view.isZoomed());
        QCOMPARE(axisOf(*view.chart(), Qt::Horizontal)->min(), low);
        plot.clear();
        QVERIFY(view.isHidden());
    }

    void theHandleIsDraggedAlongTheCurve()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, {m_curves[0]});
        roc.setOperatingPoint(0, 0.4);
        show(roc);
        PlotChartView& view = roc.chartView();
        QSignalSpy chosen(&roc, &RocPlot::thresholdChosen);
        const auto at = [&](double threshold) {
            const OperatingPoint p
                = operatingPoint(m_curves[0].scores, m_curves[0].positive, threshold);
            return QPointF(1 - p.specificity.value, p.sensitivity.value);
        };
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, view.toView(at(0.4)).toPoint());
        QTest::mouseMove(view.viewport(), view.toView(at(0.1)).toPoint());
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, view.toView(at(0.1)).toPoint());
        QVERIFY(!chosen.isEmpty());
        const double threshold = chosen.last().first().toDouble();
        QVERIFY2(threshold < 0.25, qPrintable(QString::number(threshold)));
        // It sits on the curve, where that threshold really leads.
        QCOMPARE(roc.plot().series.back().points.front(), at(threshold));
        QVERIFY(!view.isZoomed());
    }

    void arrowKeysStepFromScoreToScore()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, {m_curves[0]});
        show(roc);
        const RocCurve curve(m_curves[0].scores, m_curves[0].positive);
        const auto& points = curve.points();
        roc.setOperatingPoint(0, points[20].threshold);
        QSignalSpy chosen(&roc, &RocPlot::thresholdChosen);
        QTest::keyClick(&roc.chartView(), Qt::Key_Right);
        QCOMPARE(chosen.takeLast().first().toDouble(), points[21].threshold);
        QTest::keyClick(&roc.chartView(), Qt::Key_Left);
        QTest::keyClick(&roc.chartView(), Qt::Key_Left);
        QCOMPARE(chosen.takeLast().first().toDouble(), points[19].threshold);
        QTest::keyClick(&roc.chartView(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(chosen.takeLast().first().toDouble(), points[29].threshold);
        // Between two scores: the next one down is the next point.
        roc.setOperatingPoint(0, (points[30].threshold + points[31].threshold) / 2);
        QTest::keyClick(&roc.chartView(), Qt::Key_Right);
        QCOMPARE(chosen.takeLast().first().toDouble(), points[31].threshold);
    }

    void ticksAreRoundNumbers()
    {
        QCOMPARE(tickInterval(1.04, false), 0.2);
        QCOMPARE(tickInterval(41, true), 10.0);
        QCOMPARE(tickInterval(2, true), 1.0);
        QVERIFY(std::abs(tickInterval(0.003, false) - 0.0005) < 1e-12);
        QCOMPARE(tickInterval(0, false), 1.0);
        QCOMPARE(axisNumber(0.123456, 1), u"0.12"_s);
    }

    void noFigureIsADash()
    {
        QCOMPARE(figureText(std::nan("")), u"–"_s);
        QCOMPARE(intervalText({0.5, std::nan(""), std::nan("")}), u"0.500"_s);
        QCOMPARE(intervalText({0.931, 0.9024, 0.9599}), u"0.931 (0.902 to 0.960)"_s);
        QCOMPARE(csvNumber(std::nan("")), QString());
    }

    void aClassThatIsMissingGetsASentence()
    {
        RocPlot roc;
        roc.setScores(u"ROC"_s, {{u"x"_s, {0.1, 0.2}, {true, true}}});
        QVERIFY(roc.chartView().isHidden());
        const auto* button = roc.findChild<QToolButton*>(u"exportPlot"_s);
        QVERIFY(!button->isEnabled());
        roc.setScores(u"ROC"_s, m_curves);
        QVERIFY(button->isEnabled());
        QCOMPARE(button->menu()->actions().size(), 6); // four exports, a line, reset
    }
};

QTEST_MAIN(TestPlots)
#include "test_plots.moc"
