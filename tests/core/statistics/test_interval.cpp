// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"
#include "core/statistics/interval_json.h"
#include "core/statistics/interval_text.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestInterval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void words()
    {
        QCOMPARE(figure(0.9124), u"0.912"_s);
        QCOMPARE(figure(2.0 / 3, {2}), u"0.67"_s);
        QCOMPARE(range(0.25, 1), u"0.250 to 1.000"_s);
        QCOMPARE(withInterval({0.5, 0.25, 0.75}), u"0.500 (0.250 to 0.750)"_s);
        QCOMPARE(withInterval({0.5, 0.26, 0.74}, {1}), u"0.5 (0.3 to 0.7)"_s);
    }

    void whatIsNotKnown()
    {
        QCOMPARE(figure(unknown), u"-"_s);
        QCOMPARE(figure(std::numeric_limits<double>::infinity()), u"-"_s);
        QCOMPARE(figure(QJsonValue()), u"-"_s);
        QCOMPARE(figure(QJsonValue(QJsonValue::Undefined)), u"-"_s);
        QCOMPARE(figure(QJsonValue(u"0.5"_s)), u"-"_s);
        const FigureStyle style{2, u"not known"};
        QCOMPARE(withInterval({0.5, unknown, unknown}, style), u"0.50 (not known to not known)"_s);
    }

    void throughJson()
    {
        QJsonObject json;
        writeInterval({0.5, 0.25, unknown}, u"auc"_s, json);
        writeRange({9, 0.125, 0.875}, u"share"_s, json);
        QCOMPARE(
            json.keys(),
            QStringList({u"auc"_s, u"auc_high"_s, u"auc_low"_s, u"share_high"_s, u"share_low"_s}));
        QVERIFY(json[u"auc_high"_s].isNull());
        QCOMPARE(withInterval(json, u"auc"_s), u"0.500 (0.250 to -)"_s);
        QCOMPARE(range(json, u"share"_s), u"0.125 to 0.875"_s);
        const Interval shown = intervalIn(json, u"share"_s);
        QVERIFY(std::isnan(shown.value) && shown.low == 0.125 && shown.high == 0.875);
    }

    void isCheckedWhereItIsRead()
    {
        QJsonObject json;
        const Interval whole{0.5, 0.25, 0.75};
        writeInterval(whole, u"auc"_s, json);
        JsonFields good(json, {}, ErrorCode::ModelBroken);
        QVERIFY(readInterval(good, u"auc"_s, 0, 1) == whole);
        QVERIFY(!good.error());
        json[u"auc_low"_s] = -0.5;
        JsonFields bad(json, {}, ErrorCode::ModelBroken);
        (void)readInterval(bad, u"auc"_s, 0, 1);
        QVERIFY(bad.error());
        QCOMPARE(bad.error()->context, u"auc_low"_s);
    }
};

QTEST_GUILESS_MAIN(TestInterval)
#include "test_interval.moc"
