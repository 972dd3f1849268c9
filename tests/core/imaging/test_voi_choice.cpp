// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/chest_with_luts.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Windows and VOI LUTs that render nothing of the picture, or the wrong thing, although the file
/// can be read.
class TestImagingVoiChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatRendersNothingIsReplaced_data();
    void whatRendersNothingIsReplaced();
    void whatRendersThePictureStays_data();
    void whatRendersThePictureStays();
    void onlySoManyAreTried();
    void noNumberOfTablesHidesAWindow();
    void aModalityLutThatMissesThePictureIsLeftOut();
    void valuesThatFillFewOfTheirBitsAreFitted();
    void aFallingLutIsSaid();
    void ofAContradictionTheRisingOneIsShown();
    void aContradictionOfShapeIsSaid_data();
    void aContradictionOfShapeIsSaid();
};

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
    std::fill(padded.values.begin(), padded.values.begin() + chestSide * chestSide / 4, 4095);
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
    colour.values = drawColours(chestSide, chestSide, 4095);
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

QTEST_GUILESS_MAIN(TestImagingVoiChoice)
#include "test_voi_choice.moc"
