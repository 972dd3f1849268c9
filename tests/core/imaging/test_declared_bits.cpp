// SPDX-License-Identifier: GPL-3.0-or-later
// Samples whose bits are not where Bits Stored, High Bit and the transfer syntax say.
#include "tests/core/imaging/small_files.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 128;
constexpr int rows = 96;

Tags setBits(int stored, int high)
{
    return [=](DcmDataset& d) {
        d.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(stored));
        d.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(high));
    };
}

/// A chest of 12 bits; the writer masks nothing.
DicomSpec chest(const Tags& tags = {})
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsStored = 16;
    spec.highBit = 15;
    spec.values = drawChest(columns, rows, 4095);
    spec.tags = tags;
    return spec;
}

DicomSpec changed(const Tags& tags,
                  const std::function<std::int32_t(std::int32_t, std::size_t)>& change)
{
    DicomSpec spec = chest(tags);
    for (std::size_t i = 0; i < spec.values.size(); ++i)
        spec.values[i] = change(spec.values[i], i);
    return spec;
}

std::vector<std::uint16_t> expectedPixels()
{
    const auto values = drawChest(columns, rows, 4095);
    return {values.begin(), values.end()};
}

} // namespace

class TestDeclaredBits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bitsAsDeclaredHaveNoNote();
    void numbersOfOtherTypesAreRead();
    void bitsNotSaidGoUpToHighBit();
    void tenBitsSaidTwelveHeld();
    void swappedBytes_data();
    void swappedBytes();
    void highBitTooLow();
    void highBitTooHigh();
    void bitsThatAreNoGreysAreLeftOut();
    void bitsThatMayBeAnythingAreRefused();
    void signsDrawnOutAreNoFault();
    void paddingIsNoFault();
};

void TestDeclaredBits::bitsAsDeclaredHaveNoNote()
{
    for (const auto& [stored, high] : {std::pair{12, 11}, {16, 15}, {14, 13}}) {
        const auto r = readBytes(writeDicom(chest(setBits(stored, high))));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
        QCOMPARE(*r->pixels, expectedPixels());
    }
}

void TestDeclaredBits::numbersOfOtherTypesAreRead()
{
    const QByteArray file = writeDicom(chest(setBits(12, 11)));
    const QByteArray rowsTag = QByteArray::fromHex("28001000") + "US";
    const qsizetype at = file.indexOf(rowsTag);
    QVERIFY(at > 0);
    QByteArray little(4, '\0');
    little[0] = static_cast<char>(rows);
    for (const QByteArray& written :
         {QByteArray("UL\x04\0", 4) + little, QByteArray("SL\x04\0", 4) + little,
          QByteArray("UN\0\0\x02\0\0\0", 8) + little.first(2),
          QByteArray("IS\x04\0", 4) + QByteArray::number(rows).leftJustified(4)}) {
        QByteArray changedFile = file;
        changedFile.replace(at + 4, 6, written);
        const auto r = readBytes(changedFile);
        QVERIFY2(r, qPrintable(written.first(2) + ' ' + messageOf(r).toUtf8()));
        QCOMPARE(*r->pixels, expectedPixels());
    }
}

void TestDeclaredBits::bitsNotSaidGoUpToHighBit()
{
    const auto r = readBytes(writeDicom(chest([](DcmDataset& d) {
        d.remove(DCM_BitsStored);
        d.putAndInsertUint16(DCM_HighBit, 11);
    })));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QCOMPARE(r->bits.bits(), 12);
    QCOMPARE(r->notes.size(), 1);
    QVERIFY2(r->notes.first().contains(u"the 12 up to its High Bit"_s),
             qPrintable(r->notes.first()));
}

void TestDeclaredBits::tenBitsSaidTwelveHeld()
{
    const auto r = readBytes(writeDicom(chest(setBits(10, 9))));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QCOMPARE(r->bits.bits(), 12);
    QVERIFY2(r->notes.join(u' ').contains(u"they are read with 12 bits"_s),
             qPrintable(r->notes.join(u' ')));
    QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::BitsCorrected);
}

void TestDeclaredBits::swappedBytes_data()
{
    QTest::addColumn<int>("stored");
    QTest::newRow("12 bits") << 12;
    QTest::newRow("16 bits") << 16;
}

void TestDeclaredBits::swappedBytes()
{
    QFETCH(int, stored);
    const auto spec = changed(setBits(stored, stored - 1), [](std::int32_t value, std::size_t) {
        return (value & 0xFF) << 8 | value >> 8;
    });
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QCOMPARE(r->notes.size(), 1);
    QVERIFY2(r->notes.first().contains(u"they were swapped"_s), qPrintable(r->notes.first()));
}

void TestDeclaredBits::highBitTooLow()
{
    const auto spec
        = changed(setBits(12, 11), [](std::int32_t value, std::size_t) { return value << 4; });
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QVERIFY2(r->notes.join(u' ').contains(u"is 11 (High Bit)"_s), qPrintable(r->notes.join(u' ')));
}

void TestDeclaredBits::highBitTooHigh()
{
    const auto r = readBytes(writeDicom(chest(setBits(12, 15))));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QVERIFY2(r->notes.join(u' ').contains(u"is 15 (High Bit)"_s), qPrintable(r->notes.join(u' ')));
}

void TestDeclaredBits::bitsThatAreNoGreysAreLeftOut()
{
    // A frame that no group 60xx tells of.
    const auto spec = changed(setBits(12, 11), [](std::int32_t value, std::size_t i) {
        return i / columns == 40 ? value | 1 << 14 : value;
    });
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(*r->pixels, expectedPixels());
    QVERIFY2(r->notes.join(u' ').contains(u"128 of 12288 samples have bits above the 12"_s),
             qPrintable(r->notes.join(u' ')));
}

void TestDeclaredBits::bitsThatMayBeAnythingAreRefused()
{
    std::uint32_t state = 1;
    const auto spec = changed(setBits(14, 13), [&](std::int32_t, std::size_t) {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::int32_t>(state >> 17); // noise of 15 bits
    });
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(messageOf(r).contains(u"nothing shows whether they are greys"_s),
             qPrintable(messageOf(r)));
}

void TestDeclaredBits::signsDrawnOutAreNoFault()
{
    auto spec = changed(setBits(12, 11),
                        [](std::int32_t value, std::size_t) { return value / 2 - 1000; });
    spec.isSigned = true;
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
}

void TestDeclaredBits::paddingIsNoFault()
{
    const auto bits = setBits(12, 11);
    const auto spec = changed(
        [bits](DcmDataset& d) {
            bits(d);
            d.putAndInsertUint16(DCM_PixelPaddingValue, 0xFFFF);
        },
        [](std::int32_t value, std::size_t i) { return i / columns < 5 ? 0xFFFF : value; });
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
}

QTEST_GUILESS_MAIN(TestDeclaredBits)
#include "test_declared_bits.moc"
