// SPDX-License-Identifier: GPL-3.0-or-later
// Pixel Representation that says a sign where there is none, and the other way round.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/small_files.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 128;
constexpr int rows = 96;

/// A chest with the noise of a detector, over all of so many bits but their ends.
std::vector<std::int32_t> noisyChest(int bits)
{
    const int white = (1 << bits) - 1;
    std::vector<std::int32_t> values = drawChest(columns, rows, white * 8 / 10);
    QRandomGenerator random(7);
    for (std::int32_t& value : values)
        value += white / 20 + random.bounded(std::max(white / 50, 3));
    return values;
}

/// The samples as they are, under a file that says so of them.
DicomSpec said(bool isSigned, int bits, const std::vector<std::int32_t>& values)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsAllocated = bits > 8 ? 16 : 8;
    spec.bitsStored = bits;
    spec.highBit = bits - 1;
    spec.isSigned = isSigned;
    spec.values = values;
    return spec;
}

std::vector<std::int32_t> shifted(std::vector<std::int32_t> values, std::int32_t by)
{
    for (std::int32_t& value : values)
        value += by;
    return values;
}

/// The greys in their order, whatever they are counted from.
bool holds(const Radiograph& radiograph, const std::vector<std::int32_t>& values)
{
    const double slope = radiograph.valueScale;
    return std::equal(values.begin(), values.end(), radiograph.pixels->begin(),
                      radiograph.pixels->end(), [&](std::int32_t value, std::uint16_t pixel) {
                          return qFuzzyCompare(1e6 + value,
                                               1e6 + pixel * slope + radiograph.valueOffset);
                      });
}

bool tellsSign(const Radiograph& radiograph)
{
    return std::any_of(radiograph.notes.begin(), radiograph.notes.end(), [&](const QString& note) {
        return note.contains(u"Pixel Representation"_s)
            && radiograph.notes.codeOf(note) == NoteCode::BitsCorrected;
    });
}

} // namespace

class TestDeclaredSign : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signedSaidUnsignedHeld_data() { depths(); }
    void signedSaidUnsignedHeld();
    void unsignedSaidSignedHeld_data() { depths(); }
    void unsignedSaidSignedHeld();
    void whatIsAsSaidHasNoNote_data() { depths(); }
    void whatIsAsSaidHasNoNote();
    void greysThatHadEightBitsAreFew();
    void compressedFilesAlike();
    void valuesOnOneSideTellNothing();
    void paddingBesideWhiteIsNoFault();
    void blackAndWhiteIsNoFault();

private:
    static void depths()
    {
        QTest::addColumn<int>("bits");
        for (const int bits : {8, 10, 12, 14, 16})
            QTest::addRow("%d bits", bits) << bits;
    }
};

void TestDeclaredSign::signedSaidUnsignedHeld()
{
    QFETCH(int, bits);
    const auto values = noisyChest(bits);
    const auto r = readBytes(writeDicom(said(true, bits, values)));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(tellsSign(*r), qPrintable(r->notes.join(u' ')));
    QVERIFY(holds(*r, values));
    QCOMPARE(r->notes.size(), 1);
}

void TestDeclaredSign::unsignedSaidSignedHeld()
{
    QFETCH(int, bits);
    if (bits == 8)
        QSKIP("greys of 8 bits are not looked at: black words on white would look so");
    const auto values = shifted(noisyChest(bits), -(1 << (bits - 1)));
    const auto r = readBytes(writeDicom(said(false, bits, values)));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(tellsSign(*r), qPrintable(r->notes.join(u' ')));
    QVERIFY(holds(*r, values));
}

