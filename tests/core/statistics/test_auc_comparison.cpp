// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/auc_comparison.h"
#include "tests/core/statistics/golden_metrics.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

AucComparison compared(const QJsonValue& golden)
{
    return compareAucs(numbers(golden[u"first"_s]), numbers(golden[u"second"_s]),
                       flags(golden[u"positive"_s]));
}

QJsonObject haemorrhage()
{
    return goldenMetrics()[u"haemorrhage"_s].toObject();
}

QString rounded(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

} // namespace

class TestAucComparison : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithTheDefinition();
    void agreesWithAPublishedExample();
    void seesNoDifferenceInTheSame();
    void isUndefinedWithoutBothKinds();
    void knowsNoVarianceOfOne();
};

/// Expected numbers: tests/golden/metrics/make_metrics_goldens.py, which compares every pair.
void TestAucComparison::agreesWithTheDefinition()
{
    auto cases = goldenMetrics()[u"paired"_s].toArray();
    for (const QJsonValue& golden : haemorrhage())
        cases.append(golden);
    QCOMPARE(cases.size(), 4);
    for (const QJsonValue& golden : cases) {
        const AucComparison found = compared(golden);
        QVERIFY(same(found.first, golden[u"first_auc"_s]));
        QVERIFY(same(found.second, golden[u"second_auc"_s]));
        QVERIFY(same(found.difference, golden[u"difference"_s]));
        QVERIFY(same(found.z, golden[u"z"_s].toDouble()));
        QVERIFY(same(found.p, golden[u"p"_s].toDouble()));
    }
}

/// Figures printed by pROC (Robin et al. 2011, BMC Bioinformatics 12:77) in its documentation, on
/// the data of Turck et al. 2010: area of S100B with DeLong's interval, S100B against WFNS.
void TestAucComparison::agreesWithAPublishedExample()
{
    const AucComparison found = compared(haemorrhage()[u"s100b_wfns"_s]);
    QCOMPARE(rounded(found.first.value, 4), u"0.7314"_s);
    QCOMPARE(rounded(found.first.low, 4), u"0.6301"_s);
    QCOMPARE(rounded(found.first.high, 4), u"0.8326"_s);
    QCOMPARE(rounded(found.second.value, 4), u"0.8237"_s);
    QCOMPARE(rounded(found.z, 3), u"-2.209"_s);
    QCOMPARE(rounded(found.p, 5), u"0.02718"_s);
}

void TestAucComparison::seesNoDifferenceInTheSame()
{
    const std::vector<double> scores = {0.1, 0.7, 0.3, 0.9, 0.4};
    const AucComparison found = compareAucs(scores, scores, {false, true, false, true, true});
    QCOMPARE(found.difference.value, 0.0);
    QCOMPARE(found.difference.low, 0.0);
    QVERIFY(std::isnan(found.z));
    QVERIFY(std::isnan(found.p));
}

void TestAucComparison::isUndefinedWithoutBothKinds()
{
    const AucComparison found = compareAucs({0.1, 0.2}, {0.3, 0.1}, {true, true});
    QVERIFY(std::isnan(found.first.value));
    QVERIFY(std::isnan(found.second.value));
    QVERIFY(std::isnan(found.difference.value));
    QVERIFY(std::isnan(found.p));
}

void TestAucComparison::knowsNoVarianceOfOne()
{
    const AucComparison found = compareAucs({0.1, 0.2, 0.5}, {0.3, 0.1, 0.2}, {false, true, false});
    QCOMPARE(found.first.value, 0.5);
    QCOMPARE(found.second.value, 0.0);
    QCOMPARE(found.difference.value, 0.5);
    QVERIFY(std::isnan(found.difference.low));
    QVERIFY(std::isnan(found.p));
}

QTEST_GUILESS_MAIN(TestAucComparison)
#include "test_auc_comparison.moc"
