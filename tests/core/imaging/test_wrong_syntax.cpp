// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/damaged_chest.h"

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Files whose transfer syntax is not that of their pixels.
class TestImagingWrongSyntax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongTransferSyntax_data() { chestRows(); }
    void wrongTransferSyntax();
    void otherKindOfTheSameCompression_data();
    void otherKindOfTheSameCompression();
    void otherEncodingOfTheDataSet_data();
    void otherEncodingOfTheDataSet();
    void uncompressedPixelsCalledCompressed();
    void uncompressedPixelsInFragments();
};

void TestImagingWrongSyntax::wrongTransferSyntax()
{
    FETCH_CHEST();
    const QList<QByteArray> syntaxes = {"1.2.840.10008.1.2.1",
                                        "1.2.840.10008.1.2.5",
                                        "1.2.840.10008.1.2.4.50",
                                        "1.2.840.10008.1.2.4.70",
                                        "1.2.840.10008.1.2.4.80",
                                        "1.2.840.10008.1.2.4.90",
                                        "1.2.840.10008.1.2.4.110",
                                        "1.2.840.10008.1.2.4.201",
                                        "1.2.840.10008.1.2.4.102",
                                        "1.2.840.10008.1.2.4.66",
                                        "1.2.3.4.5",
                                        ""};
    for (const QByteArray& syntax : syntaxes) {
        const auto r = readBytes(withFragments(chest.file, syntax, {chest.stream}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(*r->pixels == *whole.pixels);
        const bool isSame = syntax == chest.syntax;
        QCOMPARE(r->notes.size(), isSame ? 0 : 1);
        if (!isSame)
            QVERIFY2(r->notes.join(u' ').contains(u"read as"_s), qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingWrongSyntax::otherKindOfTheSameCompression_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QString>("words"); // empty: that is allowed
    const auto row
        = [](const char* name, const char* written, const char* said, const QString& words) {
              QTest::newRow(name) << "1.2.840.10008.1.2.4." + QByteArray(written)
                                  << "1.2.840.10008.1.2.4." + QByteArray(said) << words;
          };
    row("baseline called lossless", "50", "70",
        u"says lossless JPEG, but its picture is baseline JPEG"_s);
    row("baseline called lossless, any predictor", "50", "57", u"is baseline JPEG"_s);
    row("baseline called progressive", "50", "55", u"is baseline JPEG"_s);
    row("baseline called extended", "50", "51", {});
    row("lossless called baseline", "70", "50",
        u"says baseline JPEG, but its picture is lossless JPEG"_s);
    row("lossless called extended", "70", "51", u"is lossless JPEG"_s);
    row("near-lossless called lossless", "81", "80",
        u"says lossless JPEG-LS, but its picture is near-lossless JPEG-LS"_s);
    row("lossless called near-lossless", "80", "81", {});
    row("lossy called lossless", "91", "90",
        u"says lossless JPEG 2000, but its picture is lossy JPEG 2000"_s);
    row("lossless called lossy", "90", "91", {});
}

void TestImagingWrongSyntax::otherKindOfTheSameCompression()
{
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, said);
    QFETCH(QString, words);
    DicomSpec spec = plainChest(8);
    spec.transferSyntax = written;
    spec.jpeg2000Rate = written.endsWith("91") ? 4 : 0;
    const QByteArray file = writeDicom(spec);
    const QByteArray plain = writeDicom(plainChest(8));
    const QByteArray stream = firstFragment(file);
    const Radiograph whole = mustRead(withFragments(plain, written, {stream}));
    QVERIFY2(whole.notes.isEmpty(), qPrintable(whole.notes.join(u' ')));
    const auto r = readBytes(withFragments(plain, said, {stream}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels);
    QCOMPARE(r->notes.size(), words.isEmpty() ? 0 : 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
    if (!words.isEmpty())
        QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::StreamMended);
}

void TestImagingWrongSyntax::otherEncodingOfTheDataSet_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QString>("words");
    const QByteArray implicit = "1.2.840.10008.1.2";
    const QByteArray little = "1.2.840.10008.1.2.1";
    const QByteArray big = "1.2.840.10008.1.2.2";
    QTest::newRow("explicit called implicit")
        << little << implicit << u"is implicit little endian, but it is explicit little endian"_s;
    QTest::newRow("implicit called explicit")
        << implicit << little << u"is explicit little endian, but it is implicit little endian"_s;
    QTest::newRow("little called big") << little << big << u"but it is explicit little endian"_s;
    QTest::newRow("big called little") << big << little << u"but it is explicit big endian"_s;
    QTest::newRow("as it is") << little << little << QString();
}

void TestImagingWrongSyntax::otherEncodingOfTheDataSet()
{
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, said);
    QFETCH(QString, words);
    DicomSpec spec = plainChest(12);
    spec.transferSyntax = written;
    QByteArray file = writeDicom(spec);
    const Radiograph whole = mustRead(file);
    const auto padded = [](QByteArray uid) { return uid.size() % 2 == 0 ? uid : uid + '\0'; };
    const qsizetype at = file.indexOf(QByteArray::fromHex("020010005549"));
    QVERIFY(at > 0);
    file.replace(at + 8, padded(written).size(), padded(said));
    file[at + 6] = static_cast<char>(padded(said).size());
    const auto r = readBytes(file);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels);
    QCOMPARE(r->notes.size(), words.isEmpty() ? 0 : 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
    if (!words.isEmpty())
        QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::StreamMended);
}

void TestImagingWrongSyntax::uncompressedPixelsCalledCompressed()
{
    const QByteArray plain = writeDicom(plainChest(12));
    const Radiograph whole = mustRead(plain);
    for (const char* syntax :
         {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80",
          "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.102"}) {
        const qsizetype pixels = plain.lastIndexOf(QByteArray::fromHex("e07f1000"));
        const QByteArray other = withFragments(plain, syntax, {});
        const qsizetype replaced = other.lastIndexOf(QByteArray::fromHex("e07f1000"));
        isReadWith(other.left(replaced) + plain.mid(pixels), whole, u"is uncompressed"_s);
    }
}

void TestImagingWrongSyntax::uncompressedPixelsInFragments()
{
    const QByteArray plain = writeDicom(plainChest(12));
    const Radiograph whole = mustRead(plain);
    const qsizetype pixels = plain.lastIndexOf(QByteArray::fromHex("e07f1000")) + 12;
    const QByteArray bytes = plain.mid(pixels);
    // Encapsulated uncompressed is a transfer syntax of its own (PS3.5 A.4.11).
    const auto r = readBytes(withFragments(plain, "1.2.840.10008.1.2.1.98", {bytes}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels && r->notes.isEmpty());
    isReadWith(withFragments(plain, "1.2.840.10008.1.2.1", {bytes}), whole, u"lie in fragments"_s);
    isReadWith(withFragments(plain, "1.2.840.10008.1.2.4.90", {bytes}), whole,
               u"is uncompressed"_s);
    QVERIFY(!readBytes(withFragments(plain, "1.2.840.10008.1.2.1.98", {bytes.chopped(2)})));
    QVERIFY(!readBytes(withFragments(plain, "1.2.840.10008.1.2.4.90", {bytes.chopped(2)})));
}

QTEST_GUILESS_MAIN(TestImagingWrongSyntax)
#include "test_wrong_syntax.moc"
