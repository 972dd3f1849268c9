// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/softmax.h"

#include <QTest>

#include <cmath>

using namespace ccad;

class TestSoftmax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shares()
    {
        const std::vector<double> shares = softmax({std::log(1.0), std::log(2.0), std::log(5.0)});
        QVERIFY(std::abs(shares[0] - 0.125) < 1e-15);
        QVERIFY(std::abs(shares[1] - 0.25) < 1e-15);
        QVERIFY(std::abs(shares[2] - 0.625) < 1e-15);
    }

    void aTemperatureDividesScores()
    {
        const std::vector<double> warm = softmax({2, 4, -6}, 2);
        const std::vector<double> plain = softmax({1, 2, -3});
        for (std::size_t i = 0; i < warm.size(); ++i)
            QVERIFY(std::abs(warm[i] - plain[i]) < 1e-15);
    }

    void largeScoresDoNotOverflow()
    {
        const std::vector<double> shares = softmax({1e6, 1e6, -1e6});
        QCOMPARE(shares[0], 0.5);
        QCOMPARE(shares[2], 0.0);
    }
};

QTEST_GUILESS_MAIN(TestSoftmax)
#include "test_softmax.moc"
