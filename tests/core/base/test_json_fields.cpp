// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_fields.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

JsonFields fieldsOf(const QJsonObject& json)
{
    return {json, u"part"_s, ErrorCode::FileBroken};
}

} // namespace

class TestJsonFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsThere()
    {
        JsonFields fields = fieldsOf({{u"number"_s, -1e300},
                                      {u"count"_s, 3},
                                      {u"name"_s, u""_s},
                                      {u"flag"_s, true},
                                      {u"list"_s, QJsonArray{1}},
                                      {u"object"_s, QJsonObject{{u"a"_s, 1}}},
                                      {u"nothing"_s, QJsonValue()},
                                      {u"kind"_s, u"second"_s}});
        QCOMPARE(fields.number(u"number"_s), -1e300);
        QCOMPARE(fields.integer(u"count"_s, 0, 5), 3);
        QCOMPARE(fields.text(u"name"_s), QString());
        QVERIFY(fields.flag(u"flag"_s));
        QCOMPARE(fields.array(u"list"_s).size(), 1);
        QCOMPARE(fields.object(u"object"_s).size(), 1);
        QVERIFY(fields.isNull(u"nothing"_s));
        QCOMPARE(fields.choice(u"kind"_s, {u"first"_s, u"second"_s}), 1);
        fields.refuseOthers();
        QVERIFY(!fields.error());
    }

    void namesTheFirstThatIsWrong_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << QJsonValue(QJsonValue::Undefined) << "is missing";
        QTest::newRow("a text") << QJsonValue(u"1"_s) << "is not a number";
        QTest::newRow("null") << QJsonValue() << "is not a number";
        QTest::newRow("too large") << QJsonValue(8) << "is 8, outside 0 to 7";
        QTest::newRow("a half") << QJsonValue(0.5) << "not a whole number";
    }

    void namesTheFirstThatIsWrong()
    {
        QFETCH(QJsonValue, value);
        QFETCH(QString, says);
        JsonFields fields = fieldsOf({{u"key"_s, value}, {u"other"_s, 1}});
        QCOMPARE(fields.integer(u"key"_s, 0, 7), 0);
        (void)fields.text(u"other"_s); // wrong, too, but later
        QVERIFY(fields.error());
        QCOMPARE(fields.error()->code, ErrorCode::FileBroken);
        QCOMPARE(fields.error()->context, u"part.key"_s);
        QVERIFY2(fields.error()->message.contains(says), qPrintable(fields.error()->message));
    }

    void aNumberIsNoTruth()
    {
        JsonFields fields = fieldsOf({{u"key"_s, 1}});
        QVERIFY(!fields.flag(u"key"_s));
        QVERIFY(fields.error()->message.contains(u"is neither true nor false"));
    }

    void whatMayBeNullMustBeThere()
    {
        JsonFields fields = fieldsOf({});
        QVERIFY(!fields.isNull(u"key"_s));
        QVERIFY(fields.error()->message.contains(u"is missing"));
    }

    void whatNobodyAskedForIsRefused()
    {
        JsonFields fields = fieldsOf({{u"known"_s, 1}, {u"surplus"_s, 1}});
        QVERIFY(fields.contains(u"surplus"_s)); // looking is not asking
        (void)fields.number(u"known"_s);
        fields.refuseOthers();
        QCOMPARE(fields.error()->context, u"part.surplus"_s);
    }
};

QTEST_GUILESS_MAIN(TestJsonFields)
#include "test_json_fields.moc"
