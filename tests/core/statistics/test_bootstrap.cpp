// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/roc.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

using namespace ccad;

namespace {

/// The mean of some values over the drawn rows.
auto meanOf(const std::vector<double>& values)
{
    return [values](const std::vector<int>& rows) {
        double sum = 0;
        for (const int row : rows)
            sum += values[static_cast<std::size_t>(row)];
        return sum / static_cast<double>(rows.size());
    };
}

struct Patients
{
    std::vector<double> scores;
    std::vector<bool> positive;
    std::vector<int> groups;
};

/// One to four images a patient, which resemble each other.
Patients drawnPatients(int count, std::uint64_t seed)
{
    Random random(seed);
    Patients patients;
    for (int patient = 0; patient < count; ++patient) {
        const bool ill = random.chance(0.4);
        const double own = random.normal();
        for (std::size_t image = 0; image <= random.below(4); ++image) {
            patients.groups.push_back(patient);
            patients.positive.push_back(ill);
            // Rounded, so that there are ties.
            patients.scores.push_back(
                std::round(4 * (own + 0.5 * random.normal() + (ill ? 1.2 : 0))) / 4);
        }
    }
    return patients;
}

bool equal(const Interval& a, const Interval& b)
{
    return std::abs(a.value - b.value) < 1e-12 && std::abs(a.low - b.low) < 1e-12
        && std::abs(a.high - b.high) < 1e-12;
}

} // namespace

class TestBootstrap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithDrawsByHand();
    void agreesWithAllDrawsEnumerated();
    void drawsEveryCombinationAsOftenAsItShould();
    void shortCutsAgreeWithTheDefinition();
    void coversTheTruth();
    void isWiderForPatientsThanForImages();
    void leavesOutDrawsWithoutAnAnswer();
    void repeatsItself();
};

/// Three patients, five draws: the draws repeated with the generator, the percentiles by hand.
void TestBootstrap::agreesWithDrawsByHand()
{
    const std::vector<int> groups = {0, 2, 1, 2}; // patient 2 has two images
    const std::vector<double> values = {1, 5, 3, 7};
    const std::vector<double> sums = {1, 3, 12};
    const std::vector<double> sizes = {1, 1, 2};
    Random random(42);
    std::vector<double> drawn;
    for (int draw = 0; draw < 5; ++draw) {
        double sum = 0;
        double size = 0;
        for (int i = 0; i < 3; ++i) {
            const std::size_t patient = random.below(3);
            sum += sums[patient];
            size += sizes[patient];
        }
        drawn.push_back(sum / size);
    }
    std::sort(drawn.begin(), drawn.end());
    // 2.5 % of the way from the first of five to the last: a tenth of the first gap.
    const double low = drawn[0] + 0.1 * (drawn[1] - drawn[0]);
    const double high = drawn[4] - 0.1 * (drawn[4] - drawn[3]);
    const Interval found = bootstrapInterval(groups, meanOf(values), 42, 5);
    QVERIFY(equal(found, {4, low, high}));
}

/// Four patients of whom one is right: the number of times that one is drawn is binomial (4, 1/4).
/// None: 31.6 %, three or four: 5.1 %, four: 0.4 %. So 2.5 % lies at none and 97.5 % at three.
void TestBootstrap::agreesWithAllDrawsEnumerated()
{
    const Interval found = bootstrapShare({false, true, false, false}, {0, 1, 2, 3}, 3, 20000);
    QCOMPARE(found.value, 0.25);
    QCOMPARE(found.low, 0.0);
    QCOMPARE(found.high, 0.75);
}

void TestBootstrap::drawsEveryCombinationAsOftenAsItShould()
{
    constexpr int draws = 27000;
    std::map<std::vector<int>, int> seen;
    (void)bootstrapInterval(
        {0, 1, 2},
        [&](const std::vector<int>& rows) {
            ++seen[rows]; // sorted by group
            return 0.0;
        },
        5, draws);
    // 3 of a kind: 1 of 27 draws each; 2 and 1: 3 of 27; all different: 6 of 27.
    QCOMPARE(seen.size(), std::size_t{10});
    --seen[{0, 1, 2}]; // the rows as they are
    for (const auto& [rows, count] : seen) {
        const int ways = rows[0] == rows[2] ? 1 : rows[0] == rows[1] || rows[1] == rows[2] ? 3 : 6;
        const double expected = draws * ways / 27.0;
        QVERIFY(std::abs(count - expected) < 5 * std::sqrt(expected));
    }
}

