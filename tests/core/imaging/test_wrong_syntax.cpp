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
        // Kinds of JPEG are one compression.
        const bool isSame = syntax == chest.syntax
            || (QByteArray(chest.name).contains("JPEG") && !QByteArray(chest.name).contains("-LS")
                && !QByteArray(chest.name).contains("2000")
                && !QByteArray(chest.name).contains("XL")
                && (syntax.endsWith(".50") || syntax.endsWith(".70")));
        QCOMPARE(r->notes.size(), isSame ? 0 : 1);
        if (!isSame)
            QVERIFY2(r->notes.join(u' ').contains(u"read as"_s), qPrintable(r->notes.join(u' ')));
    }
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
