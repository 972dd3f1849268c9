// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/small_files.h"

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

using Entries = std::vector<std::uint16_t>;

constexpr int side = 64;

/// A chest of 12 bits that lies `offset` above 0.
DicomSpec chest(const Tags& tags, int offset = 0)
{
    DicomSpec spec;
    spec.columns = side;
    spec.rows = side;
    spec.values = drawChest(side, side, 4095);
    for (std::int32_t& value : spec.values)
        value += offset;
    if (offset > 0) {
        spec.bitsStored = 16;
        spec.highBit = 15;
    }
    spec.tags = tags;
    return spec;
}

Radiograph read(const DicomSpec& spec)
{
    auto radiograph = readBytes(writeDicom(spec));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

Tags window(const char* center, const char* width, const char* function = "LINEAR")
{
    return [=](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, center);
        d.putAndInsertString(DCM_WindowWidth, width);
        d.putAndInsertString(DCM_VOILUTFunction, function);
    };
}

Tags both(const Tags& first, const Tags& second)
{
    return [=](DcmDataset& d) {
        first(d);
        second(d);
    };
}

/// From 0 to `top`, or the other way round.
Entries line(std::size_t count, int top, bool falls = false)
{
    Entries entries;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t step = falls ? count - 1 - i : i;
        entries.push_back(
            static_cast<std::uint16_t>(step * static_cast<std::size_t>(top) / (count - 1)));
    }
    return entries;
}

Tags voiLut(int first, int bits, const Entries& entries, const char* name = "NORMAL")
{
    return [=](DcmDataset& d) { addLut(d, true, first, bits, entries, name); };
}

Tags modalityLut(int first, int bits, const Entries& entries)
{
    return [=](DcmDataset& d) { addLut(d, false, first, bits, entries, "curve"); };
}

Tags rescale(const char* slope, const char* intercept)
{
    return [=](DcmDataset& d) {
        d.putAndInsertString(DCM_RescaleSlope, slope);
        d.putAndInsertString(DCM_RescaleIntercept, intercept);
    };
}

/// Another descriptor than that of the data.
Tags described(const Tags& lut, int count, int first, int bits)
{
    return both(lut, [=](DcmDataset& d) {
        for (const DcmTagKey& key : {DCM_VOILUTSequence, DCM_ModalityLUTSequence}) {
            DcmItem* item = nullptr;
            const Uint16 descriptor[] = {static_cast<Uint16>(count), static_cast<Uint16>(first),
                                         static_cast<Uint16>(bits)};
            if (d.findAndGetSequenceItem(key, item).good() && item)
                item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
        }
    });
}

std::vector<std::uint8_t> greys(const Radiograph& radiograph)
{
    return DisplayLut(radiograph, radiograph.initialVoi).apply8(radiograph).pixels;
}

/// The largest difference in grey from the chest as a file without faults shows it.
int fromReference(const Radiograph& radiograph)
{
    const std::vector<std::uint8_t> expected = greys(read(chest(window("2048", "4096"))));
    const std::vector<std::uint8_t> got = greys(radiograph);
    int largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        largest = std::max(largest, std::abs(expected[i] - got[i]));
    return largest;
}

int spreadOf(const Radiograph& radiograph)
{
    const std::vector<std::uint8_t> pixels = greys(radiograph);
    const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
    return *high - *low;
}

QStringList notesWith(const Radiograph& radiograph, const QString& words)
{
    return radiograph.notes.filter(words);
}

QString notesOf(const Radiograph& radiograph)
{
    return radiograph.notes.join(u'\n');
}

} // namespace

/// Windows and VOI LUTs that render nothing of the picture, or the wrong thing, although the file
/// can be read.
class TestImagingVoiChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entriesTellWhatWhiteIs_data();
    void entriesTellWhatWhiteIs();
    void laterTablesAreReadByTheirEntriesAsWell();
    void oneStrayEntryDoesNotDarkenThePicture();
    void whatRendersNothingIsReplaced_data();
    void whatRendersNothingIsReplaced();
    void whatRendersThePictureStays_data();
    void whatRendersThePictureStays();
    void onlySoManyAreTried();
    void noNumberOfTablesHidesAWindow();
    void theFirstValueMayHaveTheOtherSign();
    void aModalityLutThatMissesThePictureIsLeftOut();
    void aFallingLutIsSaid();
    void ofAContradictionTheRisingOneIsShown();
    void aContradictionOfShapeIsSaid_data();
    void aContradictionOfShapeIsSaid();
    void valuesThatFillFewOfTheirBitsAreFitted();
    void aPaletteOfBytesInWordsIsNotBlack();
    void emptySequencesAreAbsent_data();
    void emptySequencesAreAbsent();
    void emptyFunctionalGroupsAreAbsent();
};

