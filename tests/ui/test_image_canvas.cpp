// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/viewer/image_canvas.h"

#include <QMouseEvent>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestImageCanvas final : public QObject
{
    Q_OBJECT

    std::unique_ptr<ImageCanvas> m_canvas;

    void mouse(QEvent::Type type, QPoint position, Qt::MouseButton button)
    {
        const bool moves = type == QEvent::MouseMove;
        const bool releases = type == QEvent::MouseButtonRelease;
        QMouseEvent event(type, position, m_canvas->mapToGlobal(position),
                          moves ? Qt::NoButton : button,
                          releases ? Qt::NoButton : Qt::MouseButtons(button), Qt::NoModifier);
        QCoreApplication::sendEvent(m_canvas.get(), &event);
    }

    void drag(QPoint from, QPoint to, Qt::MouseButton button)
    {
        mouse(QEvent::MouseButtonPress, from, button);
        mouse(QEvent::MouseMove, (from + to) / 2, button);
        mouse(QEvent::MouseMove, to, button);
        mouse(QEvent::MouseButtonRelease, to, button);
    }

    void wheel(QPoint position, int notches)
    {
        QWheelEvent event(position, m_canvas->mapToGlobal(position), {}, QPoint(0, 120 * notches),
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas.get(), &event);
    }

    [[nodiscard]] VoiWindow window() const { return std::get<VoiWindow>(m_canvas->voi()); }
    [[nodiscard]] QColor at(int x, int y) const
    {
        return m_canvas->grab().toImage().pixelColor(x, y);
    }

    static QImage filled(QColor colour)
    {
        QImage image(8, 8, QImage::Format_ARGB32_Premultiplied);
        image.fill(colour);
        return image;
    }

private Q_SLOTS:
    void init()
    {
        m_canvas = std::make_unique<ImageCanvas>();
        m_canvas->resize(400, 400);
        m_canvas->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_canvas.get(), test::patienceMs));
        m_canvas->setStudy(test::openedRamp(200, 100));
    }

    void paintsBlackAroundThePicture()
    {
        QCOMPARE(at(200, 20), QColor(Qt::black));
        QVERIFY(at(20, 200).red() < 40);
        QVERIFY(at(380, 200).red() > 215);
    }

    void leftDragChangesWindowAndLevel()
    {
        const VoiWindow before = window();
        QSignalSpy changed(m_canvas.get(), &ImageCanvas::voiChanged);
        drag({100, 100}, {200, 100}, Qt::LeftButton);
        QVERIFY(window().width > before.width * 1.2);
        QCOMPARE(window().center, before.center);
        drag({100, 100}, {100, 200}, Qt::LeftButton);
        QVERIFY(window().center > before.center);
        QVERIFY(changed.count() >= 2);
        QVERIFY(m_canvas->view().isFitted());
    }

    void theWindowNeverCloses()
    {
        for (int i = 0; i < 60; ++i)
            drag({390, 100}, {0, 100}, Qt::LeftButton);
        QVERIFY(window().width > 0);
    }

    void thePictureFollowsTheWindow()
    {
        const int before = at(100, 200).red();
        m_canvas->setVoi(VoiWindow{100, 200, VoiFunction::LinearExact, {}});
        QVERIFY(at(100, 200).red() > before + 100);
    }

    void manyWindowsEndWithTheLast()
    {
        for (int i = 0; i < 100; ++i)
            m_canvas->setVoi(VoiWindow{5000.0 - i, 100, VoiFunction::LinearExact, {}});
        m_canvas->setVoi(VoiWindow{-5000, 100, VoiFunction::LinearExact, {}});
        QCOMPARE(at(100, 200), QColor(Qt::white));
    }

    void middleDragPans()
    {
        const QPointF before = m_canvas->view().imageRect().center();
        drag({200, 200}, {230, 210}, Qt::MiddleButton);
        QCOMPARE(m_canvas->view().imageRect().center(), before + QPointF(30, 10));
        QCOMPARE(window(), std::get<VoiWindow>(m_canvas->radiograph().initialVoi));
    }

    void spaceAndLeftDragPans()
    {
        m_canvas->setFocus();
        const QPointF before = m_canvas->view().imageRect().center();
        QTest::keyPress(m_canvas.get(), Qt::Key_Space);
        drag({200, 200}, {180, 200}, Qt::LeftButton);
        QTest::keyRelease(m_canvas.get(), Qt::Key_Space);
        QCOMPARE(m_canvas->view().imageRect().center(), before - QPointF(20, 0));
        drag({200, 200}, {180, 200}, Qt::LeftButton);
        QCOMPARE(m_canvas->view().imageRect().center(), before - QPointF(20, 0));
    }

    void rightDragZoomsAndRightClickAsksForTheMenu()
    {
        QSignalSpy menu(m_canvas.get(), &ImageCanvas::contextMenuRequested);
        const double before = m_canvas->view().scale();
        drag({200, 200}, {200, 100}, Qt::RightButton);
        QVERIFY(m_canvas->view().scale() > before * 1.5);
        QCOMPARE(menu.count(), 0);
        mouse(QEvent::MouseButtonPress, {200, 200}, Qt::RightButton);
        mouse(QEvent::MouseButtonRelease, {200, 200}, Qt::RightButton);
        QCOMPARE(menu.count(), 1);
    }

    void wheelZoomsAboutThePointer()
    {
        const QPoint pointer(300, 180);
        const QPointF under = m_canvas->view().toImage(pointer);
        wheel(pointer, 3);
        QVERIFY(m_canvas->view().scale() > 2.9);
        QVERIFY(QLineF(m_canvas->view().toImage(pointer), under).length() < 1e-6);
        mouse(QEvent::MouseButtonDblClick, pointer, Qt::LeftButton);
        QVERIFY(m_canvas->view().isFitted());
    }

    void resetUndoesAll()
    {
        drag({100, 100}, {200, 150}, Qt::LeftButton);
        m_canvas->setInverted(true);
        m_canvas->rotateLeft();
        wheel({10, 10}, 5);
        m_canvas->reset();
        QVERIFY(m_canvas->view().isFitted());
        QVERIFY(!m_canvas->view().isTurned());
        QVERIFY(!m_canvas->isInverted());
        QCOMPARE(m_canvas->voi(), m_canvas->radiograph().initialVoi);
        QVERIFY(at(20, 200).red() < 40);
    }

    void invertTurnsBlackToWhiteAndStaysInThePicture()
    {
        m_canvas->setInverted(true);
        QVERIFY(at(20, 200).red() > 215);
        QCOMPARE(at(200, 390), QColor(Qt::black));
    }

    void actualSizeIsOneDevicePixel()
    {
        m_canvas->showActualSize();
        QCOMPARE(m_canvas->view().scale() * m_canvas->devicePixelRatioF(), 1.0);
    }

    void overlayLiesOnThePictureOnly()
    {
        m_canvas->setOverlay(filled(Qt::red));
        m_canvas->setOverlayOpacity(1);
        QCOMPARE(at(20, 200), QColor(Qt::red));
        QCOMPARE(at(20, 20), QColor(Qt::black));
        m_canvas->rotateRight();
        QCOMPARE(at(200, 20), QColor(Qt::red));
        QCOMPARE(at(20, 200), QColor(Qt::black));
        m_canvas->setOverlayVisible(false);
        QVERIFY(at(200, 20) != QColor(Qt::red));
    }

    void tabHeldHidesTheOverlayAndAShortTabMovesTheFocus()
    {
        QWidget window;
        auto* canvas = new ImageCanvas(&window);
        auto* other = new QWidget(&window);
        other->setFocusPolicy(Qt::StrongFocus);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window, test::patienceMs));
        canvas->setStudy(test::openedRamp(20, 20));
        canvas->setFocus();
        QTest::keyPress(canvas, Qt::Key_Tab);
        QVERIFY2(!canvas->hasFocus(), "without an overlay Tab only moves the focus");

        canvas->setOverlay(filled(Qt::red));
        canvas->setFocus();
        QTest::keyPress(canvas, Qt::Key_Tab);
        QVERIFY(!canvas->isOverlayShown());
        QVERIFY(canvas->hasFocus());
        QTest::keyRelease(canvas, Qt::Key_Tab);
        QVERIFY(canvas->isOverlayShown());
        QVERIFY(other->hasFocus());
    }

    void readsThePixelUnderThePointer()
    {
        std::optional<PixelReadout> readout;
        connect(m_canvas.get(), &ImageCanvas::pointerMoved, this,
                [&readout](const std::optional<PixelReadout>& at) { readout = at; });
        mouse(QEvent::MouseMove, {101, 200}, Qt::NoButton);
        QVERIFY(readout);
        QCOMPARE(readout->x, 50);
        QCOMPARE(readout->y, 50);
        QCOMPARE(readout->value, 500.0);
        mouse(QEvent::MouseMove, {101, 20}, Qt::NoButton);
        QVERIFY(!readout);
    }

    void theScaleBarMeasuresMillimetres()
    {
        OpenedStudy study = test::openedRamp(200, 100);
        study.radiograph.spacing = PixelSpacing{3.0, 1.0, SpacingSource::PixelSpacing};
        study.radiograph.initialVoi = VoiWindow{1e6, 10, VoiFunction::LinearExact, {}};
        study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
        m_canvas->setStudy(study); // black all over, so that only the bar is bright
        // Half a millimetre a view pixel: 50 mm are the longest round length in a quarter of 400.
        const auto whiteInRow = [this](int y) {
            const QImage shown = m_canvas->grab().toImage();
            int white = 0;
            for (int x = 0; x < shown.width(); ++x)
                white += qGray(shown.pixel(x, y)) > 200;
            return white;
        };
        QCOMPARE(whiteInRow(388), 100);
        m_canvas->rotateRight();
        // On its side the rows run across: 3 mm a pixel, 2 view pixels a pixel.
        QCOMPARE(m_canvas->view().scale(), 2.0);
        // 100 mm then take 66.7 view pixels, within a quarter of the view.
        const int across = whiteInRow(388);
        QVERIFY2(across >= 66 && across <= 68, qPrintable(QString::number(across)));
    }

    void aNewStudyStartsWithItsOwnWindow()
    {
        drag({100, 100}, {200, 150}, Qt::LeftButton);
        m_canvas->setInverted(true);
        const OpenedStudy next = test::openedRamp(64, 64);
        m_canvas->setStudy(next);
        QCOMPARE(m_canvas->voi(), next.radiograph.initialVoi);
        QVERIFY(!m_canvas->isInverted());
    }

    void anEmptyCanvasTakesEveryGesture()
    {
        m_canvas->clear(u"nothing"_s);
        drag({100, 100}, {200, 150}, Qt::LeftButton);
        drag({100, 100}, {200, 150}, Qt::RightButton);
        wheel({10, 10}, -3);
        m_canvas->rotateLeft();
        m_canvas->reset();
        m_canvas->setInverted(true);
        QVERIFY(!m_canvas->hasStudy());
        QVERIFY(!m_canvas->grab().isNull());
    }
};

QTEST_MAIN(TestImageCanvas)
#include "test_image_canvas.moc"
