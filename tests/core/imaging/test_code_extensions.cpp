// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/text_decoder.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using imaging::TextDecoder;

/// Names in the scripts of the world, as PS3.5 has them in its annexes H to K.
class TestCodeExtensions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesOfTheStandard_data();
    void namesOfTheStandard();
    void pairsHoldBytesOfDelimiters();
    void lettersOfTwoSetsInOneText();
    void setsThatWereNotAnnounced();
    void sequencesThatAreNotRepeated();
    void whatIsCutOffIsLeftOut_data();
    void whatIsCutOffIsLeftOut();
    void whatContradictsTheSetsIsNotChanged_data();
    void whatContradictsTheSetsIsNotChanged();
    void otherVrsAreNotConverted();
};

void TestCodeExtensions::namesOfTheStandard_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("name");
    QTest::newRow("H.3.1") << QByteArray("\\ISO 2022 IR 87")
                           << QByteArray("Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B="
                                         "\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B")
                           << u"Yamada^Tarou=山田^太郎=やまだ^たろう"_s;
    QTest::newRow("H.3.2") << QByteArray("ISO 2022 IR 13\\ISO 2022 IR 87")
                           << QByteArray("\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^"
                                         "\x1B$BB@O:\x1B(J=\x1B$B$d$^$@\x1B(J^\x1B$B$?$m$&\x1B(J")
                           << u"ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"_s;
    QTest::newRow("I.2") << QByteArray("\\ISO 2022 IR 149")
                         << QByteArray("Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7="
                                       "\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF")
                         << u"Hong^Gildong=洪^吉洞=홍^길동"_s;
    QTest::newRow("J.1") << QByteArray("ISO_IR 192") << u"Wang^XiaoDong=王^小東="_s.toUtf8()
                         << u"Wang^XiaoDong=王^小東="_s;
    QTest::newRow("J.3") << QByteArray("GB18030")
                         << QByteArray("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=")
                         << u"Wang^XiaoDong=王^小东="_s;
    QTest::newRow("J.4") << QByteArray("GBK")
                         << QByteArray("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=")
                         << u"Wang^XiaoDong=王^小东="_s;
    QTest::newRow("K.2") << QByteArray("\\ISO 2022 IR 58")
                         << QByteArray("Zhang^XiaoDong=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB=")
                         << u"Zhang^XiaoDong=张^小东="_s;
}

void TestCodeExtensions::namesOfTheStandard()
{
    QFETCH(QByteArray, charset);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, name);
    QCOMPARE(TextDecoder(charset).decode(bytes, "PN"), name);
    // As written by those who pad what need not be padded.
    QCOMPARE(TextDecoder(charset + ' ').decode(bytes, "PN"), name);
}

/// 0x5C, 0x5E and 0x3D part values and names, unless they are half a letter.
void TestCodeExtensions::pairsHoldBytesOfDelimiters()
{
    const TextDecoder decoder("\\ISO 2022 IR 87");
    QCOMPARE(decoder.decode("\x1B$B$^==$\\@^\x1B(B^A", "PN"), u"ま十ぼ折^A"_s);
    QCOMPARE(decoder.decode("\x1B$B$\\\x1B(B\\A", "LO"), u"ぼ\\A"_s);
}

void TestCodeExtensions::lettersOfTwoSetsInOneText()
{
    const TextDecoder decoder("ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 87\\ISO 2022 IR 159");
    QCOMPARE(decoder.decode("\xE9\x1B-L\xD1\x1B-A\xE9", "LO"), u"éбé"_s);
    // A new value begins with the first set again.
    QCOMPARE(decoder.decode("\x1B-L\xD1\\\xD1", "LO"), u"б\\Ñ"_s);
    QCOMPARE(decoder.decode("\x1B-L\xD1\r\n\xD1", "LT"), u"б\r\nÑ"_s);
    QCOMPARE(decoder.decode("\x1B$B;3\x1B$(D0!\x1B(B!", "LO"), u"山丂!"_s);
}

void TestCodeExtensions::setsThatWereNotAnnounced()
{
    QCOMPARE(TextDecoder("ISO_IR 100").decode("\x1B$B;3ED\x1B(B", "PN"), u"山田"_s);
    QCOMPARE(TextDecoder("ISO 2022 IR 149").decode("\xC8\xAB", "PN"), u"홍"_s);
}

void TestCodeExtensions::sequencesThatAreNotRepeated()
{
    QCOMPARE(TextDecoder("\\ISO 2022 IR 149").decode("\x1B$)C\xC8\xAB^\xB1\xE6\xB5\xBF", "PN"),
             u"홍^길동"_s);
}

void TestCodeExtensions::whatIsCutOffIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("half a pair") << QByteArray("A\x1B$B;3E");
    QTest::newRow("escape") << QByteArray("A\x1B$B;3\x1B");
    QTest::newRow("half an escape sequence") << QByteArray("A\x1B$B;3\x1B(");
    QTest::newRow("half a longer one") << QByteArray("A\x1B$B;3\x1B$)");
}

/// The bytes of a long value are decoded up to some length.
void TestCodeExtensions::whatIsCutOffIsLeftOut()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(TextDecoder("\\ISO 2022 IR 87").decode(bytes, "LT"), u"A山"_s);
    QCOMPARE(TextDecoder("GB18030").decode("A\xCD\xF5\xD0", "LT"), u"A王"_s);
}

void TestCodeExtensions::whatContradictsTheSetsIsNotChanged_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("UTF-8 for Japanese")
        << QByteArray("\\ISO 2022 IR 87") << u"山田"_s.toUtf8() << u"山田"_s;
    QTest::newRow("Latin-1 for ASCII")
        << QByteArray("ISO_IR 6") << QByteArray("M\xFCller") << u"Müller"_s;
    QTest::newRow("no letter") << QByteArray("\\ISO 2022 IR 149") << QByteArray("\x1B$)C\xFE\xFEx")
                               << u"\u001B$)C\u00FE\u00FEx"_s;
    QTest::newRow("unknown sequence")
        << QByteArray("\\ISO 2022 IR 87") << QByteArray("\x1B$*Zab") << u"\u001B$*Zab"_s;
    QTest::newRow("unknown set") << QByteArray("ISO_IR 999") << QByteArray("M\xFCller")
                                 << u"Müller"_s;
}

void TestCodeExtensions::whatContradictsTheSetsIsNotChanged()
{
    QFETCH(QByteArray, charset);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(TextDecoder(charset).decode(bytes, "LO"), text);
}

void TestCodeExtensions::otherVrsAreNotConverted()
{
    const QByteArray bytes("\x1B$B;3ED\x1B(B");
    QCOMPARE(TextDecoder("\\ISO 2022 IR 87").decode(bytes, "CS"), QString::fromLatin1(bytes));
}

QTEST_GUILESS_MAIN(TestCodeExtensions)
#include "test_code_extensions.moc"