void TestImagingVoiChoice::entriesTellWhatWhiteIs_data()
{
    QTest::addColumn<DicomSpec>("spec");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("says 16, fills 12") << chest(voiLut(0, 16, line(4096, 4095))) << true;
    QTest::newRow("says 13, fills 12") << chest(voiLut(0, 13, line(4096, 4095))) << true;
    QTest::newRow("says 12") << chest(voiLut(0, 12, line(4096, 4095))) << false;
    QTest::newRow("says 8, fills 12") << chest(voiLut(0, 8, line(4096, 4095))) << false;
    QTest::newRow("says 0") << chest(voiLut(0, 0, line(4096, 4095))) << false;
    QTest::newRow("says 17") << chest(voiLut(0, 17, line(4096, 4095))) << false;
    Entries packed;
    for (int i = 0; i < 4096; i += 2)
        packed.push_back(static_cast<std::uint16_t>(i / 16 | (i + 1) / 16 << 8));
    QTest::newRow("packed bytes") << chest(described(voiLut(0, 8, packed), 4096, 0, 8)) << false;
    QTest::newRow("packed bytes, says 16")
        << chest(described(voiLut(0, 16, packed), 4096, 0, 16)) << true;
}

void TestImagingVoiChoice::entriesTellWhatWhiteIs()
{
    QFETCH(DicomSpec, spec);
    QFETCH(bool, isSaid);
    const Radiograph r = read(spec);
    QVERIFY2(fromReference(r) <= 1, qPrintable(QString::number(fromReference(r))));
    QVERIFY(std::holds_alternative<VoiTable>(r.initialVoi));
    QCOMPARE(notesWith(r, u"entries fill"_s).size(), isSaid ? 1 : 0);
    QCOMPARE(r.notes.size(), isSaid ? 1 : 0);
}

void TestImagingVoiChoice::laterTablesAreReadByTheirEntriesAsWell()
{
    const Radiograph r = read(
        chest(both(voiLut(0, 12, line(4096, 4095)), voiLut(0, 16, line(4096, 1023), "HARDER"))));
    QCOMPARE(DisplayLut(r, r.vois.at(1)).gray8(4095), std::uint8_t{255});
    QCOMPARE(notesOf(r), QString()); // it is not the one that is shown
}

void TestImagingVoiChoice::oneStrayEntryDoesNotDarkenThePicture()
{
    const Radiograph r = read(chest(voiLut(0, 12, line(4097, 4096))));
    QVERIFY2(fromReference(r) <= 1, qPrintable(QString::number(fromReference(r))));
}