void TestDeclaredSign::whatIsAsSaidHasNoNote()
{
    QFETCH(int, bits);
    const auto values = noisyChest(bits);
    const auto plain = readBytes(writeDicom(said(false, bits, values)));
    QVERIFY2(plain, qPrintable(messageOf(plain)));
    QVERIFY2(plain->notes.isEmpty(), qPrintable(plain->notes.join(u' ')));
    const auto negative = shifted(values, -(1 << (bits - 1)));
    const auto withSign = readBytes(writeDicom(said(true, bits, negative)));
    QVERIFY2(withSign, qPrintable(messageOf(withSign)));
    QVERIFY2(withSign->notes.isEmpty(), qPrintable(withSign->notes.join(u' ')));
    QVERIFY(holds(*withSign, negative));
}

void TestDeclaredSign::greysThatHadEightBitsAreFew()
{
    // Converters multiply greys of 8 bits: the lowest bits of all are alike.
    for (const int bits : {12, 16}) {
        auto values = noisyChest(8);
        for (std::int32_t& value : values)
            value <<= bits - 8;
        const auto plain = readBytes(writeDicom(said(true, bits, values)));
        QVERIFY2(plain, qPrintable(messageOf(plain)));
        QVERIFY2(tellsSign(*plain), qPrintable(plain->notes.join(u' ')));
        QVERIFY(holds(*plain, values));
        const auto negative = shifted(values, -(1 << (bits - 1)));
        const auto withSign = readBytes(writeDicom(said(false, bits, negative)));
        QVERIFY2(withSign, qPrintable(messageOf(withSign)));
        QVERIFY2(tellsSign(*withSign), qPrintable(withSign->notes.join(u' ')));
        QVERIFY(holds(*withSign, negative));
    }
}

void TestDeclaredSign::compressedFilesAlike()
{
    for (const char* syntax : {"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70",
                               "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"}) {
        DicomSpec spec = said(false, 12, noisyChest(12));
        spec.transferSyntax = syntax;
        const QByteArray right = writeDicom(spec);
        // The tag alone is wrong: encoders would do something about it.
        QByteArray wrong = right;
        const QByteArray tag = QByteArray::fromHex("2800030155530200");
        const qsizetype at = wrong.indexOf(tag);
        QVERIFY(at > 0);
        wrong[at + tag.size()] = 1;
        const auto r = readBytes(wrong);
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(tellsSign(*r), syntax);
        QVERIFY(*r->pixels == *readBytes(right)->pixels);
        QCOMPARE(r->valueOffset, 0.0);
    }
}

void TestDeclaredSign::valuesOnOneSideTellNothing()
{
    // Positive values are the same with and without a sign.
    const auto values = noisyChest(12);
    for (const bool isSigned : {false, true}) {
        DicomSpec spec = said(isSigned, 14, values);
        const auto r = readBytes(writeDicom(spec));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
        QVERIFY(holds(*r, values));
    }
}

void TestDeclaredSign::paddingBesideWhiteIsNoFault()
{
    // The lowest value a film can have, beside air that is nearly the highest one.
    auto values = noisyChest(11);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            auto& value = values[static_cast<std::size_t>(row) * columns + column];
            if (column < 20)
                value = -2048;
            else if (column < 40)
                value = 2040 + (row * 7 + column) % 8;
        }
    const auto r = readBytes(writeDicom(said(true, 12, values)));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(!tellsSign(*r), qPrintable(r->notes.join(u' ')));
}

void TestDeclaredSign::blackAndWhiteIsNoFault()
{
    // Words on a film, and a page of them.
    auto film = noisyChest(12);
    std::vector<std::int32_t> page(film.size(), 4095);
    QRandomGenerator random(9);
    for (std::size_t i = 0; i < film.size(); ++i) {
        const bool isInk = random.bounded(3) == 0;
        if (i % columns < 40)
            film[i] = isInk ? 4095 : 0;
        if (isInk)
            page[i] = random.bounded(4) * 3;
    }
    for (const auto& values : {film, page}) {
        const auto r = readBytes(writeDicom(said(false, 12, values)));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(!tellsSign(*r), qPrintable(r->notes.join(u' ')));
    }
}

QTEST_GUILESS_MAIN(TestDeclaredSign)
#include "test_declared_sign.moc"
