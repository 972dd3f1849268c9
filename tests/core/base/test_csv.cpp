// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"

#include <QTest>

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

QTEST_GUILESS_MAIN(TestCsv)
#include "test_csv.moc"
