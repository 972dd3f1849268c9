// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/dataset/internal/similar_pictures.h"
#include "tests/support/varied_chest.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

PictureHash chestHash(std::uint64_t seed)
{
    return pictureHash(variedChest(224, seed));
}

PictureHash randomHash(Random& random)
{
    PictureHash hash;
    for (FrequencySigns& signs : hash.signs)
        for (std::uint64_t& word : signs)
            word = random.next();
    for (FrequencySigns& signs : hash.signs)
        signs[0] &= ~std::uint64_t{1}; // the mean has no sign
    return hash;
}

} // namespace

class TestSimilarPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesAreFound_data()
    {
        QTest::addColumn<int>("change");
        const char* names[] = {"half size",   "twice the size", "brighter",    "more contrast",
                               "1 % cropped", "2 % cropped",    "3 % cropped", "4 % cropped"};
        for (int i = 0; i < 8; ++i)
            QTest::newRow(names[i]) << i;
    }
    void copiesAreFound()
    {
        QFETCH(int, change);
        const auto copyOf = [change](const GrayImage8& image) {
            switch (change) {
            case 0:
                return resized(image, 0.5);
            case 1:
                return resized(image, 2);
            case 2:
                return brightened(image, 1, 12);
            case 3:
                return brightened(image, 1.15, -10);
            default:
                return cropped(image, (change - 3) / 100.0);
            }
        };
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const GrayImage8 image = variedChest(224, seed);
            const int apart = distance(pictureHash(image), pictureHash(copyOf(image)));
            QVERIFY2(apart <= sameDistance, qPrintable(u"seed %1: %2"_s.arg(seed).arg(apart)));
        }
    }

    void othersAreNot()
    {
        std::vector<PictureHash> hashes;
        for (std::uint64_t seed = 0; seed < 60; ++seed)
            hashes.push_back(chestHash(seed));
        int least = 255;
        for (std::size_t i = 0; i < hashes.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                least = std::min(least, distance(hashes[i], hashes[j]));
        QVERIFY2(least > sameDistance, qPrintable(QString::number(least)));
        const GrayImage8 image = variedChest(224, 3);
        QVERIFY(distance(pictureHash(image), pictureHash(mirrored(image))) > sameDistance);
    }

    void flatPicturesAreAlike()
    {
        const GrayImage8 black{80, 60, std::vector<std::uint8_t>(80 * 60, 0)};
        const GrayImage8 grey{100, 90, std::vector<std::uint8_t>(100 * 90, 77)};
        QCOMPARE(distance(pictureHash(black), pictureHash(grey)), 0);
        const GrayImage8 dot{1, 1, {9}}; // smaller than anything expected, but no crash
        QCOMPARE(distance(pictureHash(dot), pictureHash(black)), 0);
        QCOMPARE(pictureHash({}), PictureHash());
    }

    void differingCountsBits()
    {
        Random random(4);
        for (int round = 0; round < 200; ++round) {
            const PictureHash a = randomHash(random);
            const PictureHash b = randomHash(random);
            int expected = 0;
            for (int word = 0; word < 4; ++word)
                for (int bit = 0; bit < 64; ++bit)
                    expected += (a.signs[0][word] >> bit & 1) != (b.signs[0][word] >> bit & 1);
            QCOMPARE(differing(a.signs[0], b.signs[0]), expected);
        }
        FrequencySigns all;
        all.fill(~std::uint64_t{0});
        all[0] &= ~std::uint64_t{1};
        QCOMPARE(differing(all, FrequencySigns{}), 255);
    }

    void theIndexFindsWhatComparingAllFinds()
    {
        // 3,000 hashes, 300 of them copies with up to 31 signs changed: all within the guarantee.
        Random random(8);
        std::vector<PictureHash> hashes;
        for (int i = 0; i < 2700; ++i)
            hashes.push_back(randomHash(random));
        for (int i = 0; i < 300; ++i) {
            PictureHash copy = hashes[static_cast<std::size_t>(i) * 9];
            for (std::size_t change = 0; change < 1 + random.below(31); ++change) {
                const std::size_t bit = 1 + random.below(255);
                copy.signs[0][bit / 64] ^= std::uint64_t{1} << bit % 64;
            }
            hashes.push_back(copy);
        }
        const auto pairs = similarPairs(hashes);
        QVERIFY(pairs.hasValue());
        QCOMPARE(pairs->size(), std::size_t{300});
        for (std::size_t i = 0; i < 300; ++i) {
            QCOMPARE((*pairs)[i].first, static_cast<int>(i) * 9);
            QCOMPARE((*pairs)[i].second, static_cast<int>(i) + 2700);
            QCOMPARE((*pairs)[i].distance, distance(hashes[i * 9], hashes[i + 2700]));
        }
    }

    void manyCopiesTakeLittle()
    {
        // All alike: joined, not paired each with each.
        Random random(2);
        const std::vector<PictureHash> hashes(20000, randomHash(random));
        const auto pairs = similarPairs(hashes);
        QCOMPARE(pairs->size(), hashes.size() - 1);
        for (const SimilarPair& pair : *pairs)
            QCOMPARE(pair.first, 0);
        QVERIFY(similarPairs({})->empty());
    }

    void aCancelledSearchSaysSo()
    {
        Random random(2);
        const CancelToken cancel;
        cancel.cancel();
        const auto pairs = similarPairs({randomHash(random), randomHash(random)}, cancel);
        QVERIFY(!pairs.hasValue());
        QCOMPARE(pairs.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestSimilarPictures)
#include "test_similar_pictures.moc"
