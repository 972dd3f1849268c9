// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas on screens of other device pixel ratios: that of the environment's CCAD_TEST_RATIO,
// or 1.
#include "tests/ui/canvas_fixture.h"

#include <QApplication>

using namespace ccad;

namespace {

/// A chessboard of single pixels, of odd size: any blur, and half a pixel of shift, turns it grey.
OpenedStudy chessboard()
{
    OpenedStudy study = test::openedRamp(101, 77);
    auto pixels = *study.radiograph.pixels;
    for (int y = 0; y < 77; ++y)
        for (int x = 0; x < 101; ++x)
            pixels[size_t(y * 101 + x)] = (x + y) % 2 ? 1000 : 0;
    study.radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(pixels);
    study.radiograph.initialVoi = VoiWindow{500, 1000, VoiFunction::LinearExact, {}};
    study.picture = PicturePyramid(study.radiograph, study.radiograph.initialVoi);
    return study;
}

double ratio()
{
    return qEnvironmentVariable("CCAD_TEST_RATIO", u"1"_s).toDouble();
}

int greyAt(const QImage& image, QPoint at)
{
    return qGray(image.pixel(at));
}

} // namespace

class TestCanvasRatio final : public QObject
{
    Q_OBJECT

    test::CanvasFixture m_hand;

    /// Each pixel of the chessboard on `side` x `side` device pixels.
    void compareWithChessboard(const QImage& shown, int side)
    {
        const QRectF rect = m_hand.canvas.view().imageRect();
        const QPointF corner = rect.topLeft() * ratio();
        QCOMPARE(corner, QPointF(corner.toPoint()));
        for (int y = 0; y < 77 * side; ++y)
            for (int x = 0; x < 101 * side; ++x) {
                const QPoint at = corner.toPoint() + QPoint(x, y);
                if (shown.rect().contains(at))
                    QCOMPARE(greyAt(shown, at), (x / side + y / side) % 2 ? 255 : 0);
            }
    }

private Q_SLOTS:
    void init() { m_hand.canvas.setStudy(chessboard()); }

    void theScreenHasTheRatio()
    {
        QCOMPARE(m_hand.canvas.devicePixelRatioF(), ratio());
        QCOMPARE(m_hand.canvas.viewImage().size(), (QSizeF(400, 400) * ratio()).toSize());
    }

    void actualSizeIsOneDevicePixelAPixel()
    {
        m_hand.canvas.showActualSize();
        compareWithChessboard(m_hand.canvas.viewImage(), 1);
        // What the widget really paints is the same.
        m_hand.canvas.clearFocus();
        QImage grabbed = m_hand.canvas.grab().toImage();
        grabbed.setDevicePixelRatio(1);
        compareWithChessboard(grabbed, 1);
    }

    void singlePixelsAreEvenSquares()
    {
        m_hand.canvas.setInterpolation(true);
        m_hand.canvas.showActualSize();
        for (int side = 2; side <= 4; side *= 2) {
            const double scale = side / ratio();
            while (m_hand.canvas.view().scale() < scale - 1e-9) {
                RelativeView wanted = m_hand.canvas.relativeView();
                wanted.zoom *= scale / m_hand.canvas.view().scale();
                m_hand.canvas.setRelativeView(wanted);
            }
            compareWithChessboard(m_hand.canvas.viewImage(), side);
        }
    }

    void itStaysSharpAfterPanningAndTurning()
    {
        m_hand.canvas.showActualSize();
        m_hand.drag({200, 200}, {233, 187}, Qt::MiddleButton);
        compareWithChessboard(m_hand.canvas.viewImage(), 1);
        m_hand.canvas.rotateRight();
        m_hand.canvas.rotateRight();
        compareWithChessboard(m_hand.canvas.viewImage(), 1);
    }
};

int main(int argc, char** argv)
{
    qputenv("QT_SCALE_FACTOR", QByteArray::number(ratio()));
    QApplication application(argc, argv);
    TestCanvasRatio test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_canvas_ratio.moc"

using namespace Qt::StringLiterals;
