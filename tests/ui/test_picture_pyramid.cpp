// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/study/picture_pyramid.h"

#include <QtTest>

using namespace ccad;

class TestPicturePyramid final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholeImageShowsWhatTheLutSays()
    {
        const Radiograph radiograph = test::ramp(257, 131);
        const DisplayLut lut(radiograph, radiograph.initialVoi);
        const PicturePyramid picture(radiograph, radiograph.initialVoi);
        const QImage full = picture.image(radiograph.initialVoi, false);
        QCOMPARE(full.size(), QSize(257, 131));
        for (const int x : {0, 1, 100, 255, 256})
            QCOMPARE(qGray(full.pixel(x, 130)), int(lut.gray8(std::uint16_t(x * 10))));
        const QImage inverted = picture.image(radiograph.initialVoi, true);
        QCOMPARE(qGray(inverted.pixel(200, 7)), 255 - qGray(full.pixel(200, 7)));
        QVERIFY(PicturePyramid().image(radiograph.initialVoi, false).isNull());
    }

    // MONOCHROME1 is inverted by the file; the user's inversion undoes it. Padding stays black.
    void inversionIsAppliedOnceAndPaddingStaysBlack()
    {
        Radiograph radiograph = test::ramp(4, 1, 100);
        radiograph.inverted = true;
        radiograph.paddingFirst = radiograph.paddingLast = 0;
        const Voi voi = VoiWindow{200, 400, VoiFunction::LinearExact, {}};
        const PicturePyramid picture(radiograph, voi);
        QCOMPARE(qGray(picture.image(voi, false).pixel(1, 0)), 191);
        QCOMPARE(qGray(picture.image(voi, true).pixel(1, 0)), 64);
        QCOMPARE(qGray(picture.image(voi, false).pixel(0, 0)), 0);
        QCOMPARE(qGray(picture.image(voi, true).pixel(0, 0)), 0);
    }

    void theFirstLevelSharesThePixels()
    {
        const Radiograph radiograph = test::ramp(300, 200);
        const PicturePyramid picture(radiograph, radiograph.initialVoi);
        QCOMPARE(picture.levels().front().values.get(), radiograph.pixels.get());
    }

    void choosesTheSmallestLevelThatIsSharp()
    {
        const Radiograph radiograph = test::ramp(1000, 600);
        const PicturePyramid picture(radiograph, radiograph.initialVoi);
        const auto widthAt = [&](double scale) {
            return picture.levels().at(size_t(picture.levelFor(scale))).width;
        };
        QCOMPARE(widthAt(4), 1000);
        QCOMPARE(widthAt(0.51), 1000);
        QCOMPARE(widthAt(0.5), 500);
        QCOMPARE(widthAt(0.2), 250);
        QVERIFY(picture.levels().at(size_t(picture.levelFor(1e-9))).height <= 64);
    }

    // One-pixel stripes must become an even grey, not a moire.
    void averagesInsteadOfSkipping()
    {
        Radiograph stripes = test::ramp(512, 512);
        auto pixels = *stripes.pixels;
        for (size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = i % 2 ? 1000 : 0;
        stripes.pixels = std::make_shared<const std::vector<std::uint16_t>>(pixels);
        const PicturePyramid picture(stripes, stripes.initialVoi);
        for (size_t level = 1; level < picture.levels().size(); ++level)
            for (const std::uint16_t value : *picture.levels()[level].values)
                QCOMPARE(value, std::uint16_t(500));
    }

    void oddEdgesAverageWhatIsThere()
    {
        Radiograph radiograph = test::ramp(129, 129);
        auto pixels = *radiograph.pixels;
        pixels.back() = 4321;
        radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(pixels);
        const PicturePyramid picture(radiograph, radiograph.initialVoi);
        const PyramidLevel& half = picture.levels().at(1);
        QCOMPARE(QSize(half.width, half.height), QSize(65, 65));
        QCOMPARE(half.values->at(0), std::uint16_t(5));
        QCOMPARE(half.values->at(64), std::uint16_t(1280));
        QCOMPARE(half.values->back(), std::uint16_t(4321));
    }

    void thumbnailKeepsTheShape()
    {
        const Radiograph radiograph = test::ramp(1000, 500);
        QCOMPARE(PicturePyramid(radiograph, radiograph.initialVoi).thumbnail(96).size(),
                 QSize(96, 48));
        QVERIFY(PicturePyramid().thumbnail(96).isNull());
    }
};

QTEST_GUILESS_MAIN(TestPicturePyramid)
#include "test_picture_pyramid.moc"
