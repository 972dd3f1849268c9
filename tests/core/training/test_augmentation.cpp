// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ccad;

namespace {

/// Grey grows from left to right and stays below white.
TrainingImage ramp(int size)
{
    TrainingImage image{size, {}};
    for (int i = 0; i < size * size; ++i)
        image.pixels.push_back(static_cast<std::uint8_t>(20 + i % size));
    return image;
}

double mean(const std::vector<float>& pixels)
{
    double sum = 0;
    for (const float pixel : pixels)
        sum += pixel;
    return sum / static_cast<double>(pixels.size());
}

} // namespace

class TestAugmentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAskedChangesNothing()
    {
        Random random(1);
        const TrainingImage image = ramp(64);
        const auto same = augmented(image, Augmentation{}, 64, random);
        for (std::size_t i = 0; i < same.size(); ++i)
            QVERIFY(std::abs(same[i] - image.pixels[i] / 255.0F) < 1e-6F);
    }

    void resizingKeepsTheCentre()
    {
        Random random(1);
        const auto small = augmented(ramp(100), Augmentation{}, 50, random);
        QCOMPARE(small.size(), std::size_t{2500});
        QVERIFY(std::abs(mean(small) - (20 + 49.5) / 255) < 0.002);
    }

    void aFlipMirrorsTheColumns()
    {
        Augmentation flip;
        flip.flipHorizontally = true;
        const TrainingImage image = ramp(64);
        int flips = 0;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            Random random(seed);
            const auto pixels = augmented(image, flip, 64, random);
            const bool mirrored = pixels[0] > pixels[63];
            flips += mirrored ? 1 : 0;
            for (std::size_t i = 0; i < 64; ++i)
                QVERIFY(std::abs(pixels[mirrored ? 63 - i : i] - image.pixels[i] / 255.0F) < 1e-3F);
        }
        QVERIFY(flips > 8 && flips < 32);
    }

    void greysStayWithinTheirRange()
    {
        const TrainingImage image = ramp(80);
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            Random random(seed);
            const auto pixels = augmented(image, radiographAugmentation(), 64, random);
            const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
            QVERIFY(*low >= 0 && *high <= 1); // also false for NaN
        }
    }

    void theSeedDecides()
    {
        const auto draw = [](std::uint64_t seed) {
            Random random(seed);
            return augmented(ramp(80), radiographAugmentation(), 64, random);
        };
        QVERIFY(draw(4) == draw(4));
        QVERIFY(draw(4) != draw(5));
    }

    void neverUpsideDown()
    {
        // Grey grows downwards; whatever is drawn, the lower half stays the brighter one.
        TrainingImage image{64, {}};
        for (int i = 0; i < 64 * 64; ++i)
            image.pixels.push_back(static_cast<std::uint8_t>(60 + 2 * (i / 64)));
        Augmentation moves = radiographAugmentation();
        moves.borders = moves.corners = 0;
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            Random random(seed);
            const auto pixels = augmented(image, moves, 64, random);
            const std::vector<float> upper(pixels.begin() + 64 * 16, pixels.begin() + 64 * 32);
            const std::vector<float> lower(pixels.begin() + 64 * 32, pixels.begin() + 64 * 48);
            QVERIFY(mean(lower) > mean(upper));
        }
    }
};

QTEST_GUILESS_MAIN(TestAugmentation)
#include "test_augmentation.moc"