void TestBootstrap::shortCutsAgreeWithTheDefinition()
{
    const Patients patients = drawnPatients(40, 8);
    const auto area = [&](const std::vector<int>& rows) {
        std::vector<double> scores;
        std::vector<bool> positive;
        for (const int row : rows) {
            scores.push_back(patients.scores[static_cast<std::size_t>(row)]);
            positive.push_back(patients.positive[static_cast<std::size_t>(row)]);
        }
        const RocCurve curve(scores, positive);
        return curve.isDefined() ? curve.area() : std::nan("");
    };
    QVERIFY(equal(bootstrapAuc(patients.scores, patients.positive, patients.groups, 9, 300),
                  bootstrapInterval(patients.groups, area, 9, 300)));
    std::vector<bool> correct;
    std::vector<double> values;
    for (std::size_t i = 0; i < patients.scores.size(); ++i) {
        correct.push_back((patients.scores[i] > 0.5) == patients.positive[i]);
        values.push_back(correct.back() ? 1 : 0);
    }
    QVERIFY(equal(bootstrapShare(correct, patients.groups, 9, 300),
                  bootstrapInterval(patients.groups, meanOf(values), 9, 300)));
}

/// Of 300 samples of 60 patients, about 95 % of the intervals hold the true area. That is known
/// from the two normal distributions: P(positive > negative) = Phi(1.2 / sqrt(2 (1 + 0.25))).
void TestBootstrap::coversTheTruth()
{
    const double truth = 0.5 * std::erfc(-1.2 / std::sqrt(2.5) / std::sqrt(2.0));
    int covered = 0;
    constexpr int samples = 300;
    for (int i = 0; i < samples; ++i) {
        const Patients patients = drawnPatients(60, static_cast<std::uint64_t>(1000 + i));
        const Interval found
            = bootstrapAuc(patients.scores, patients.positive, patients.groups, 1, 400);
        covered += found.low <= truth && truth <= found.high ? 1 : 0;
    }
    QVERIFY2(covered >= samples * 90 / 100 && covered <= samples * 99 / 100,
             qPrintable(QString::number(covered)));
}

void TestBootstrap::isWiderForPatientsThanForImages()
{
    const Patients patients = drawnPatients(80, 3);
    std::vector<int> images(patients.groups.size());
    std::iota(images.begin(), images.end(), 0);
    const Interval byPatient = bootstrapAuc(patients.scores, patients.positive, patients.groups, 1);
    const Interval byImage = bootstrapAuc(patients.scores, patients.positive, images, 1);
    QCOMPARE(byPatient.value, byImage.value);
    QVERIFY(byPatient.high - byPatient.low > 1.1 * (byImage.high - byImage.low));
    // Of independent images, the bootstrap and DeLong say much the same.
    const Interval delong = delongInterval(patients.scores, patients.positive);
    QVERIFY(std::abs(byImage.low - delong.low) < 0.01);
    QVERIFY(std::abs(byImage.high - delong.high) < 0.01);
}

void TestBootstrap::leavesOutDrawsWithoutAnAnswer()
{
    // One patient of each kind: half of the draws have both.
    const Interval found = bootstrapAuc({0.2, 0.7}, {false, true}, {0, 1}, 4, 4000);
    QCOMPARE(found.value, 1.0);
    QVERIFY(std::isnan(found.low) || found.low == 1.0);
    const auto oneInThree = [](const std::vector<int>& rows) {
        return rows[0] == 0 && rows[2] == 2 ? 1.0 : std::nan("");
    };
    const Interval rare = bootstrapInterval({0, 1, 2}, oneInThree, 4, 1000);
    QCOMPARE(rare.value, 1.0);
    QVERIFY(std::isnan(rare.low));
    QVERIFY(std::isnan(rare.high));
    const Interval one = bootstrapAuc({0.2, 0.7}, {true, true}, {0, 1}, 4);
    QVERIFY(std::isnan(one.value));
    QVERIFY(std::isnan(bootstrapAuc({}, {}, {}, 4).value));
}

void TestBootstrap::repeatsItself()
{
    const Patients patients = drawnPatients(30, 1);
    const auto with = [&](std::uint64_t seed) {
        return bootstrapAuc(patients.scores, patients.positive, patients.groups, seed, 200);
    };
    QVERIFY(equal(with(7), with(7)));
    QVERIFY(!equal(with(7), with(8)));
    // Numbers of groups are only names.
    std::vector<int> renamed = patients.groups;
    for (int& group : renamed)
        group = 3 * group + 5;
    QVERIFY(equal(with(7), bootstrapAuc(patients.scores, patients.positive, renamed, 7, 200)));
}

QTEST_GUILESS_MAIN(TestBootstrap)
#include "test_bootstrap.moc"
