// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include <QTest>

#include <string_view>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestCsv : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void namesTheLine();
    void refusesAnOpenQuote();
    void findsColumns();
    void readsWhatItWrites();
    void readsWhatOthersSavedAgain();
    void separatorsInNamesAreNoSeparators();
    void textsThatASpreadsheetWouldRun();
    void controlCharactersOfATextBecomeSymbols();
    void aSeparatorLineMayLie_data();
    void aSeparatorLineMayLie();
    void invisibleCharactersAroundTheNamesOfColumns();
    void theEndMarkOfDosIsNoRow_data();
    void theEndMarkOfDosIsNoRow();
    void aRowWithZeroBytesIsAFault();
    void aTableOfCommasFillsNoMemory();
    void numbersOfAnyCountry();
};

void TestCsv::reads_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QStringList>("row"); // the only one
    const QStringList two = {u"1"_s, u"2"_s};
    QTest::newRow("plain") << QByteArray("a,b\n1,2\n") << two;
    QTest::newRow("no end of line") << QByteArray("a,b\n1,2") << two;
    QTest::newRow("Windows") << QByteArray("a,b\r\n1,2\r\n") << two;
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "a,b\n1,2\n")
                                     << two;
    QTest::newRow("blank line") << QByteArray("a,b\n\n1,2\n") << two;
    QTest::newRow("quoted") << QByteArray("a,b\n\"1\",\"2\"\n") << two;
    QTest::newRow("comma, quote and line in a field")
        << QByteArray("a,b\n\"x,\"\"y\"\"\nz\",2\n") << QStringList{u"x,\"y\"\nz"_s, u"2"_s};
    QTest::newRow("empty fields") << QByteArray("a,b\n,\n") << QStringList{QString(), QString()};
}

void TestCsv::reads()
{
    QFETCH(QByteArray, content);
    const auto table = parseCsv(content);
    QVERIFY2(table, table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->header, (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(table->rows.size(), std::size_t{1});
    QTEST(table->rows.front(), "row");
}

void TestCsv::namesTheLine()
{
    const auto table = parseCsv("a,b\n1,2\n\"x\ny\",2\n3\n");
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::FileBroken);
    QVERIFY2(table.error().message.contains(u"Line 5"_s), qPrintable(table.error().message));
}

void TestCsv::refusesAnOpenQuote()
{
    const auto table = parseCsv("a,b\n1,\"2\n");
    QVERIFY(!table);
    QVERIFY(table.error().message.contains(u"quoted"_s));
}

void TestCsv::findsColumns()
{
    const auto table = parseCsv("file,label\n");
    QVERIFY(table);
    QCOMPARE(table->column(u"label"_s), 1);
    QCOMPARE(table->column(u"patient"_s), -1);
}

void TestCsv::readsWhatItWrites()
{
    const QStringList fields = {u"a,b"_s, u"say \"hi\""_s, u"two\nlines"_s, QString(), u"Zürich"_s};
    const QString line = csvLine(fields);
    const auto table = parseCsv((line + u'\n' + line).toUtf8());
    QVERIFY(table);
    QCOMPARE(table->header, fields);
    QCOMPARE(table->rows.front(), fields);
}

void TestCsv::readsWhatOthersSavedAgain()
{
    for (const char* content :
         {"a;b\r\n1;2\r\n", "sep=;\na;b\n1;2\n", "a\tb\r1\t2\r", "A , b\n1,2\n"}) {
        const auto table = parseCsv(content);
        QVERIFY2(table, table ? content : qPrintable(table.error().message));
        QCOMPARE(table->column(u"b"_s), 1);
        QCOMPARE(table->column(u"a"_s), 0);
        QCOMPARE(table->rows.front(), (QStringList{u"1"_s, u"2"_s}));
        QCOMPARE(table->lines.size(), table->rows.size());
    }
    QVERIFY(!parseCsv("a,b\n1,2,3\n"));
    QVERIFY(!parseCsv("a,b\n\"1\"x,2\n"));
    QVERIFY(!parseCsv("a,b\n\xFC,2\n"));
}

void TestCsv::separatorsInNamesAreNoSeparators()
{
    // Of CCAD's own files the commas count, however many semicolons a name has.
    const QStringList header = {u"file"_s, u"p_a;b;c;d"_s, u"p_A;B;C;D"_s};
    const auto table = parseCsv((csvLine(header) + u"\n1,2,3\n"_s).toUtf8());
    QVERIFY(table);
    QCOMPARE(table->header, header);
    QCOMPARE(table->column(u"p_A;B;C;D"_s), 2); // as written goes first
    const auto kept
        = parseTable("file;label;notes, words, and more\na;x;1,2\n", {u"file"_s, u"label"_s});
    QVERIFY(kept);
    QCOMPARE(kept->rows.front(), QStringList({u"a"_s, u"x"_s, u"1,2"_s}));
}

void TestCsv::numbersOfAnyCountry()
{
    QCOMPARE(tableNumber(u" 1.5 "_s), 1.5);
    QCOMPARE(tableNumber(u"1,5"_s), 1.5);
    QCOMPARE(tableNumber(u"-3"_s), -3.0);
    for (const QString& text : {u"1.000,5"_s, u"1,000,5"_s, u"much"_s, QString()})
        QVERIFY2(!tableNumber(text), qPrintable(text));
}

void TestCsv::textsThatASpreadsheetWouldRun()
{
    for (const char* formula :
         {"=HYPERLINK(\"http://x\")", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx"}) {
        const QString text = QString::fromLatin1(formula);
        const QString safe = spreadsheetText(text);
        QCOMPARE(safe, u'\'' + text);
        QCOMPARE(fromSpreadsheetText(safe), text);
        // What looks treated comes back as it was, too.
        QCOMPARE(fromSpreadsheetText(spreadsheetText(safe)), safe);
        QCOMPARE(fromSpreadsheetText(spreadsheetText(u'\'' + safe)), u'\'' + safe);
    }
    for (const char* plain : {"", "chest.dcm", "a=b", "'quoted'", "'", "''", "1-2"}) {
        const QString text = QString::fromLatin1(plain);
        QCOMPARE(spreadsheetText(text), text);
        QCOMPARE(fromSpreadsheetText(text), text);
    }
}

void TestCsv::controlCharactersOfATextBecomeSymbols()
{
    const QString text = u"\x1b[2J \a tab\t line\n"_s;
    const QString safe = spreadsheetText(text);
    QCOMPARE(safe, u"\u241B[2J \u2407 tab\t line\n"_s);
    QCOMPARE(fromSpreadsheetText(safe), text);
    QCOMPARE(spreadsheetText(u"a\u009b\u202Eb\x7f\u2028"_s), u"a\uFFFD\uFFFDb\uFFFD\uFFFD"_s);
    QCOMPARE(spreadsheetText(u"胸部 \U0001F600 \u200D"_s), u"胸部 \U0001F600 \u200D"_s);
}

void TestCsv::aSeparatorLineMayLie_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("lies");
    QTest::newRow("commas") << QByteArray("sep=;\nfile,label\na,x\n") << true;
    QTest::newRow("tabs") << QByteArray("sep=,\r\nfile\tlabel\r\na\tx\r\n") << true;
    QTest::newRow("true") << QByteArray("sep=;\nfile;label\na;x\n") << false;
    QTest::newRow("true and rare") << QByteArray("sep=^\nfile^label\na^x\n") << false;
}

void TestCsv::aSeparatorLineMayLie()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, lies);
    for (const bool isExact : {false, true}) {
        const auto table
            = isExact ? parseCsv(content) : parseTable(content, {u"file"_s, u"label"_s});
        QVERIFY2(table, table ? "" : qPrintable(table.error().message));
        QCOMPARE(table->header, (QStringList{u"file"_s, u"label"_s}));
        QCOMPARE(table->rows.front(), (QStringList{u"a"_s, u"x"_s}));
        QCOMPARE(table->remarks.size(), qsizetype(lies ? 1 : 0));
    }
}

