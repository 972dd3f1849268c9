// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/ui_fixtures.h"
#include "ui/viewer/view_sampler.h"
#include "ui/viewer/view_transform.h"

#include <QtTest>

#include <set>

using namespace ccad;

namespace {

Radiograph radiographOf(int columns, std::vector<std::uint16_t> pixels)
{
    Radiograph radiograph = test::ramp(columns, int(pixels.size()) / columns);
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(std::move(pixels));
    return radiograph;
}

PicturePyramid pictureOf(int columns, std::vector<std::uint16_t> pixels)
{
    const Radiograph radiograph = radiographOf(columns, std::move(pixels));
    return {radiograph, radiograph.initialVoi};
}

/// Every pixel another value.
PicturePyramid numbered(int columns, int rows)
{
    std::vector<std::uint16_t> pixels;
    for (int i = 0; i < columns * rows; ++i)
        pixels.push_back(std::uint16_t(i * 7 % 65521));
    return pictureOf(columns, pixels);
}

/// The values as colours, since QImage turns 16-bit greys into something else.
QImage asImage(const std::vector<std::uint16_t>& values, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            image.setPixel(x, y, 0xff000000U | values[size_t(y * size.width() + x)]);
    return image;
}

QImage turned(const QImage& image, const QTransform& orientation)
{
    return image.transformed(orientation).convertToFormat(QImage::Format_RGB32);
}

/// All eight ways in which a picture can lie, as matrices of -1, 0 and 1.
std::vector<QTransform> eightOrientations()
{
    std::vector<QTransform> all;
    for (const QTransform& flip : {QTransform(), QTransform(-1, 0, 0, 1, 0, 0)})
        for (int quarter = 0; quarter < 4; ++quarter) {
            QTransform matrix = flip;
            for (int i = 0; i < quarter; ++i)
                matrix *= QTransform(0, 1, -1, 0, 0, 0);
            all.push_back(matrix);
        }
    return all;
}

/// Turned, scaled, and moved so that its upper left corner lies at `corner`.
QTransform placed(const QTransform& orientation, QSize size, double scale, QPointF corner)
{
    const QTransform matrix = orientation * QTransform::fromScale(scale, scale);
    const QPointF at = matrix.mapRect(QRectF(QPointF(), QSizeF(size))).topLeft();
    return matrix * QTransform::fromTranslate(corner.x() - at.x(), corner.y() - at.y());
}

using Values = std::vector<std::uint16_t>;

} // namespace

