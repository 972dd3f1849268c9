// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/preprocess/preprocessor.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

GrayImage16 uniform(int width, int height, std::uint16_t gray)
{
    return {width, height,
            std::vector<std::uint16_t>(static_cast<std::size_t>(width) * height, gray)};
}

/// Pixels of every value up to 4095, shown through a window that clips both ends.
Radiograph noisy(int columns, int rows)
{
    Radiograph radiograph;
    radiograph.columns = columns;
    radiograph.rows = rows;
    radiograph.bits = bitDepth<12>;
    Random random(static_cast<std::uint64_t>(columns * 10000 + rows));
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int i = 0; i < columns * rows; ++i)
        pixels->push_back(static_cast<std::uint16_t>(random.below(4096)));
    radiograph.pixels = pixels;
    radiograph.initialVoi = VoiWindow{2000, 3000, VoiFunction::Linear, {}};
    return radiograph;
}

/// Brighter to the right and, half as much, downwards.
Radiograph ramp(int columns, int rows)
{
    Radiograph radiograph = noisy(columns, rows);
    auto pixels = std::make_shared<std::vector<std::uint16_t>>();
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            pixels->push_back(static_cast<std::uint16_t>(500 + 2000 * (x + 0.5) / columns
                                                         + 1000 * (y + 0.5) / rows));
    radiograph.pixels = pixels;
    return radiograph;
}

/// How much of the pixel from `at` to `at + 1` lies between two borders.
double share(int at, double begin, double end)
{
    return std::max(0.0, std::min(at + 1.0, end) - std::max(double(at), begin));
}

/// The mean of what one pixel of the result covers, straight from its definition.
double meanOver(const GrayImage16& image, int x, int y, int width, int height)
{
    const double columns = static_cast<double>(image.width) / width;
    const double rows = static_cast<double>(image.height) / height;
    double sum = 0;
    for (int row = 0; row < image.height; ++row)
        for (int column = 0; column < image.width; ++column)
            sum += image.pixels[static_cast<std::size_t>(row * image.width + column)]
                * share(row, y * rows, (y + 1) * rows)
                * share(column, x * columns, (x + 1) * columns);
    return sum / (rows * columns);
}

} // namespace