void TestImagingVoiChoice::whatRendersNothingIsReplaced_data()
{
    QTest::addColumn<DicomSpec>("spec");
    QTest::addColumn<QString>("complaint");
    QTest::addColumn<int>("chosen"); // -1: the automatic window
    const QString one = u"misses the picture"_s;
    const QString two = u"two greys"_s;
    const QString few = u"small part of the greys"_s;
    const Tags fits = window("2048", "4096");
    const Tags rising = voiLut(0, 12, line(4096, 4095), "GOOD");

    const Tags low = voiLut(0, 16, line(4096, 65535));
    QTest::newRow("LUT below") << chest(low, 20000) << one << -1;
    QTest::newRow("LUT below, window fits")
        << chest(both(low, window("22048", "4096")), 20000) << one << 1;
    QTest::newRow("LUT above") << chest(voiLut(20000, 16, line(4096, 65535))) << one << -1;
    QTest::newRow("LUT white") << chest(voiLut(0, 16, Entries(4096, 65535))) << one << -1;
    QTest::newRow("LUT grey, window fits")
        << chest(both(voiLut(0, 16, Entries(4096, 40000)), fits)) << one << 1;
    QTest::newRow("LUT black, LUT fits")
        << chest(both(voiLut(0, 16, Entries(4096, 0)), rising)) << one << 1;
    QTest::newRow("LUT after fine rescale")
        << chest(both(low, rescale("0.0001", "0"))) << one << -1;
    Entries threshold(2048, 25000);
    threshold.resize(4096, 50000);
    QTest::newRow("LUT of two greys") << chest(voiLut(0, 16, threshold)) << two << -1;
    QTest::newRow("LUT dull") << chest(voiLut(0, 16, [] {
        Entries entries = line(4096, 3000);
        for (std::uint16_t& entry : entries)
            entry = static_cast<std::uint16_t>(entry + 40000);
        return entries;
    }())) << few << -1;

    QTest::newRow("window of width 1") << chest(window("2048", "1")) << two << -1;
    QTest::newRow("window of width 1, another fits")
        << chest(window("2048\\2048", "1\\4096")) << two << 1;
    QTest::newRow("window beside") << chest(window("90000", "100")) << one << -1;
    QTest::newRow("window all but beside") << chest(window("4040", "100")) << one << -1;
    QTest::newRow("window of 16 bits") << chest(window("32768", "65536")) << few << -1;
    QTest::newRow("window of 14 bits") << chest(window("8192", "16384")) << few << -1;
    QTest::newRow("window white") << chest(window("-32768", "70000")) << few << -1;
    QTest::newRow("exact window beside")
        << chest(window("90000", "100", "LINEAR_EXACT")) << one << -1;
    QTest::newRow("sigmoid beside") << chest(window("90000", "100", "SIGMOID")) << one << -1;
    QTest::newRow("sigmoid of a step") << chest(window("2048", "0.5", "SIGMOID")) << two << -1;
    QTest::newRow("window before rescale")
        << chest(both(fits, rescale("1", "-50000"))) << one << -1;
    DicomSpec inverse = chest(window("2048\\2048", "1\\4096"));
    inverse.photometric = u"MONOCHROME1"_s;
    QTest::newRow("inverted") << inverse << two << 1;
}

void TestImagingVoiChoice::whatRendersNothingIsReplaced()
{
    QFETCH(DicomSpec, spec);
    QFETCH(QString, complaint);
    QFETCH(int, chosen);
    const Radiograph r = read(spec);
    const QStringList said = notesWith(r, u"is used to start with"_s);
    QCOMPARE(said.size(), 1);
    QVERIFY2(said.front().contains(complaint), qPrintable(said.front()));
    QCOMPARE(r.notes.size(), 1);
    QCOMPARE(said.front().contains(u"the automatic window"_s), chosen < 0);
    const Voi expected
        = chosen < 0 ? Voi(automaticWindow(r)) : r.vois.at(static_cast<std::size_t>(chosen));
    QCOMPARE(r.initialVoi, expected);
    QVERIFY2(spreadOf(r) > 200, qPrintable(QString::number(spreadOf(r))));
}

void TestImagingVoiChoice::whatRendersThePictureStays_data()
{
    QTest::addColumn<DicomSpec>("spec");
    QTest::newRow("wide") << chest(window("2048", "4096"));
    QTest::newRow("narrow") << chest(window("2048", "1500"));
    QTest::newRow("dull") << chest(window("2048", "16000"));
    QTest::newRow("sigmoid") << chest(window("2048", "2000", "SIGMOID"));
    QTest::newRow("curve") << chest(voiLut(0, 12, line(4096, 4095)));
    QTest::newRow("curve that is never white") << chest(voiLut(0, 16, line(4096, 40000)));
    DicomSpec blank = chest(window("2048", "100"));
    std::fill(blank.values.begin(), blank.values.end(), 7);
    QTest::newRow("blank picture") << blank;
    DicomSpec mask = chest(window("2048", "4096"));
    for (std::int32_t& value : mask.values)
        value = value > 1000 ? 4095 : 0;
    QTest::newRow("picture of two values") << mask;
    DicomSpec padded = chest(both(window("2048", "4096"), [](DcmDataset& d) {
        d.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 4095);
    }));
    std::fill(padded.values.begin(), padded.values.begin() + side * side / 2, 4095);
    QTest::newRow("padding") << padded;
}

