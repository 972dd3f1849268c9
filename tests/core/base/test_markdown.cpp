// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/markdown.h"
#include "tests/support/markdown_tables.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestMarkdown : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAndHeads()
    {
        QCOMPARE(tableRow({u"a"_s, u"1"_s}), u"| a | 1 |\n"_s);
        QCOMPARE(tableRow({u"a"_s, {}, {}}), u"| a |  |  |\n"_s);
        QCOMPARE(tableHead({u"x"_s, u"y"_s}, TableRule::Wide), u"| x | y |\n| --- | --- |\n"_s);
        QCOMPARE(tableHead({u"x"_s, u"y"_s}, TableRule::Tight), u"| x | y |\n|---|---|\n"_s);
    }

    void anyTextStaysInItsCell_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"a|b", "|", "||", "a\\", "a\\|b", "\\\\|", "50 % of %1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void anyTextStaysInItsCell()
    {
        QFETCH(QString, text);
        QCOMPARE(cellsOf(tableRow({text, u"next"_s}).trimmed()), QStringList({text, u"next"_s}));
        const QString table = tableHead({text, u"b"_s}, TableRule::Tight) + tableRow({text, text});
        QCOMPARE(raggedRow(table), QString());
    }

    void namesMarkNothing()
    {
        QCOMPARE(literal(u"<b>covid</b>"_s), u"\\<b\\>covid\\</b\\>"_s);
        QCOMPARE(literal(u"*a* [b](c) `d` &amp; ~e~"_s),
                 u"\\*a\\* \\[b\\](c) \\`d\\` \\&amp; \\~e\\~"_s);
        QCOMPARE(literal(u"viral_pneumonia"_s), u"viral_pneumonia"_s);
        QCOMPARE(literal(u"_viral_"_s), u"\\_viral\\_"_s);
        QCOMPARE(literal(u"a\n# b\x1B[2J"_s), u"a # b \\[2J"_s);
    }

    void aLineBreakEndsNoRow() { QCOMPARE(tableRow({u"a\nb"_s, u"c\rd"_s}), u"| a b | c d |\n"_s); }

    void namesInQuotationMarks() { QCOMPARE(listed({u"a, b"_s, u"c"_s}), u"\"a, b\", \"c\""_s); }
};

QTEST_GUILESS_MAIN(TestMarkdown)
#include "test_markdown.moc"
