// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring tools, mouse actions and linked views on the canvas.
#include "tests/ui/canvas_fixture.h"
#include "ui/settings/settings.h"
#include "ui/viewer/mouse_actions.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

Measurement length(QPointF from, QPointF to)
{
    return {Measurement::Kind::Length, {from, to}};
}

} // namespace

class TestCanvasTools final : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::CanvasFixture> m_hand;
    std::unique_ptr<MeasurementList> m_list;

    [[nodiscard]] ImageCanvas& canvas() { return m_hand->canvas; }

    static void follow(ImageCanvas& leader, ImageCanvas& follower)
    {
        connect(&leader, &ImageCanvas::relativeViewEdited, &follower,
                &ImageCanvas::setRelativeView);
    }

private Q_SLOTS:
    void init()
    {
        m_list = std::make_unique<MeasurementList>();
        m_hand = std::make_unique<test::CanvasFixture>();
        canvas().setMeasurements(m_list.get());
    }
    void cleanup() { m_hand.reset(); }

    void aDragMeasuresInPicturePixels()
    {
        const Voi before = canvas().voi();
        canvas().setTool(Tool::Length);
        m_hand->drag({20, 120}, {100, 180});
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {50, 40})}));
        QCOMPARE(canvas().voi(), before);
        QCOMPARE(canvas().selectedMeasurement(), 0);
    }

    // What was measured stays on the anatomy, and its handles can be caught there.
    void measurementsFollowRotationAndFlips()
    {
        canvas().setTool(Tool::Length);
        m_hand->drag({20, 120}, {100, 180});
        canvas().rotateRight();
        canvas().flipHorizontally();
        canvas().zoomIn();
        const QPoint handle = canvas().view().imageToView().map(QPointF(50, 40)).toPoint();
        const QPointF wanted = canvas().view().toImage(handle + QPoint(0, 30));
        m_hand->drag(handle, handle + QPoint(0, 30));
        QCOMPARE(m_list->all().size(), size_t(1));
        QCOMPARE(m_list->all()[0].points[0], QPointF(10, 10));
        QVERIFY(QLineF(m_list->all()[0].points[1], wanted).length() < 1e-6);
    }

    void linesAreOnTopOfThePicture()
    {
        m_list->add(length({10, 75}, {190, 75}));
        const QColor line = m_hand->at(140, 250);
        QVERIFY2(line.red() > 150 && line.red() > line.blue() + 50, qPrintable(line.name()));
        const QColor beside = m_hand->at(140, 260);
        QCOMPARE(beside.red(), beside.blue());
        m_list->undoStack().undo();
        QCOMPARE(m_hand->at(140, 250).red(), m_hand->at(140, 250).blue());
    }

    void theKeyboardMeasuresToo()
    {
        canvas().setFocus();
        canvas().setTool(Tool::Angle);
        QTest::keyClick(&canvas(), Qt::Key_Return); // in the middle of the view
        QTest::keyClick(&canvas(), Qt::Key_Left);
        QTest::keyClick(&canvas(), Qt::Key_Left);
        QTest::keyClick(&canvas(), Qt::Key_Enter);
        QTest::keyClick(&canvas(), Qt::Key_Down);
        QTest::keyClick(&canvas(), Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(&canvas(), Qt::Key_Enter);
        const Measurement expected{Measurement::Kind::Angle, {{100, 50}, {90, 50}, {90, 54}}};
        QCOMPARE(m_list->all(), (std::vector{expected}));
        QVERIFY(canvas().removeSelectedMeasurement());
        QVERIFY(m_list->all().empty());
    }

    void theCrosshairStaysOnThePicture()
    {
        std::optional<PixelReadout> readout;
        connect(&canvas(), &ImageCanvas::pointerMoved, this,
                [&readout](const std::optional<PixelReadout>& at) { readout = at; });
        canvas().setTool(Tool::Length);
        QTest::keyClick(&canvas(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(readout);
        QCOMPARE(readout->x, 101);
        for (int i = 0; i < 50; ++i)
            QTest::keyClick(&canvas(), Qt::Key_Up);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QTest::keyClick(&canvas(), Qt::Key_Left);
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QCOMPARE(m_list->all(), (std::vector{length({101, 0}, {96, 0})}));
    }

    void escEndsTheMeasurementThenTheTool()
    {
        QSignalSpy tools(&canvas(), &ImageCanvas::toolChanged);
        canvas().setTool(Tool::Length);
        m_hand->click({50, 150});
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(canvas().tool(), Tool::Length);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(canvas().tool(), Tool::Navigate);
        QCOMPARE(tools.count(), 2);
        QVERIFY(!canvas().cancelTool());
    }

    void aDoubleClickSetsTwoPointsInsteadOfFitting()
    {
        canvas().zoomIn();
        canvas().setTool(Tool::Angle);
        m_hand->click({100, 150});
        m_hand->mouse(QEvent::MouseButtonDblClick, {150, 180}, Qt::LeftButton);
        m_hand->mouse(QEvent::MouseButtonRelease, {150, 180}, Qt::LeftButton);
        m_hand->click({200, 150});
        QCOMPARE(m_list->all().size(), size_t(1));
        QVERIFY(!canvas().view().isFitted());
    }

    void withoutAToolOnlyMeasurementsAreTaken()
    {
        m_list->add(length({10, 10}, {50, 10}));
        const Voi before = canvas().voi();
        m_hand->drag({60, 121}, {80, 141}); // the line
        QCOMPARE(m_list->all(), (std::vector{length({20, 20}, {60, 20})}));
        QCOMPARE(canvas().voi(), before);
        m_hand->drag({300, 250}, {350, 250});
        QVERIFY(canvas().voi() != before);
    }

    void mouseActionsComeFromTheSettings()
    {
        QTemporaryDir folder;
        Settings settings(folder.filePath(u"a.ini"_s));
        QCOMPARE(mouseActionsOf(settings), MouseActions{});
        settings.setValue(Setting::LeftDrag, u"zoom"_s);
        settings.setValue(Setting::MiddleDrag, u"window"_s);
        settings.setValue(Setting::RightDrag, u"pan"_s);
        settings.setValue(Setting::Wheel, u"studies"_s);
        const MouseActions actions = mouseActionsOf(settings);
        QCOMPARE(actions.left, DragAction::Zoom);
        QCOMPARE(actions.middle, DragAction::Window);
        QCOMPARE(actions.right, DragAction::Pan);
        QCOMPARE(actions.wheel, WheelAction::Studies);
        settings.setValue(Setting::LeftDrag, u"dance"_s);
        QCOMPARE(mouseActionsOf(settings).left, DragAction::Window);
    }

    void theMouseDoesWhatItIsTold()
    {
        canvas().setMouseActions(
            {DragAction::Zoom, DragAction::Window, DragAction::Pan, WheelAction::Studies});
        const double scale = canvas().view().scale();
        m_hand->drag({200, 200}, {200, 100}, Qt::LeftButton);
        QVERIFY(canvas().view().scale() > scale);
        const Voi before = canvas().voi();
        m_hand->drag({200, 200}, {250, 200}, Qt::MiddleButton);
        QVERIFY(canvas().voi() != before);
        const QPointF centre = canvas().view().imageRect().center();
        m_hand->drag({200, 200}, {220, 210}, Qt::RightButton);
        QVERIFY(QLineF(canvas().view().imageRect().center(), centre + QPointF(20, 10)).length()
                < 1e-6);
    }

    void theWheelStepsThroughStudies()
    {
        canvas().setMouseActions(
            {DragAction::Window, DragAction::Pan, DragAction::Zoom, WheelAction::Studies});
        QSignalSpy steps(&canvas(), &ImageCanvas::stepRequested);
        const double scale = canvas().view().scale();
        m_hand->wheel({200, 200}, -120);
        m_hand->wheel({200, 200}, 60);
        m_hand->wheel({200, 200}, 60);
        QCOMPARE(steps.count(), 2);
        QCOMPARE(steps[0][0].toInt(), 1);
        QCOMPARE(steps[1][0].toInt(), -1);
        QCOMPARE(canvas().view().scale(), scale);
        m_hand->wheel({200, 200}, 120, Qt::ControlModifier);
        QVERIFY(canvas().view().scale() > scale);
    }

    void linkedCanvasesFollowEachOtherOnce()
    {
        test::CanvasFixture other;
        other.canvas.setStudy(test::openedRamp(50, 70));
        follow(canvas(), other.canvas);
        follow(other.canvas, canvas());
        QSignalSpy here(&canvas(), &ImageCanvas::viewChanged);
        QSignalSpy there(&other.canvas, &ImageCanvas::viewChanged);
        m_hand->wheel({300, 180}, 360);
        QCOMPARE(here.count(), 1);
        QCOMPARE(there.count(), 1);
        const RelativeView mine = canvas().relativeView();
        const RelativeView its = other.canvas.relativeView();
        QVERIFY(std::abs(mine.zoom - its.zoom) < 1e-9);
        QVERIFY(QLineF(mine.centre, its.centre).length() < 1e-9);
        other.canvas.rotateRight();
        other.canvas.flipVertically();
        QCOMPARE(canvas().view().orientation(), other.canvas.view().orientation());
        QCOMPARE(here.count(), 3);
        QCOMPARE(there.count(), 3);
        other.canvas.fit();
        QVERIFY(canvas().view().isFitted());
        canvas().resize(300, 300); // a new size is nobody's wish
        QVERIFY(other.canvas.view().isFitted());
        QCOMPARE(there.count(), 4);
    }
};

QTEST_MAIN(TestCanvasTools)
#include "test_canvas_tools.moc"
