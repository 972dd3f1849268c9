// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/visible_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestVisibleText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSteersATerminal_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"CHEST PA, Müller^Änne 胸部"_s << u"CHEST PA, Müller^Änne 胸部"_s;
        QTest::newRow("lines and tabs") << u"a\n\tb"_s << u"a\n\tb"_s;
        QTest::newRow("a title is set") << u"\x1b]0;owned\x07"_s << u"\u241b]0;owned\u2407"_s;
        QTest::newRow("a line is written over") << u"ok\rno"_s << u"ok\u240dno"_s;
        QTest::newRow("eight-bit controls") << u"\u009b2J"_s << u"\ufffd2J"_s;
        QTest::newRow("delete") << u"a\u007fb"_s << u"a\ufffdb"_s;
        QTest::newRow("letters turned around") << u"\u202egnp.exe\u2066"_s << u"\ufffdgnp.exe\ufffd"_s;
        QTest::newRow("marks of direction") << u"a\u200fb\u061cc"_s << u"a\ufffdb\ufffdc"_s;
        QTest::newRow("other separators of lines") << u"a\u2028b\u2029c"_s << u"a\ufffdb\ufffdc"_s;
        QTest::newRow("what cannot be seen") << u"a\u200bb\ufeffc"_s << u"a\ufffdb\ufffdc"_s;
        QTest::newRow("half a character") << QString(QChar(0xD83D)) + u'a' << u"\ufffda"_s;
        QTest::newRow("a whole one") << u"\U0001F600"_s << u"\U0001F600"_s;
        QTest::newRow("tags without a shape") << u"\U000E0041"_s << u"\ufffd"_s;
    }
    void nothingSteersATerminal()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, shown);
        QCOMPARE(visibleText(text), shown);
    }

    void jsonStaysTheSameJson()
    {
        const QJsonObject json{{u"view"_s, u"P\u009b2J\u202eA\u007f\U000E0041 ä\U0001F600"_s}};
        const QByteArray shown = visibleJson(QJsonDocument(json).toJson(QJsonDocument::Compact));
        QVERIFY(shown.contains("\\u009b"));
        QVERIFY(shown.contains("\\u202e"));
        QVERIFY(shown.contains("ä"));
        for (const char byte : shown)
            QVERIFY(byte != '\x1b' && byte != '\x7f');
        QCOMPARE(QJsonDocument::fromJson(shown).object(), json);
        QCOMPARE(visibleText(QString::fromUtf8(shown)), QString::fromUtf8(shown));
    }
};

QTEST_GUILESS_MAIN(TestVisibleText)
#include "test_visible_text.moc"