class TestViewSampler final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneToOneIsThePicture()
    {
        const PicturePyramid picture = numbered(37, 23);
        const SampledView view = sampleView(picture, QTransform::fromTranslate(5, 9), {100, 100},
                                            Interpolation::Smooth);
        QCOMPARE(view.rect, QRect(5, 9, 37, 23));
        QCOMPARE(view.values, *picture.radiograph().pixels);
    }

    void onlyWhatIsInSightIsMade()
    {
        const PicturePyramid picture = numbered(40, 30);
        const SampledView view = sampleView(picture, QTransform::fromTranslate(-10, -7), {20, 16},
                                            Interpolation::Smooth);
        QCOMPARE(view.rect, QRect(0, 0, 20, 16));
        QCOMPARE(view.values.front(), picture.radiograph().pixels->at(7 * 40 + 10));
        QCOMPARE(view.values.back(), picture.radiograph().pixels->at(22 * 40 + 29));
        QVERIFY(
            sampleView(picture, QTransform::fromTranslate(500, 0), {20, 16}, Interpolation::Smooth)
                .rect.isEmpty());
    }

    // QImage turns and mirrors by another way.
    void allOrientationsAreThoseOfQImage()
    {
        const PicturePyramid picture = numbered(67, 41);
        const QImage image = asImage(*picture.radiograph().pixels, picture.size());
        for (const QTransform& orientation : eightOrientations()) {
            const SampledView view
                = sampleView(picture, placed(orientation, picture.size(), 1, {3, 4}), {200, 200},
                             Interpolation::Smooth);
            QCOMPARE(view.rect.topLeft(), QPoint(3, 4));
            QCOMPARE(asImage(view.values, view.rect.size()), turned(image, orientation));
        }
    }

    void orientationsAgreeWhenScaledToo()
    {
        const PicturePyramid picture = numbered(90, 60);
        for (const double scale : {0.3, 0.7, 2.5}) {
            const auto shown = [&](const QTransform& orientation) {
                const SampledView view
                    = sampleView(picture, placed(orientation, picture.size(), scale, {0, 0}),
                                 {400, 400}, Interpolation::Smooth);
                return asImage(view.values, view.rect.size());
            };
            const QImage upright = shown({});
            for (const QTransform& orientation : eightOrientations())
                QCOMPARE(shown(orientation), turned(upright, orientation));
        }
    }

    void enlargesLinearly()
    {
        const PicturePyramid picture = pictureOf(2, {0, 1000, 0, 1000});
        const SampledView view
            = sampleView(picture, QTransform::fromScale(4, 4), {8, 8}, Interpolation::Smooth);
        QCOMPARE(view.rect, QRect(0, 0, 8, 8));
        // Centres at -3/8, -1/8, 1/8 ... of a pixel from the middle of the first one.
        const Values row(view.values.begin(), view.values.begin() + 8);
        QCOMPARE(row, (Values{0, 0, 125, 375, 625, 875, 1000, 1000}));
    }

    void nearestRepeatsPixels()
    {
        const PicturePyramid picture = pictureOf(2, {10, 20, 30, 40});
        const SampledView view
            = sampleView(picture, QTransform::fromScale(3, 3), {6, 6}, Interpolation::Nearest);
        const Values upper{10, 10, 10, 20, 20, 20};
        const Values lower{30, 30, 30, 40, 40, 40};
        for (int y = 0; y < 6; ++y)
            QCOMPARE(Values(view.values.begin() + 6 * y, view.values.begin() + 6 * y + 6),
                     y < 3 ? upper : lower);
    }

    void eightDevicePixelsShowSquaresAnyway()
    {
        const PicturePyramid picture = pictureOf(2, {10, 20, 30, 40});
        for (const double scale : {8.0, 12.0}) {
            const SampledView view = sampleView(picture, QTransform::fromScale(scale, scale),
                                                {24, 24}, Interpolation::Smooth);
            const std::set<std::uint16_t> values(view.values.begin(), view.values.end());
            QCOMPARE(values, (std::set<std::uint16_t>{10, 20, 30, 40}));
        }
    }

    void halfSizeAveragesTwoByTwo()
    {
        Values pixels(128 * 128);
        for (int y = 0; y < 128; ++y)
            for (int x = 0; x < 128; ++x)
                pixels[size_t(y * 128 + x)] = std::uint16_t(1000 * (x % 2) + 400 * (y % 2));
        const SampledView view = sampleView(pictureOf(128, pixels), QTransform::fromScale(0.5, 0.5),
                                            {64, 64}, Interpolation::Nearest);
        QCOMPARE(view.rect, QRect(0, 0, 64, 64));
        for (const std::uint16_t value : view.values)
            QCOMPARE(value, std::uint16_t(700));
    }

    // Two thirds: each device pixel is one and a half pixels wide.
    void averagesOverTheAreaOfADevicePixel()
    {
        const PicturePyramid picture = pictureOf(6, {0, 300, 600, 0, 300, 600});
        const SampledView view
            = sampleView(picture, QTransform::fromScale(2.0 / 3, 1), {4, 1}, Interpolation::Smooth);
        QCOMPARE(view.values, (Values{100, 500, 100, 500}));
    }

    void paddingStaysOutOfAverages()
    {
        Radiograph radiograph = radiographOf(2, {65535, 100, 300, 65535});
        radiograph.paddingFirst = radiograph.paddingLast = 65535;
        // A level of the pyramid is made down to 64 pixels only, hence the larger picture.
        Values pixels(256 * 256, 65535);
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 128; ++x)
                pixels[size_t(y * 256 + x)] = (x + y) % 2 ? 500 : 65535;
        Radiograph large = radiographOf(256, pixels);
        large.paddingFirst = large.paddingLast = 65535;
        const PicturePyramid picture(large, large.initialVoi);
        const SampledView view = sampleView(picture, QTransform::fromScale(0.25, 0.25), {64, 64},
                                            Interpolation::Smooth);
        QCOMPARE(view.rect, QRect(0, 0, 64, 64));
        for (int x = 0; x < 64; ++x)
            QCOMPARE(view.values[size_t(x)], std::uint16_t(x < 32 ? 500 : 65535));
        // Enlarged: what is mostly padding is padding, and no edge glows in between.
        const PicturePyramid small(radiograph, radiograph.initialVoi);
        const SampledView enlarged
            = sampleView(small, QTransform::fromScale(4, 4), {8, 8}, Interpolation::Smooth);
        for (const std::uint16_t value : enlarged.values)
            QVERIFY(value == 65535 || (value >= 100 && value <= 300));
        QCOMPARE(enlarged.values.front(), std::uint16_t(65535));
        QCOMPARE(enlarged.values[7], std::uint16_t(100));
    }

    void anAverageNeverBecomesPadding()
    {
        Values pixels(128 * 128);
        for (size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = i % 2 ? 120 : 80;
        Radiograph radiograph = radiographOf(128, pixels);
        radiograph.paddingFirst = 95;
        radiograph.paddingLast = 110;
        const PicturePyramid picture(radiograph, radiograph.initialVoi);
        const SampledView view
            = sampleView(picture, QTransform::fromScale(0.5, 0.5), {64, 64}, Interpolation::Smooth);
        for (const std::uint16_t value : view.values)
            QCOMPARE(value, std::uint16_t(94));
    }

    void oddSizesKeepTheirPlace()
    {
        // The last column of level 1 stands for one column only.
        Values pixels(129 * 129);
        for (int y = 0; y < 129; ++y)
            for (int x = 0; x < 129; ++x)
                pixels[size_t(y * 129 + x)] = std::uint16_t(x * 100);
        const SampledView view = sampleView(pictureOf(129, pixels), QTransform::fromScale(0.5, 0.5),
                                            {100, 100}, Interpolation::Smooth);
        QCOMPARE(view.rect.size(), QSize(64, 64)); // the middle of the 65th lies on the edge
        QCOMPARE(view.values.front(), std::uint16_t(50));
        QCOMPARE(view.values[63], std::uint16_t(12650));
    }

    void tinyAndEmptyPicturesAreNoTrouble()
    {
        QVERIFY(sampleView({}, {}, {10, 10}, Interpolation::Smooth).rect.isEmpty());
        const PicturePyramid dot = pictureOf(1, {123});
        for (const double scale : {0.1, 0.6, 1.0, 5.0, 32.0}) {
            const SampledView view = sampleView(dot, QTransform::fromScale(scale, scale), {40, 40},
                                                Interpolation::Smooth);
            for (const std::uint16_t value : view.values)
                QCOMPARE(value, std::uint16_t(123));
        }
    }
};

QTEST_GUILESS_MAIN(TestViewSampler)
#include "test_view_sampler.moc"
