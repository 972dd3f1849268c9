// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/image_change.h"

#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// Grey grows from left to right and stays below white.
std::vector<std::uint8_t> ramp(int size)
{
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < size * size; ++i)
        pixels.push_back(static_cast<std::uint8_t>(20 + i % size));
    return pixels;
}

double mean(const std::vector<float>& pixels)
{
    double sum = 0;
    for (const float pixel : pixels)
        sum += pixel;
    return sum / static_cast<double>(pixels.size());
}

std::vector<ImageChange> draws(const Augmentation& augmentation, int count = 20000)
{
    Random random(7);
    std::vector<ImageChange> changes;
    for (int i = 0; i < count; ++i)
        changes.push_back(drawChange(augmentation, 224, random));
    return changes;
}

struct Spread
{
    double low = 0;
    double high = 0;
    double mean = 0;
    double deviation = 0;
};

Spread spreadOf(const std::vector<ImageChange>& changes,
                const std::function<double(const ImageChange&)>& value)
{
    Spread spread{1e9, -1e9, 0, 0};
    double squares = 0;
    for (const ImageChange& change : changes) {
        const double v = value(change);
        spread.low = std::min(spread.low, v);
        spread.high = std::max(spread.high, v);
        spread.mean += v / static_cast<double>(changes.size());
        squares += v * v / static_cast<double>(changes.size());
    }
    spread.deviation = std::sqrt(squares - spread.mean * spread.mean);
    return spread;
}

/// All of [low, high] and as an even distribution: mean (low + high) / 2, deviation (high - low) /
/// sqrt(12), within four standard errors of 20000 draws.
bool isEven(const Spread& spread, double low, double high)
{
    const double width = high - low;
    return spread.low >= low && spread.low < low + 0.002 * width && spread.high <= high
        && spread.high > high - 0.002 * width
        && std::abs(spread.mean - (low + high) / 2) < 0.01 * width
        && std::abs(spread.deviation - width / std::sqrt(12)) < 0.005 * width;
}

double shareOf(const std::vector<ImageChange>& changes,
               const std::function<bool(const ImageChange&)>& holds)
{
    return static_cast<double>(std::count_if(changes.begin(), changes.end(), holds))
        / static_cast<double>(changes.size());
}

std::vector<float> robust(std::uint64_t seed)
{
    Random random(seed);
    return changed({80, ramp(80)}, drawChange(robustAugmentation(), 64, random), 64);
}

} // namespace

class TestAugmentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAskedChangesNothing()
    {
        Random random(1);
        const auto image = ramp(64);
        const auto same = changed({64, image}, drawChange(Augmentation{}, 64, random), 64);
        for (std::size_t i = 0; i < same.size(); ++i)
            QVERIFY(std::abs(same[i] - image[i] / 255.0F) < 1e-6F);
        QVERIFY(!Augmentation{}.isRandom());
    }

    void resizingKeepsTheCentre()
    {
        const auto small = changed({100, ramp(100)}, {}, 50);
        QCOMPARE(small.size(), std::size_t{2500});
        QVERIFY(std::abs(mean(small) - (20 + 49.5) / 255) < 0.002);
    }

    void thePaperDrawsItsTable()
    {
        const auto changes = draws(paperAugmentation());
        const auto spread = [&](auto value) { return spreadOf(changes, value); };
        QVERIFY(isEven(spread([](const auto& c) { return c.rotationDegrees; }), -90, 90));
        QVERIFY(isEven(spread([](const auto& c) { return c.zoomX; }), 0.5, 1));
        QVERIFY(isEven(spread([](const auto& c) { return c.zoomY; }), 0.5, 1));
        QVERIFY(isEven(spread([](const auto& c) { return c.shiftY; }), -112, 112));
        QVERIFY(isEven(spread([](const auto& c) { return c.brightness; }), 0.5, 1));
        // Each axis is zoomed on its own: their difference is a triangle, not a spike at 0.
        const Spread difference = spread([](const auto& c) { return c.zoomX - c.zoomY; });
        QVERIFY(std::abs(difference.deviation - 0.5 / std::sqrt(6)) < 0.005);
        std::set<double> shifts;
        for (const ImageChange& change : changes)
            shifts.insert(change.shiftX);
        QCOMPARE(shifts.size(), std::size_t{41}); // whole pixels
        QCOMPARE(*shifts.begin(), -20.0);
        QCOMPARE(*shifts.rbegin(), 20.0);
        const double mirrored = shareOf(changes, [](const auto& c) { return c.flipHorizontally; });
        const double upset = shareOf(changes, [](const auto& c) { return c.flipVertically; });
        QVERIFY(std::abs(mirrored - 0.5) < 0.015);
        QVERIFY(std::abs(upset - 0.5) < 0.015);
        QCOMPARE(shareOf(changes,
                         [](const auto& c) {
                             return c.fill == Augmentation::Fill::Nearest && c.patches.empty()
                                 && c.gamma == 1 && c.contrast == 1 && c.lift == 0
                                 && c.noiseDeviation == 0 && c.reducedTo == 1
                                 && c.equalisedShare == 0;
                         }),
                 1.0);
        QVERIFY(paperAugmentation().centreSamples && paperAugmentation().centreFeatures);
    }

    void theMildSetKeepsARadiograph()
    {
        const auto changes = draws(mildAugmentation());
        const auto spread = [&](auto value) { return spreadOf(changes, value); };
        QVERIFY(isEven(spread([](const auto& c) { return c.rotationDegrees; }), -10, 10));
        QVERIFY(isEven(spread([](const auto& c) { return c.zoomX; }), 0.85, 1.15));
        QVERIFY(isEven(spread([](const auto& c) { return c.shiftX; }), -0.08 * 224, 0.08 * 224));
        QVERIFY(isEven(spread([](const auto& c) { return std::log(c.gamma); }), -0.35, 0.35));
        QVERIFY(isEven(spread([](const auto& c) { return c.contrast; }), 0.75, 1.25));
        QVERIFY(isEven(spread([](const auto& c) { return c.lift; }), -0.1, 0.1));
        QCOMPARE(shareOf(changes, [](const auto& c) { return c.flipVertically; }), 0.0);
        QCOMPARE(shareOf(changes, [](const auto& c) { return !c.patches.empty(); }), 0.0);
    }

    void theRobustSetHidesShortcuts()
    {
        Augmentation withoutShortcuts = robustAugmentation();
        withoutShortcuts.resolution = withoutShortcuts.noise = withoutShortcuts.borders
            = withoutShortcuts.corners = withoutShortcuts.equalise = withoutShortcuts.sharpness
            = withoutShortcuts.compression = withoutShortcuts.text = 0;
        QVERIFY(withoutShortcuts == mildAugmentation());
        const auto changes = draws(robustAugmentation());
        const auto share = [&](auto holds) { return shareOf(changes, holds); };
        QVERIFY(std::abs(share([](const auto& c) { return c.reducedTo < 1; }) - 0.4) < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.noiseDeviation > 0; }) - 0.2) < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.equalisedShare > 0; }) - 0.2) < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.patches.size() >= 4; }) - 0.51)
                < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.patches.size() == 8; }) - 0.09)
                < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.sharpening != 0; }) - 0.4) < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return c.jpegQuality > 0; }) - 0.3) < 0.015);
        QVERIFY(std::abs(share([](const auto& c) { return !c.words.empty(); }) - 0.3) < 0.015);
        for (const ImageChange& change : changes)
            QVERIFY(change.reducedTo >= 0.25 && change.noiseDeviation <= 0.06);
    }

    void greysChangeAsTheyAreAsked()
    {
        const auto image = ramp(64);
        ImageChange change;
        change.gamma = 1.3;
        change.contrast = 0.8;
        change.lift = 0.1;
        change.patches = {{60, 60, 10, 10, 0.9F}}; // reaches out of the picture
        const auto grey = changed({64, image}, change, 64);
        double middle = 0;
        for (const std::uint8_t pixel : image)
            middle += std::pow(pixel / 255.0, 1.3) / static_cast<double>(image.size());
        for (std::size_t i = 0; i < grey.size(); ++i) {
            const bool painted = i % 64 >= 60 && i / 64 >= 60;
            const double bent = std::pow(image[i] / 255.0, 1.3);
            const double expected = painted ? 0.9 : middle + (bent - middle) * 0.8 + 0.1;
            QVERIFY(std::abs(grey[i] - expected) < 1e-5);
        }
    }

    void lostDetailIsLost()
    {
        std::vector<std::uint8_t> stripes(64 * 64);
        for (std::size_t i = 0; i < stripes.size(); ++i)
            stripes[i] = i % 2 == 0 ? 0 : 200;
        ImageChange change;
        change.reducedTo = 0.5;
        for (const float grey : changed({64, stripes}, change, 64))
            QVERIFY(std::abs(grey - 100 / 255.0F) < 1e-4F);
    }

    void noiseHasItsDeviation()
    {
        const std::vector<std::uint8_t> flat(64 * 64, 128);
        ImageChange change;
        change.noiseDeviation = 0.05;
        change.noiseSeed = 3;
        const auto grey = changed({64, flat}, change, 64);
        double squares = 0;
        for (const float value : grey)
            squares += std::pow(value - 128 / 255.0, 2) / static_cast<double>(grey.size());
        QVERIFY(std::abs(std::sqrt(squares) - 0.05) < 0.002);
        QVERIFY(std::abs(mean(grey) - 128 / 255.0) < 0.003);
        QVERIFY(changed({64, flat}, change, 64) == grey);
    }

    void sharpeningAddsWhatABlurTakesAway()
    {
        // An edge between two flat halves: overshoots when sharpened, is softened when blurred, and
        // nothing changes far from it.
        std::vector<std::uint8_t> halves(224 * 224);
        for (std::size_t i = 0; i < halves.size(); ++i)
            halves[i] = i % 224 < 112 ? 64 : 128;
        const auto row = [&](double sharpening) {
            ImageChange change;
            change.sharpening = sharpening;
            return changed({224, halves}, change, 224);
        };
        const auto plain = row(0);
        const auto sharp = row(1);
        const auto soft = row(-1);
        // A Gaussian of one pixel puts 0.3085 of its weight beyond half a pixel (its error
        // function), a sampled one 0.3011 beyond the nearest pixel's border.
        const float step = 64 / 255.0F;
        QVERIFY(std::abs(sharp[111] - (plain[111] - 0.301F * step)) < 0.01F * step);
        QVERIFY(std::abs(soft[111] - (plain[111] + 0.301F * step)) < 0.01F * step);
        QVERIFY(std::abs(sharp[60] - plain[60]) < 1e-5F);
    }

    void wordsStandWhereMarkersDo()
    {
        const std::vector<std::uint8_t> flat(128 * 128, 50);
        Augmentation words;
        words.text = 1;
        Random random(5);
        std::vector<int> painted(128 * 128);
        int seen = 0;
        for (int i = 0; i < 300; ++i) {
            const auto grey = changed({128, flat}, drawChange(words, 128, random), 128);
            int here = 0;
            for (std::size_t p = 0; p < grey.size(); ++p) {
                const bool differs = std::abs(grey[p] - 50 / 255.0F) > 0.02F;
                painted[p] += differs;
                here += differs;
            }
            seen += here > 0;
            QVERIFY(here < 128 * 128 / 10);
        }
        QVERIFY(seen > 285); // a grey word may happen to have the picture's grey
        const auto share = [&](int first, int last) {
            double sum = 0;
            for (int y = first; y < last; ++y)
                for (int x = first; x < last; ++x)
                    sum += painted[static_cast<std::size_t>(y * 128 + x)];
            return sum / ((last - first) * (last - first));
        };
        QVERIFY(share(0, 128) > 3 * share(48, 80)); // the edges have most of them
    }

    void equalisedGreysSpread()
    {
        ImageChange change;
        change.equalisedShare = 1;
        const auto grey = changed({64, ramp(64)}, change, 64);
        const auto [low, high] = std::minmax_element(grey.begin(), grey.end());
        QVERIFY(*low < 0.02F && *high > 0.98F);
    }

    void greysStayWithinTheirRange()
    {
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const auto pixels = robust(seed);
            const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
            QVERIFY(*low >= 0 && *high <= 1); // also false for NaN
        }
    }

    void theSeedDecides()
    {
        QVERIFY(robust(4) == robust(4));
        QVERIFY(robust(4) != robust(5));
    }

    void setsAreFoundByName()
    {
        QCOMPARE(augmentationNames(), QStringList({"none", "paper", "mild", "robust"}));
        QVERIFY(*augmentationByName(u"none"_s) == Augmentation{});
        QVERIFY(*augmentationByName(u"paper"_s) == paperAugmentation());
        QVERIFY(*augmentationByName(u"mild"_s) == mildAugmentation());
        QVERIFY(*augmentationByName(u"robust"_s) == robustAugmentation());
        const auto unknown = augmentationByName(u"wild"_s);
        QVERIFY(!unknown.hasValue());
        QCOMPARE(unknown.error().code, ErrorCode::InvalidArgument);
        QVERIFY(
            unknown.error().message.contains(u"\"wild\"; there are: none, paper, mild, robust"));
    }

    void jsonTellsEveryFieldApart()
    {
        // One field changed at a time gives JSON of its own: nothing is missing from fingerprints.
        using Change = std::function<void(Augmentation&)>;
        const std::vector<Change> fields = {[](auto& a) { a.flipHorizontally = true; },
                                            [](auto& a) { a.flipVertically = true; },
                                            [](auto& a) { a.rotationDegrees = 5; },
                                            [](auto& a) { a.zoom.low = 0.5; },
                                            [](auto& a) { a.zoom.high = 2; },
                                            [](auto& a) { a.horizontalShift = 0.1; },
                                            [](auto& a) { a.horizontalShiftPixels = 3; },
                                            [](auto& a) { a.verticalShift = 0.1; },
                                            [](auto& a) { a.fill = Augmentation::Fill::Nearest; },
                                            [](auto& a) { a.brightness.low = 0.5; },
                                            [](auto& a) { a.brightness.high = 2; },
                                            [](auto& a) { a.lift = 0.1; },
                                            [](auto& a) { a.contrast = 0.1; },
                                            [](auto& a) { a.gamma = 0.1; },
                                            [](auto& a) { a.resolution = 0.1; },
                                            [](auto& a) { a.noise = 0.1; },
                                            [](auto& a) { a.borders = 0.1; },
                                            [](auto& a) { a.corners = 0.1; },
                                            [](auto& a) { a.equalise = 0.1; },
                                            [](auto& a) { a.sharpness = 0.1; },
                                            [](auto& a) { a.compression = 0.1; },
                                            [](auto& a) { a.text = 0.1; },
                                            [](auto& a) { a.centreSamples = true; },
                                            [](auto& a) { a.centreFeatures = true; }};
        QSet<QString> texts;
        for (const Change& change : fields) {
            Augmentation augmentation;
            change(augmentation);
            texts.insert(QString::fromUtf8(QJsonDocument(toJson(augmentation)).toJson()));
        }
        QCOMPARE(static_cast<std::size_t>(texts.size()), fields.size());
        QVERIFY(!texts.contains(QString::fromUtf8(QJsonDocument(toJson(Augmentation{})).toJson())));
    }
};

QTEST_GUILESS_MAIN(TestAugmentation)
#include "test_augmentation.moc"