class TestPreprocessor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mapsBlackAndWhiteToTheRange()
    {
        const Preprocessor preprocess(PreprocessSpec{});
        const NetworkInput black = preprocess(uniform(300, 200, 0));
        const NetworkInput white = preprocess(uniform(300, 200, 65535));
        QCOMPARE(black.values.size(), std::size_t{224 * 224});
        QVERIFY(
            std::all_of(black.values.begin(), black.values.end(), [](float v) { return v == -1; }));
        QVERIFY(
            std::all_of(white.values.begin(), white.values.end(), [](float v) { return v == 1; }));
    }

    void averagesAreasWhenShrinking()
    {
        PreprocessSpec spec;
        spec.inputSize = 32;
        spec.rangeLow = 0;
        GrayImage16 image = uniform(64, 64, 0);
        for (std::size_t i = 0; i < image.pixels.size(); i += 2)
            image.pixels[i] = 65535; // every second column white: each 2x2 block is half white
        for (const float value : Preprocessor(spec)(image).values)
            QVERIFY(std::abs(value - 0.5F) < 1e-4F);
    }

    void areasMayCoverPixelsInPart()
    {
        PreprocessSpec spec;
        spec.inputSize = 32;
        const Radiograph radiograph = noisy(75, 33);
        const GrayImage16 image = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
        const FittedImage fitted = Preprocessor(spec).fit(image);
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 32; ++x) {
                const double expected = meanOver(image, x, y, 32, 32);
                const int found = fitted.image.pixels[static_cast<std::size_t>(y * 32 + x)];
                QVERIFY2(std::abs(found - expected) <= 0.51,
                         qPrintable(u"%1 %2"_s.arg(found).arg(expected)));
            }
    }

    void allWaysGiveTheSameInput_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        QTest::newRow("much larger") << 1030 << 511;
        QTest::newRow("exactly twice") << 448 << 448;
        QTest::newRow("the same size") << 224 << 224;
        QTest::newRow("one side smaller") << 600 << 100;
        QTest::newRow("smaller than the thumbnail") << 50 << 40;
        QTest::newRow("one pixel") << 1 << 1;
        QTest::newRow("one column") << 1 << 700;
    }

    void allWaysGiveTheSameInput()
    {
        QFETCH(int, columns);
        QFETCH(int, rows);
        const Radiograph radiograph = noisy(columns, rows);
        const GrayImage16 image = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
        for (const auto fit : {PreprocessSpec::Fit::Stretch, PreprocessSpec::Fit::Letterbox}) {
            PreprocessSpec spec;
            spec.fit = fit;
            const Preprocessor preprocess(spec);
            const InputWithThumbnail prepared = preprocess.prepare({radiograph, columns, rows}, 96);
            QVERIFY(prepared.input.values == preprocess(radiograph).values);
            QVERIFY(prepared.input.values == preprocess(image).values);
            QVERIFY(prepared.input.values
                    == inputValues(preprocess.spec(), preprocess.fit(image).image.pixels));
            QCOMPARE(std::max(prepared.thumbnail.width, prepared.thumbnail.height), 96);
            QCOMPARE(
                prepared.thumbnail.pixels.size(),
                static_cast<std::size_t>(prepared.thumbnail.width * prepared.thumbnail.height));
        }
    }

    void thumbnailsShowTheSamePicture()
    {
        const Radiograph radiograph = ramp(500, 250);
        const GrayImage16 image = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
        const GrayImage8 thumbnail
            = Preprocessor(PreprocessSpec{}).prepare({radiograph, 500, 250}, 50).thumbnail;
        QCOMPARE(thumbnail.width, 50);
        QCOMPARE(thumbnail.height, 25);
        for (int y = 0; y < 25; ++y)
            for (int x = 0; x < 50; ++x) {
                const double expected = meanOver(image, x, y, 50, 25) / 257;
                QVERIFY(std::abs(thumbnail.pixels[static_cast<std::size_t>(y * 50 + x)] - expected)
                        <= 1.01);
            }
    }

    void reducedPicturesAreFittedAsWholeOnes()
    {
        // Halved with odd sides: 501 x 333 became 251 x 167.
        PreprocessSpec spec;
        spec.inputSize = 64;
        spec.fit = PreprocessSpec::Fit::Letterbox;
        const NetworkInput whole = Preprocessor(spec)(ramp(501, 333));
        const NetworkInput reduced
            = Preprocessor(spec)(ReducedRadiograph{ramp(251, 167), 501, 333, 2});
        QCOMPARE(reduced.imageLeft, whole.imageLeft);
        QCOMPARE(reduced.imageTop, whole.imageTop);
        QCOMPARE(reduced.imageWidth, whole.imageWidth);
        QCOMPARE(reduced.imageHeight, whole.imageHeight);
        for (std::size_t i = 0; i < whole.values.size(); ++i)
            QVERIFY(std::abs(whole.values[i] - reduced.values[i]) < 0.02F);
    }

    /// Each reduced pixel repeats one of the whole picture: sited there, it means the same place.
    void sitesOfReducedPixelsCount()
    {
        PreprocessSpec spec;
        spec.inputSize = 32;
        const Radiograph whole = ramp(1000, 800);
        Radiograph reduced = whole;
        reduced.columns = 250;
        reduced.rows = 200;
        auto pixels = std::make_shared<std::vector<std::uint16_t>>();
        for (int y = 0; y < 200; ++y)
            for (int x = 0; x < 250; ++x)
                pixels->push_back((*whole.pixels)[static_cast<std::size_t>(4 * y * 1000 + 4 * x)]);
        reduced.pixels = pixels;
        const auto largest = [&](bool firstSited) {
            const auto a = Preprocessor(spec)(whole).values;
            const auto b
                = Preprocessor(spec)(ReducedRadiograph{reduced, 1000, 800, 4, firstSited}).values;
            float differs = 0;
            for (std::size_t i = 0; i < a.size(); ++i)
                differs = std::max(differs, std::abs(a[i] - b[i]));
            return differs;
        };
        QVERIFY2(largest(true) < 0.001F, qPrintable(QString::number(largest(true))));
        QVERIFY(largest(false) > 0.003F);
    }

    void letterboxKeepsProportionsAndSaysWhere()
    {
        PreprocessSpec spec;
        spec.inputSize = 100;
        spec.fit = PreprocessSpec::Fit::Letterbox;
        spec.rangeLow = 0;
        const NetworkInput input = Preprocessor(spec)(uniform(400, 200, 65535));
        QCOMPARE(input.imageLeft, 0.0);
        QCOMPARE(input.imageTop, 25.0);
        QCOMPARE(input.imageWidth, 100.0);
        QCOMPARE(input.imageHeight, 50.0);
        QCOMPARE(input.values[24 * 100 + 50], 0.0F);
        QCOMPARE(input.values[25 * 100 + 50], 1.0F);
        QCOMPARE(input.values[74 * 100 + 50], 1.0F);
        QCOMPARE(input.values[75 * 100 + 50], 0.0F);
    }

    void seesWhatTheScreenShows()
    {
        Radiograph radiograph;
        radiograph.columns = 64;
        radiograph.rows = 64;
        auto pixels = std::make_shared<std::vector<std::uint16_t>>();
        for (int i = 0; i < 64 * 64; ++i)
            pixels->push_back(static_cast<std::uint16_t>(i));
        radiograph.pixels = pixels;
        radiograph.inverted = true;
        radiograph.initialVoi = VoiWindow{2048, 3000, VoiFunction::Linear, {}};

        PreprocessSpec spec;
        spec.inputSize = 64;
        spec.rangeLow = 0;
        const NetworkInput input = Preprocessor(spec)(radiograph);
        const GrayImage8 screen = DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph);
        for (std::size_t i = 0; i < screen.pixels.size(); ++i)
            QVERIFY(std::abs(input.values[i] * 255 - screen.pixels[i]) <= 0.51F);
    }

    void noWindowOfTheFileReachesTheNetwork()
    {
        PreprocessSpec spec;
        spec.inputSize = 96;
        spec.greys = GreyRule::Stored1;
        const Preprocessor preprocess(spec);
        Radiograph radiograph = ramp(300, 200);
        const NetworkInput input = preprocess(radiograph);
        radiograph.initialVoi = VoiWindow{1400, 200, VoiFunction::Sigmoid, {}};
        QVERIFY(preprocess(radiograph).values == input.values);
        const ReducedRadiograph whole{radiograph, 300, 200};
        QVERIFY(preprocess.prepare(whole, 60).input.values == input.values);
        const auto fitted = preprocess.fitAt(whole, std::array{96});
        QVERIFY(inputValues(spec, fitted.front().image.pixels) == input.values);
        spec.greys = GreyRule::Displayed;
        QVERIFY(Preprocessor(spec)(radiograph).values != input.values);
    }

    void theThumbnailIsThatOfTheScreen()
    {
        PreprocessSpec spec;
        spec.inputSize = 96;
        Radiograph radiograph = ramp(384, 384);
        radiograph.initialVoi = VoiWindow{1400, 200, VoiFunction::Linear, {}};
        const ReducedRadiograph whole{radiograph, 384, 384};
        const GrayImage8 shown = Preprocessor(spec).prepare(whole, 96).thumbnail;
        spec.greys = GreyRule::Stored1;
        const GrayImage8 found = Preprocessor(spec).prepare(whole, 96).thumbnail;
        QCOMPARE(found.pixels, shown.pixels);
        QCOMPARE(int{found.pixels.front()}, 0);
        QCOMPARE(int{found.pixels.back()}, 255);
    }

    void centresEachInputByItsOwnMean()
    {
        PreprocessSpec spec;
        spec.inputSize = 32;
        spec.centreSample = true; // range -1..1
        GrayImage16 image = uniform(32, 32, 13107); // a fifth of white
        for (std::size_t i = 0; i < image.pixels.size(); i += 4)
            image.pixels[i] = 65535; // a quarter white: the mean is 0.4
        const NetworkInput input = Preprocessor(spec)(image);
        QVERIFY(std::abs(input.values[0] - (-1 + 0.6F * 2)) < 1e-5F);
        QVERIFY(std::abs(input.values[1] - (-1 - 0.2F * 2)) < 1e-5F);

        std::vector<float> greys{1, 0.2F, 0.2F, 0.2F};
        toRange(spec, greys);
        QVERIFY(std::abs(greys[0] - input.values[0]) < 1e-5F);
        QVERIFY(std::abs(greys[1] - input.values[1]) < 1e-5F);
    }

    void blackBesideALetterboxedPictureCounts()
    {
        PreprocessSpec spec;
        spec.inputSize = 64;
        spec.fit = PreprocessSpec::Fit::Letterbox;
        spec.rangeLow = 0;
        spec.centreSample = true;
        const NetworkInput input = Preprocessor(spec)(uniform(400, 200, 65535));
        QVERIFY(std::abs(input.values[0] + 0.5F) < 1e-6F);
        QVERIFY(std::abs(input.values[32 * 64] - 0.5F) < 1e-6F);
    }
};

QTEST_GUILESS_MAIN(TestPreprocessor)
#include "test_preprocessor.moc"