void TestCsv::invisibleCharactersAroundTheNamesOfColumns()
{
    const QString content
        = u"\u200Bfile\uFEFF,\u2060 label\u00AD,\u200E\u200Bpatient\u200B \na,x,1\n"_s;
    for (const QString& text : {content, QString(content).replace(u"file"_s, u"\"file\""_s)}) {
        const auto table = parseTable(text.toUtf8(), {u"file"_s, u"label"_s});
        QVERIFY(table);
        QCOMPARE(table->header, (QStringList{u"file"_s, u"label"_s, u"patient"_s}));
    }
}

void TestCsv::theEndMarkOfDosIsNoRow_data()
{
    QTest::addColumn<QByteArray>("end");
    QTest::newRow("after the last line") << QByteArray("\r\n\x1A");
    QTest::newRow("in the last line") << QByteArray("\x1A");
    QTest::newRow("a block of them") << QByteArray("\r\n") + QByteArray(100, '\x1A');
    QTest::newRow("before a line end") << QByteArray("\r\n\x1A\r\n");
}

void TestCsv::theEndMarkOfDosIsNoRow()
{
    QFETCH(QByteArray, end);
    const auto table = parseCsv("a,b\r\n1,2" + end);
    QVERIFY2(table, table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->rows.size(), std::size_t{1});
    QCOMPARE(table->rows.front(), (QStringList{u"1"_s, u"2"_s}));
}

void TestCsv::aRowWithZeroBytesIsAFault()
{
    using namespace std::string_view_literals;
    const auto bytes
        = [](std::string_view text) { return QByteArray(text.data(), qsizetype(text.size())); };
    const auto table = parseTable(bytes("file,label\na,x\nb\0,y\nc,x\n\0\0\0\0"sv), {u"file"_s});
    QVERIFY2(table, table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->rows.size(), std::size_t{2});
    QCOMPARE(table->faults.size(), std::size_t{2});
    QCOMPARE(table->faults[0].line, 3);
    QVERIFY2(table->faults[0].reason.contains(u"Line 3 holds zero bytes"_s),
             qPrintable(table->faults[0].reason));
    QVERIFY(!parseCsv(bytes("a,b\n1,\0\n"sv)));
    QVERIFY(!parseTable(bytes("fi\0le,label\na,x\n"sv), {u"label"_s}));
    QVERIFY(!parseTable(bytes("a,b\n"sv) + QByteArray(100, '\0'), {u"a"_s}));
}

void TestCsv::aTableOfCommasFillsNoMemory()
{
    const QByteArray row = QByteArray(4000, ',') + '\n';
    QByteArray table = 'a' + row;
    for (int i = 0; i < 8100; ++i)
        table += row;
    const auto read = parseCsv(table);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::TooLarge);
}

QTEST_GUILESS_MAIN(TestCsv)
#include "test_csv.moc"
