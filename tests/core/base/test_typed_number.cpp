// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/typed_number.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTypedNumber final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointAndCommaMeanTheSame_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("number");
        QTest::newRow("point") << u"0.5"_s << 0.5;
        QTest::newRow("comma") << u"0,5"_s << 0.5;
        QTest::newRow("spaces") << u" 12,25 "_s << 12.25;
        QTest::newRow("whole") << u"7"_s << 7.0;
        QTest::newRow("negative") << u"-3,5"_s << -3.5;
        QTest::newRow("exponent") << u"1e-4"_s << 1e-4;
        QTest::newRow("both") << u"1,5e-4"_s << 1.5e-4;
        QTest::newRow("no zero") << u",5"_s << 0.5;
        QTest::newRow("never thousands") << u"1,234"_s << 1.234;
    }

    void pointAndCommaMeanTheSame()
    {
        QFETCH(QString, text);
        const auto number = typedNumber(text);
        QVERIFY(number);
        QTEST(*number, "number");
    }

    void groupsOfThreeDigitsAreOneNumber_data()
    {
        QTest::addColumn<double>("number");
        QTest::newRow("2 048") << 2048.0;
        QTest::newRow("2'048") << 2048.0;
        QTest::newRow("2\u2019048") << 2048.0;
        QTest::newRow("2\u00A0048") << 2048.0;
        QTest::newRow("2\u2009048") << 2048.0;
        QTest::newRow("2\u202F048") << 2048.0;
        QTest::newRow("-1 234 567,5") << -1234567.5;
        QTest::newRow("12 345.25") << 12345.25;
    }

    void groupsOfThreeDigitsAreOneNumber()
    {
        const auto number = typedNumber(QString::fromUtf8(QTest::currentDataTag()));
        QVERIFY(number);
        QTEST(*number, "number");
    }

    void whatMeansTwoThingsIsNone()
    {
        for (const char* text :
             {"", " ", "a", "1,2,3", "1.234,5", "1,234.5", "0,5x", "1 5", "2 48", "2 0480", "0 048",
              "1 024'000", "1234 567", "nan", "inf", "0x10", "½"})
            QVERIFY2(!typedNumber(QString::fromUtf8(text)), text);
    }
};

QTEST_GUILESS_MAIN(TestTypedNumber)
#include "test_typed_number.moc"
