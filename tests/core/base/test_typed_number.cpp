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

    void whatMeansTwoThingsIsNone()
    {
        for (const char* text : {"", " ", "a", "1,2,3", "1.234,5", "1,234.5", "0,5x", "1 5", "nan",
                                 "inf", "0x10", "½"})
            QVERIFY2(!typedNumber(QString::fromUtf8(text)), text);
    }
};

QTEST_GUILESS_MAIN(TestTypedNumber)
#include "test_typed_number.moc"
