// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/viewer/overlay_image.h"
#include "ui/viewer/picture.h"

#include <QtTest>

using namespace ccad;

class TestPicture final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsWhatTheLutSays()
    {
        const Radiograph radiograph = test::ramp(257, 131);
        const DisplayLut lut(radiograph, radiograph.initialVoi);
        const QImage full = Picture(radiograph, radiograph.initialVoi).levelFor(1);
        QCOMPARE(full.size(), QSize(257, 131));
        for (const int x : {0, 1, 100, 255, 256})
            QCOMPARE(qGray(full.pixel(x, 130)), int(lut.gray8(std::uint16_t(x * 10))));
    }

    void choosesTheSmallestLevelThatIsSharp()
    {
        const Radiograph radiograph = test::ramp(1000, 600);
        const Picture picture(radiograph, radiograph.initialVoi);
        QCOMPARE(picture.levelFor(4).width(), 1000);
        QCOMPARE(picture.levelFor(0.51).width(), 1000);
        QCOMPARE(picture.levelFor(0.5).width(), 500);
        QCOMPARE(picture.levelFor(0.2).width(), 250);
        QVERIFY(picture.levelFor(1e-9).height() <= 64);
    }

    // One-pixel stripes must become an even grey, not a moire.
    void averagesInsteadOfSkipping()
    {
        Radiograph stripes = test::ramp(512, 512);
        auto pixels = *stripes.pixels;
        for (size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = i % 2 ? 1000 : 0;
        stripes.pixels = std::make_shared<const std::vector<std::uint16_t>>(pixels);
        const Voi voi = VoiWindow{500, 1000, VoiFunction::LinearExact, {}};
        const QImage quarter = Picture(stripes, voi).levelFor(0.25);
        for (const int x : {0, 1, 50, 127})
            QVERIFY(std::abs(qGray(quarter.pixel(x, 60)) - 128) <= 2);
    }

    void thumbnailKeepsTheShape()
    {
        const Radiograph radiograph = test::ramp(1000, 500);
        QCOMPARE(Picture(radiograph, radiograph.initialVoi).thumbnail(96).size(), QSize(96, 48));
        QVERIFY(Picture().thumbnail(96).isNull());
    }

    void overlayHasTheRadiographsShape()
    {
        const Finding finding = test::findingOf({0.7F, 0.2F, 0.1F}, 0);
        const QImage overlay = overlayImage(finding.map, QSize(2000, 1000), ColourMap::Inferno);
        QCOMPARE(overlay.width(), 2 * overlay.height());
        // The map's heaviest cell is at the top right, the lightest at the bottom right.
        const int right = overlay.width() - 1;
        QVERIFY(qAlpha(overlay.pixel(right, 0)) > 200);
        QVERIFY(qAlpha(overlay.pixel(right, overlay.height() - 1)) < 20);
    }

    void noMapNoOverlay()
    {
        QVERIFY(overlayImage(PlacedMap(), QSize(10, 10), ColourMap::Inferno).isNull());
    }
};

QTEST_GUILESS_MAIN(TestPicture)
#include "test_picture.moc"
