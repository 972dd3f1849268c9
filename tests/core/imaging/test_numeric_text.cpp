// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/numeric_text.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad::imaging;

namespace {

/// "2048.5|no number|3".
QString wordsOf(const NumericText& numbers)
{
    QStringList words;
    for (const auto& value : numbers.values)
        words << (value ? QString::number(*value, 'g', 12) : u"no number"_s);
    return words.join(u'|');
}

} // namespace

/// Numbers as files write them.
class TestNumericText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWritersMeant_data()
    {
        QTest::addColumn<QString>("values");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<bool>("isRegular");
        const auto row
            = [](const char* text, const QString& values, bool isRegular,
                 const QString& unit = {}) { QTest::newRow(text) << values << unit << isRegular; };
        row("", u""_s, true);
        row("0.143\\0.143", u"0.143|0.143"_s, true);
        row(" 0.143 \\ 0.143 ", u"0.143|0.143"_s, true);
        row("1.43E-01\\+.5\\-3.\\1e3", u"0.143|0.5|-3|1000"_s, true);
        row("0.143\\", u"0.143|no number"_s, true);
        row("1e999", u"no number"_s, true); // beyond any double
        row("0,143\\0,143", u"0.143|0.143"_s, false);
        row("2048,5", u"2048.5"_s, false);
        row("-1024,25", u"-1024.25"_s, false);
        row("1,43E-01", u"0.143"_s, false);
        row("1.43D-01", u"0.143"_s, false);
        row("1,024", u"1.024"_s, false);
        row("1.024,5", u"1024.5"_s, false);
        row("1,024.5", u"1024.5"_s, false);
        row("1.024.000", u"1024000"_s, false);
        row("1,024,000", u"1024000"_s, false);
        row("1'024.5", u"1024.5"_s, false);
        row("1\u2019024,5", u"1024.5"_s, false);
        row("1\u00A0024,5", u"1024.5"_s, false);
        row("\u22123,5", u"-3.5"_s, false);
        row("2 048", u"2048"_s, false);
        row("-1 024 000,5", u"-1024000.5"_s, false);
        row("2'048", u"2048"_s, false);
        row("2\u2009048", u"2048"_s, false);
        row("2\u202F048", u"2048"_s, false);
        row("2 048 HU", u"2048"_s, false, u"hu"_s);
        row("2 048\\1 024", u"2048|1024"_s, false);
        row("2048 4096", u"2048|4096"_s, false);
        row("0.143,0.143", u"0.143|0.143"_s, false);
        row("0,143,0,143", u"0.143|0.143"_s, false);
        row("0.143, 0.143", u"0.143|0.143"_s, false);
        row("0,143; 0,143", u"0.143|0.143"_s, false);
        row("0.143 0.143", u"0.143|0.143"_s, false);
        row("0.143x0.2", u"0.143|0.2"_s, false);
        row("40 300", u"40|300"_s, false); // two values, or a group: nothing tells
        row("1 500 300", u"1|500|300"_s, false);
        row("[0.143, 0.2]", u"0.143|0.2"_s, false);
        row("['0.143', '0.2']", u"0.143|0.2"_s, false);
        row("\"0,143\"", u"0.143"_s, false);
        row("0.143 mm\\0.143 mm", u"0.143|0.143"_s, false, u"mm"_s);
        row("0.143mm x 0.2mm", u"0.143|0.2"_s, false, u"mm"_s);
        row("143 \u00B5m", u"143"_s, false, u"um"_s);
        row("40 HU", u"40"_s, false, u"hu"_s);
        for (const char* text : {"bright", "nan", "inf", "-Infinity", "1,0e999", "mm", "mm 3",
                                 "1 mm 2 cm", "0x1F", "12abc", "1.2.3", ",", "--3", "3-5", "1,,2"})
            row(text, u"no number"_s, false);
        row("40\\nan\\300", u"40|no number|300"_s, false);
    }
    void readsWhatWritersMeant()
    {
        QFETCH(QString, values);
        QFETCH(QString, unit);
        QFETCH(bool, isRegular);
        const NumericText numbers = numericText(QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(wordsOf(numbers), values);
        QCOMPARE(numbers.unit, unit);
        QCOMPARE(numbers.isRegular, isRegular);
    }

    void commasPartWholeNumbers_data()
    {
        QTest::addColumn<QString>("values");
        QTest::newRow("1\\2") << u"1|2"_s;
        QTest::newRow("1,2") << u"1|2"_s;
        QTest::newRow("1:2") << u"1|2"_s;
        QTest::newRow("1 / 2") << u"1|2"_s;
        QTest::newRow("0.5\\1") << u"0.5|1"_s;
    }
    void commasPartWholeNumbers()
    {
        QFETCH(QString, values);
        QCOMPARE(wordsOf(wholeNumbersText(QString::fromUtf8(QTest::currentDataTag()))), values);
    }

    void notesSayWhatWasRead()
    {
        QCOMPARE(readingNote(u"Pixel Spacing"_s, numericText(u"0,143 mm\\x"_s)),
                 u"The file's Pixel Spacing is not written as DICOM asks; it is read as 0.143 and "
                 "no number mm."_s);
        QVERIFY(readingNote(u"Window Center"_s, numericText(u"40 HU"_s)).endsWith(u"40 HU."_s));
        const QString many
            = readingNote(u"Window Width"_s, numericText(QString(9999, u'\\') + u"1,5"_s));
        QVERIFY2(many.size() < 200 && many.contains(u"9996 others"_s), qPrintable(many));
    }
};

QTEST_GUILESS_MAIN(TestNumericText)
#include "test_numeric_text.moc"
