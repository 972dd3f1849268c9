// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/statistics/ranked_scores.h"
#include "core/statistics/roc.h"

#include <QTest>

#include <cmath>

using namespace ccad;

class TestRankedScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Counting a row twice must be the same as having it twice; scores of few steps have ties.
    void countsAsRowsThatRepeat()
    {
        Random random(3);
        std::vector<double> scores;
        std::vector<bool> positive;
        std::vector<int> groups;
        for (int i = 0; i < 90; ++i) {
            positive.push_back(random.chance(0.4));
            scores.push_back(static_cast<double>(random.below(12)) + (positive.back() ? 2 : 0));
            groups.push_back(i / 3);
        }
        const RankedScores ranked(scores, positive, groups);
        for (int draw = 0; draw < 20; ++draw) {
            std::vector<int> times(30);
            for (int i = 0; i < 30; ++i)
                ++times[random.below(30)];
            std::vector<double> drawn;
            std::vector<bool> drawnPositive;
            for (std::size_t row = 0; row < scores.size(); ++row)
                for (int i = 0; i < times[static_cast<std::size_t>(groups[row])]; ++i) {
                    drawn.push_back(scores[row]);
                    drawnPositive.push_back(positive[row]);
                }
            QVERIFY(std::abs(ranked.area(times) - rocArea(drawn, drawnPositive)) < 1e-12);
        }
    }

    void oneKindHasNoArea()
    {
        const RankedScores ranked({1, 2}, {true, false}, {0, 1});
        QCOMPARE(ranked.area({1, 1}), 0.0);
        QVERIFY(std::isnan(ranked.area({1, 0})));
        QVERIFY(std::isnan(rocArea({1, 2}, {true, true})));
    }
};

QTEST_GUILESS_MAIN(TestRankedScores)
#include "test_ranked_scores.moc"
