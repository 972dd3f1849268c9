// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plain_number.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPlainNumber final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersHaveNoExponent_data()
    {
        QTest::addColumn<double>("number");
        QTest::addColumn<int>("digits");
        QTest::addColumn<QString>("text");
        QTest::newRow("thousand times") << 1000.0 << 3 << u"1000"_s;
        QTest::newRow("short of it") << 999.7 << 3 << u"1000"_s;
        QTest::newRow("more") << 1234567.0 << 3 << u"1234567"_s;
        QTest::newRow("wide window") << 1e6 << 6 << u"1000000"_s;
        QTest::newRow("negative") << -2e7 << 6 << u"-20000000"_s;
        QTest::newRow("small") << 0.00002 << 6 << u"0.00002"_s;
        QTest::newRow("small, with digits") << 0.0000123456 << 3 << u"0.0000123"_s;
        QTest::newRow("usual") << 2048.5 << 6 << u"2048.5"_s;
        QTest::newRow("zero") << 0.0 << 3 << u"0"_s;
        QTest::newRow("absurd") << 1e300 << 6 << u"1e+300"_s;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << 6 << u"inf"_s;
    }

    void numbersHaveNoExponent()
    {
        QFETCH(double, number);
        QFETCH(int, digits);
        QFETCH(QString, text);
        QCOMPARE(plainNumber(number, digits), text);
    }
};

QTEST_GUILESS_MAIN(TestPlainNumber)
#include "test_plain_number.moc"
