// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lung_trainer/lung_scores.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestLungScores : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void diceIsThatOfDice();
    void countsPatientsAndViews();
    void intervalsGoByPatient();
};

void TestLungScores::diceIsThatOfDice()
{
    // The left half is found; the reference has the left and the upper right quarter.
    const LungMask found{2, 2, {1, 0, 1, 0}};
    const GrayImage16 reference{2, 2, {65535, 65535, 65535, 0}};
    QCOMPARE(diceOf(found, reference), 2.0 * 2 / (2 + 3));
    QCOMPARE(diceOf(found, {2, 2, {65535, 0, 65535, 0}}), 1.0);
    QCOMPARE(diceOf(found, {2, 2, {0, 65535, 0, 65535}}), 0.0);
    QCOMPARE(diceOf({2, 2, {0, 0, 0, 0}}, {2, 2, {0, 0, 0, 0}}), 1.0);
    QCOMPARE(diceOf(found, {2, 2, {0, 0, 0, 0}}), 0.0);
    // Enlarged to the size of the reference: linear, so the edge lies in the middle.
    GrayImage16 large{8, 8, std::vector<std::uint16_t>(64, 0)};
    for (std::size_t i = 0; i < 64; ++i)
        large.pixels[i] = i % 8 < 4 ? 65535 : 0;
    QCOMPARE(diceOf(found, large), 1.0);
}

void TestLungScores::countsPatientsAndViews()
{
    const LungScores scores{
        {{"a", "p", "PA", 0.9, true}, {"b", "p", "AP", 0.8, true}, {"c", "q", "PA", 0.7, false}}};
    QCOMPARE(scores.patients(), 2);
    QCOMPARE(scores.views(), QStringList({"AP", "PA"}));
    QCOMPARE(scores.ofView(u"PA"_s).images.size(), std::size_t{2});
    QCOMPARE(scores.medianDice(), 0.8);
    QCOMPARE(scores.lowestDice(), 0.7);
}

void TestLungScores::intervalsGoByPatient()
{
    LungScores few; // two patients with ten images each
    LungScores many; // twenty patients
    for (int i = 0; i < 20; ++i) {
        const double dice = i < 10 ? 0.8 : 1.0;
        few.images.push_back({"f", i < 10 ? "p" : "q", "", dice, true});
        many.images.push_back({"f", QString::number(i), "", dice, true});
    }
    const Interval a = few.meanDice();
    const Interval b = many.meanDice();
    QVERIFY(std::abs(a.value - 0.9) < 1e-12);
    QVERIFY(std::abs(b.value - 0.9) < 1e-12);
    QVERIFY(b.low > 0.83 && b.high < 0.97);
    QVERIFY(a.low < b.low && a.high > b.high); // ten images of one patient are not ten patients
}

QTEST_GUILESS_MAIN(TestLungScores)
#include "test_lung_scores.moc"