void TestImagingVoiChoice::whatRendersThePictureStays()
{
    QFETCH(DicomSpec, spec);
    const Radiograph r = read(spec);
    QCOMPARE(r.initialVoi, r.vois.at(0));
    QCOMPARE(notesOf(r), QString());
}

void TestImagingVoiChoice::onlySoManyAreTried()
{
    const auto withMissing = [](int count) {
        QByteArray centers;
        QByteArray widths;
        for (int i = 0; i < count; ++i) {
            centers += "90000\\";
            widths += "100\\";
        }
        return read(chest(window((centers + "2048").constData(), (widths + "4096").constData())));
    };
    QCOMPARE(std::get<VoiWindow>(withMissing(60).initialVoi).center, 2048.0);
    const Radiograph r = withMissing(100);
    QCOMPARE(r.initialVoi, Voi(automaticWindow(r)));
    QCOMPARE(r.notes.filter(u"to start with"_s).size(), 1);
}

void TestImagingVoiChoice::noNumberOfTablesHidesAWindow()
{
    const Radiograph r = read(chest([](DcmDataset& dataset) {
        for (int i = 0; i < 70; ++i)
            voiLut(20000, 16, line(16, 65535))(dataset);
        window("2048", "4096")(dataset);
    }));
    QCOMPARE(r.vois.size(), std::size_t{65});
    QCOMPARE(std::get<VoiWindow>(r.initialVoi).center, 2048.0);
}

void TestImagingVoiChoice::theFirstValueMayHaveTheOtherSign()
{
    // Values from 39999: the negative intercept makes the first value a signed one.
    const Radiograph high
        = read(chest(both(voiLut(40000, 12, line(4096, 4095)), rescale("1", "-1")), 40000));
    QCOMPARE(std::get<VoiTable>(high.initialVoi).firstValue, 40000);
    QVERIFY2(fromReference(high) <= 1, qPrintable(QString::number(fromReference(high))));
    QCOMPARE(high.notes.filter(u"-25536"_s).size(), 1);
    // Values from -4095, though neither pixels nor intercept are negative.
    const Radiograph low
        = read(chest(both(voiLut(-4095, 12, line(4096, 4095, true)), rescale("-1", "0"))));
    QCOMPARE(std::get<VoiTable>(low.initialVoi).firstValue, -4095);
    QVERIFY2(fromReference(low) <= 1, qPrintable(QString::number(fromReference(low))));
}

void TestImagingVoiChoice::aModalityLutThatMissesThePictureIsLeftOut()
{
    for (const Entries& entries : {line(4096, 4095), Entries(4096, 900), Entries{0, 4095}}) {
        const Radiograph r
            = read(chest(both(modalityLut(0, 16, entries), window("22048", "4096")), 20000));
        QCOMPARE(notesWith(r, u"modality LUT misses the picture"_s).size(), 1);
        QCOMPARE(r.notes.size(), 1);
        QCOMPARE(r.initialVoi, r.vois.at(0));
        QVERIFY2(fromReference(r) <= 1, qPrintable(QString::number(fromReference(r))));
    }
    const Radiograph fits
        = read(chest(both(modalityLut(0, 16, line(4096, 8190)), window("4096", "8192"))));
    QCOMPARE(notesOf(fits), QString());
    QVERIFY2(fromReference(fits) <= 1, qPrintable(QString::number(fromReference(fits))));
}

void TestImagingVoiChoice::aFallingLutIsSaid()
{
    const Radiograph r = read(chest(voiLut(0, 12, line(4096, 4095, true))));
    QCOMPARE(r.initialVoi, r.vois.at(0));
    QCOMPARE(r.notes.size(), 1);
    QVERIFY2(r.notes.front().contains(u"turns the greys around"_s), qPrintable(notesOf(r)));
    // A falling rescale is no contradiction: the modality values are what a LUT is for.
    const Radiograph rescaled
        = read(chest(both(voiLut(0, 12, line(4096, 4095)), rescale("-1", "4095"))));
    QCOMPARE(notesOf(rescaled), QString());
}

