// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/harmonise.h"
#include "tests/core/preprocess/noise.h"

#include <QTest>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

using namespace ccad;
using ccad::test::noise;

class TestHarmonise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalisesAsOpenCvDoes()
    {
        for (const std::uint64_t seed : {1, 2, 3}) {
            GrayImage16 image = noise(96, 96, seed);
            cv::Mat eight(96, 96, CV_8U);
            for (int i = 0; i < 96 * 96; ++i)
                eight.data[i]
                    = static_cast<std::uint8_t>(image.pixels[static_cast<std::size_t>(i)] / 257);
            cv::Mat expected;
            cv::equalizeHist(eight, expected);
            preprocess::equalise(image, {0, 0, 96, 96});
            for (int i = 0; i < 96 * 96; ++i)
                QVERIFY(
                    std::abs(image.pixels[static_cast<std::size_t>(i)] / 257.0 - expected.data[i])
                    < 0.51);
        }
        GrayImage16 flat{4, 4, std::vector<std::uint16_t>(16, 1234)};
        preprocess::equalise(flat, {0, 0, 4, 4});
        QCOMPARE(flat.pixels.front(), std::uint16_t{1234});
    }

    void midRanksKeepAnyChangeThatKeepsTheOrder()
    {
        const preprocess::PixelRect all{0, 0, 96, 96};
        std::vector<std::uint8_t> lungs(std::size_t{96} * 96, 0);
        std::fill_n(lungs.begin(), 3000, std::uint8_t{255});
        GrayImage16 image = noise(96, 96);
        GrayImage16 bent = image;
        for (std::uint16_t& grey : bent.pixels) // 30000 levels, unevenly spread
            grey = static_cast<std::uint16_t>(std::sqrt(grey / 65535.0) * 65535);
        GrayImage16 unbent = bent;
        for (std::uint16_t& grey : unbent.pixels)
            grey = static_cast<std::uint16_t>(grey / 65535.0 * grey / 2 + 1000);
        preprocess::rankAmongLungs(bent, all, lungs);
        preprocess::rankAmongLungs(unbent, all, lungs);
        preprocess::rankAmongLungs(image, all, lungs);
        for (std::size_t i = 0; i < image.pixels.size(); ++i) {
            QVERIFY(std::abs(image.pixels[i] - bent.pixels[i]) < 0.002 * 65535);
            QVERIFY(std::abs(image.pixels[i] - unbent.pixels[i]) < 0.002 * 65535);
        }
    }

    void aCoarseLevelHasTheMeanOfTheRanksThatItStandsFor()
    {
        GrayImage16 image{4, 2, {100, 200, 300, 400, 100, 100, 900, 5}};
        const std::vector<std::uint8_t> lungs{255, 255, 255, 255, 0, 0, 0, 0};
        GrayImage16 coarse = image;
        for (std::uint16_t& grey : coarse.pixels)
            grey = static_cast<std::uint16_t>((grey + 100) / 200); // 1 1 2 2, then 1 1 5 0
        const auto sixteenths = [](const GrayImage16& of) {
            QList<int> result;
            for (const std::uint16_t grey : of.pixels)
                result.append(static_cast<int>(std::lround(grey * 16 / 65535.0)));
            return result;
        };
        preprocess::rankAmongLungs(image, {0, 0, 4, 2}, lungs);
        QCOMPARE(sixteenths(image), (QList<int>{2, 6, 10, 14, 2, 2, 16, 0}));
        preprocess::rankAmongLungs(coarse, {0, 0, 4, 2}, lungs);
        QCOMPARE(sixteenths(coarse), (QList<int>{4, 4, 12, 12, 4, 4, 16, 0}));
        GrayImage16 noLungs{2, 1, {7, 9}};
        preprocess::rankAmongLungs(noLungs, {0, 0, 2, 1}, {});
        QCOMPARE(sixteenths(noLungs), (QList<int>{4, 12}));
    }
};

QTEST_GUILESS_MAIN(TestHarmonise)
#include "test_harmonise.moc"
