// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/plane_drawing.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// A plane of rows of '#' and anything else.
OverlayPlane planeOf(const QStringList& lines, double left = 0, double top = 0)
{
    OverlayPlane plane;
    plane.columns = static_cast<int>(lines.front().size());
    plane.rows = static_cast<int>(lines.size());
    plane.left = left;
    plane.top = top;
    std::vector<std::uint8_t> bits(plane.stride() * static_cast<std::size_t>(plane.rows));
    for (int row = 0; row < plane.rows; ++row)
        for (int column = 0; column < plane.columns; ++column)
            if (lines[row][column] == u'#')
                bits[plane.stride() * static_cast<std::size_t>(row)
                     + static_cast<std::size_t>(column / 8)]
                    |= static_cast<std::uint8_t>(1 << column % 8);
    plane.bits = std::make_shared<const std::vector<std::uint8_t>>(std::move(bits));
    return plane;
}

/// '#' for lines, 'o' for edges.
QStringList drawn(const std::vector<OverlayPlane>& planes, const DrawingPlace& place)
{
    const std::vector<PlaneInk> inks = drawPlanes(planes, place);
    QStringList lines;
    for (int row = 0; row < place.height; ++row) {
        QString line;
        for (int column = 0; column < place.width; ++column) {
            const PlaneInk ink = inks[static_cast<std::size_t>(row * place.width + column)];
            line += ink == PlaneInk::Line ? u'#' : ink == PlaneInk::Edge ? u'o' : u'.';
        }
        lines << line;
    }
    return lines;
}

DrawingPlace sized(int width, int height)
{
    DrawingPlace place;
    place.width = width;
    place.height = height;
    return place;
}

} // namespace

class TestPlaneDrawing : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void surroundsLines();
    void turnsAndMirrors();
    void losesNoLineWhenItIsSmall();
    void scalesAndMoves();
    void staysWithinTheDrawing();
    void coversTheOverlayOfAMap();
};

void TestPlaneDrawing::surroundsLines()
{
    QCOMPARE(drawn({planeOf({"##"}, 2, 1)}, sized(6, 4)),
             (QStringList{".oooo.", ".o##o.", ".oooo.", "......"}));
    // An edge hides no other line.
    QCOMPARE(drawn({planeOf({"#.#"}, 0, 0)}, sized(4, 2)), (QStringList{"#o#o", "oooo"}));
}

void TestPlaneDrawing::turnsAndMirrors()
{
    const OverlayPlane plane = planeOf({"#..", "#..", "##."});
    DrawingPlace mirrored = sized(3, 3);
    mirrored.xu = -1;
    mirrored.x0 = 3;
    QCOMPARE(drawn({plane}, mirrored), (QStringList{".o#", "oo#", "o##"}));
    DrawingPlace turned = sized(3, 3); // a quarter clockwise
    turned.xu = 0;
    turned.xv = -1;
    turned.x0 = 3;
    turned.yu = 1;
    turned.yv = 0;
    QCOMPARE(drawn({plane}, turned), (QStringList{"###", "#oo", "oo."}));
}

void TestPlaneDrawing::losesNoLineWhenItIsSmall()
{
    QStringList lines;
    for (int row = 0; row < 100; ++row)
        lines << (row == 33 ? QString(100, u'#') : QString(100, u'.'));
    for (const double scale : {0.5, 0.1, 0.03}) {
        DrawingPlace place = sized(100, 100);
        place.xu = place.yv = scale;
        const auto inks = drawPlanes({planeOf(lines)}, place);
        const auto count = std::count(inks.begin(), inks.end(), PlaneInk::Line);
        QCOMPARE(count, std::lround(100 * scale));
    }
}

void TestPlaneDrawing::scalesAndMoves()
{
    DrawingPlace place = sized(9, 7);
    place.xu = place.yv = 3;
    place.x0 = 3;
    place.y0 = 2;
    QCOMPARE(drawn({planeOf({"#"})}, place),
             (QStringList{".........", "..ooooo..", "..o###o..", "..o###o..", "..o###o..",
                          "..ooooo..", "........."}));
    // A pixel of the plane may take more than one of the picture.
    OverlayPlane wide = planeOf({"##"}, 1, 1);
    wide.columnScale = 2;
    wide.rowScale = 1;
    QCOMPARE(drawn({wide}, sized(7, 3)), (QStringList{"oooooo.", "o####o.", "oooooo."}));
    DrawingPlace sharp = sized(6, 5);
    sharp.line = 2; // of a screen with two device pixels per pixel
    QCOMPARE(drawn({planeOf({"#"}, 2, 2)}, sharp),
             (QStringList{"oooooo", "oooooo", "oo##oo", "oo##oo", "oooooo"}));
}

void TestPlaneDrawing::staysWithinTheDrawing()
{
    for (const double far : {-1e9, -3.0, 4.0, 1e9}) {
        DrawingPlace place = sized(4, 3);
        place.x0 = place.y0 = far;
        place.xu = place.yv = 1e6;
        QCOMPARE(drawPlanes({planeOf({"#"})}, place).size(), std::size_t{12});
    }
    QVERIFY(drawPlanes({planeOf({"#"})}, sized(0, 0)).empty());
    OverlayPlane none;
    none.columns = none.rows = 4;
    QCOMPARE(drawn({none}, sized(2, 1)), QStringList{".."});
}

void TestPlaneDrawing::coversTheOverlayOfAMap()
{
    OverlayImage overlay{4, 3, std::vector<std::uint8_t>(48, 60)};
    addPlanes(overlay, {planeOf({"#"}, 1, 1)});
    const auto at = [&](int x, int y) {
        const auto* pixel = overlay.rgba.data() + 4 * (4 * y + x);
        return std::vector<int>(pixel, pixel + 4);
    };
    QCOMPARE(at(1, 1), (std::vector<int>{255, 255, 255, 255}));
    QCOMPARE(at(0, 0), (std::vector<int>{0, 0, 0, planeEdgeAlpha}));
    QCOMPARE(at(3, 0), (std::vector<int>{60, 60, 60, 60}));
}

QTEST_GUILESS_MAIN(TestPlaneDrawing)
#include "test_plane_drawing.moc"