void TestImagingVoiChoice::ofAContradictionTheRisingOneIsShown()
{
    const Tags falls = voiLut(0, 16, line(4096, 65535, true));
    for (const Tags& rises : {window("2048", "4096"), voiLut(0, 16, line(4096, 65535), "OTHER")}) {
        const Radiograph r = read(chest(both(falls, rises)));
        QCOMPARE(r.initialVoi, r.vois.at(1));
        QCOMPARE(r.notes.size(), 1);
        QVERIFY2(r.notes.front().contains(u"contradicts itself"_s), qPrintable(notesOf(r)));
        QVERIFY(fromReference(r) <= 1);
        QCOMPARE(notesOf(read(chest(both(rises, window("2048", "4000"))))), QString());
    }
    // A window that shows nothing contradicts nothing.
    const Radiograph lone = read(chest(both(falls, window("90000", "100"))));
    QCOMPARE(lone.initialVoi, lone.vois.at(0));
    QVERIFY(!notesOf(lone).contains(u"contradicts"_s));
}

void TestImagingVoiChoice::aContradictionOfShapeIsSaid_data()
{
    QTest::addColumn<QString>("photometric");
    QTest::addColumn<QByteArray>("shape");
    QTest::addColumn<bool>("inverted");
    QTest::addColumn<bool>("isSaid");
    const QString dark = u"MONOCHROME1"_s;
    const QString bright = u"MONOCHROME2"_s;
    QTest::newRow("2 inverse") << bright << QByteArray("INVERSE") << true << true;
    QTest::newRow("1 identity") << dark << QByteArray("IDENTITY") << true << true;
    QTest::newRow("2 identity") << bright << QByteArray("IDENTITY") << false << false;
    QTest::newRow("1 inverse") << dark << QByteArray("INVERSE") << true << false;
    QTest::newRow("2 empty") << bright << QByteArray() << false << false;
    QTest::newRow("1 empty") << dark << QByteArray() << true << false;
}

void TestImagingVoiChoice::aContradictionOfShapeIsSaid()
{
    QFETCH(QString, photometric);
    QFETCH(QByteArray, shape);
    QFETCH(bool, inverted);
    QFETCH(bool, isSaid);
    DicomSpec spec = chest(both(window("2048", "4096"), [shape](DcmDataset& d) {
        d.putAndInsertString(DCM_PresentationLUTShape, shape.constData());
    }));
    spec.photometric = photometric;
    const Radiograph r = read(spec);
    QCOMPARE(r.inverted, inverted);
    QCOMPARE(notesWith(r, u"contradicts itself"_s).size(), isSaid ? 1 : 0);
    QCOMPARE(r.notes.size(), isSaid ? 1 : 0);
}

void TestImagingVoiChoice::valuesThatFillFewOfTheirBitsAreFitted()
{
    DicomSpec spec = chest({});
    spec.bitsAllocated = spec.bitsStored = 8;
    spec.highBit = 7;
    for (std::int32_t& value : spec.values)
        value /= 256; // 0 to 15 of 255
    const Radiograph dark = read(spec);
    QVERIFY(spreadOf(dark) > 200);
    QCOMPARE(dark.notes.filter(u"small part of the values"_s).size(), 1);

    DicomSpec colour = chest({});
    colour.samplesPerPixel = 3;
    colour.photometric = u"RGB"_s;
    colour.bitsStored = 16;
    colour.highBit = 15;
    colour.values = drawColours(side, side, 4095);
    const Radiograph shown = read(colour);
    QVERIFY(spreadOf(shown) > 200);
    QCOMPARE(shown.notes.filter(u"small part of the values"_s).size(), 1);

    DicomSpec full = chest({});
    full.bitsAllocated = full.bitsStored = 8;
    full.highBit = 7;
    for (std::int32_t& value : full.values)
        value /= 16;
    QCOMPARE(read(full).initialVoi, Voi(fullRangeWindow(read(full))));
    QCOMPARE(notesOf(read(full)), QString());
}

void TestImagingVoiChoice::aPaletteOfBytesInWordsIsNotBlack()
{
    const auto shown = [](int bits, int top) {
        DicomSpec spec = chest([=](DcmDataset& d) {
            const Uint16 descriptor[] = {256, 0, static_cast<Uint16>(bits)};
            const Entries entries = line(256, top);
            const DcmTagKey keys[][2] = {
                {DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData},
                {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData},
                {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData}};
            for (const auto& [about, data] : keys) {
                d.putAndInsertUint16Array(DcmTag(about, EVR_US), descriptor, 3);
                d.putAndInsertUint16Array(DcmTag(data, EVR_OW), entries.data(), 256);
            }
        });
        spec.photometric = u"PALETTE COLOR"_s;
        spec.bitsAllocated = spec.bitsStored = 8;
        spec.highBit = 7;
        for (std::int32_t& value : spec.values)
            value /= 16;
        return read(spec);
    };
    const Radiograph right = shown(16, 65535);
    const Radiograph wrong = shown(16, 255);
    QCOMPARE(wrong.notes.filter(u"palette says 16 bits"_s).size(), 1);
    QCOMPARE(right.notes.filter(u"palette says"_s).size(), 0);
    const std::vector<std::uint8_t> expected = greys(right);
    const std::vector<std::uint8_t> got = greys(wrong);
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(std::abs(expected[i] - got[i]) <= 1);
}

void TestImagingVoiChoice::emptySequencesAreAbsent_data()
{
    QTest::addColumn<int>("items");
    QTest::addColumn<bool>("withElements");
    QTest::newRow("no item") << 0 << false;
    QTest::newRow("an item without elements") << 1 << false;
    QTest::newRow("an item of empty elements") << 1 << true;
    QTest::newRow("two of them") << 2 << true;
}

void TestImagingVoiChoice::emptySequencesAreAbsent()
{
    QFETCH(int, items);
    QFETCH(bool, withElements);
    const Radiograph r = read(chest(both(window("2048", "4096"), [&](DcmDataset& d) {
        for (const DcmTagKey& key :
             {DCM_ModalityLUTSequence, DCM_VOILUTSequence, DCM_ViewCodeSequence,
              DCM_AnatomicRegionSequence, DCM_SharedFunctionalGroupsSequence,
              DCM_PerFrameFunctionalGroupsSequence}) {
            d.insertEmptyElement(key);
            for (int i = 0; i < items; ++i) {
                DcmItem* item = nullptr;
                d.findOrCreateSequenceItem(key, item, -2);
                if (!withElements)
                    continue;
                item->putAndInsertUint32(DcmTag(0x0028, 0x0000, EVR_UL), 24);
                item->insertEmptyElement(DcmTag(DCM_LUTDescriptor, EVR_US));
                item->insertEmptyElement(DCM_LUTExplanation);
                item->insertEmptyElement(DcmTag(DCM_LUTData, EVR_US));
                DcmItem* inner = nullptr;
                item->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, inner, -2);
                inner->insertEmptyElement(DCM_WindowCenter);
            }
        }
    })));
    QVERIFY(fromReference(r) <= 1);
    QCOMPARE(r.vois.size(), std::size_t{1});
    QCOMPARE(notesOf(r), QString());
}

void TestImagingVoiChoice::emptyFunctionalGroupsAreAbsent()
{
    const Radiograph r = read(chest([](DcmDataset& d) {
        DcmItem* frame = nullptr;
        d.findOrCreateSequenceItem(DCM_PerFrameFunctionalGroupsSequence, frame, -2);
        frame->putAndInsertString(DCM_FrameComments, "first");
        DcmItem* item = nullptr;
        frame->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, item, -2);
        item->insertEmptyElement(DCM_WindowCenter);
        item->insertEmptyElement(DCM_WindowWidth);
        DcmItem* shared = nullptr;
        d.findOrCreateSequenceItem(DCM_SharedFunctionalGroupsSequence, shared, -2);
        shared->findOrCreateSequenceItem(DCM_FrameVOILUTSequence, item, -2);
        item->putAndInsertString(DCM_WindowCenter, "2048");
        item->putAndInsertString(DCM_WindowWidth, "4096");
    }));
    QVERIFY(fromReference(r) <= 1);
    QCOMPARE(r.vois.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestImagingVoiChoice)
#include "test_voi_choice.moc"
