// SPDX-License-Identifier: GPL-3.0-or-later
// Overlays that files bring along (groups 60xx): read, and kept from the greys.
#include "core/imaging/picture_identity.h"
#include "tests/core/imaging/small_files.h"
#include "tests/support/overlay_writer.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

DicomSpec filmWith(const std::vector<OverlaySpec>& overlays)
{
    return small([overlays](DcmDataset& d) {
        for (const OverlaySpec& overlay : overlays)
            addOverlay(d, overlay);
    });
}

/// As large as the film, which has 24 x 16 pixels.
OverlaySpec wholePlane(const std::function<bool(int, int)>& isSet = squareFrame(3, 2, 7, 1))
{
    OverlaySpec spec;
    spec.columns = 24;
    spec.rows = 16;
    spec.isSet = isSet;
    return spec;
}

bool isSet(const OverlayPlane& plane, int column, int row)
{
    const auto at
        = plane.stride() * static_cast<std::size_t>(row) + static_cast<std::size_t>(column / 8);
    return (plane.bits->at(at) >> column % 8 & 1) != 0;
}

/// In a bit of the film's pixels.
OverlaySpec planeInBit(int position, int columns = 24, int rows = 16)
{
    OverlaySpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.bitsAllocated = 16;
    spec.bitPosition = position;
    return spec;
}

/// Has such a plane, and the drawing in that bit.
DicomSpec filmWithBit(int position, const std::function<bool(int, int)>& isSet)
{
    DicomSpec spec = filmWith({planeInBit(position)});
    // The writer masks nothing that is stored in 16 bits.
    spec.bitsStored = 16;
    spec.highBit = 15;
    for (int i = 0; i < 24 * 16; ++i)
        if (isSet(i % 24, i / 24))
            spec.values[static_cast<std::size_t>(i)] |= 1 << position;
    return spec;
}

/// One character for each pixel of the picture.
QStringList expected(const std::function<bool(int, int)>& isSetAt)
{
    QStringList lines;
    for (int row = 0; row < 16; ++row) {
        QString line;
        for (int column = 0; column < 24; ++column)
            line += isSetAt(column, row) ? u'#' : u'.';
        lines << line;
    }
    return lines;
}

/// What the plane draws in the picture.
QStringList drawn(const OverlayPlane& plane)
{
    return expected([&plane](int column, int row) {
        const int x = column - static_cast<int>(plane.left);
        const int y = row - static_cast<int>(plane.top);
        return x >= 0 && y >= 0 && x < plane.columns && y < plane.rows && isSet(plane, x, y);
    });
}

Radiograph readFilm(const DicomSpec& spec)
{
    auto radiograph = readBytes(writeDicom(spec));
    if (!radiograph)
        qFatal("%s", qPrintable(radiograph.error().message));
    return *std::move(radiograph);
}

QString identityOf(const Radiograph& radiograph)
{
    return imaging::pictureSha256({radiograph, radiograph.columns, radiograph.rows});
}

} // namespace

class TestImagingOverlays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyGroupAndEncoding_data();
    void everyGroupAndEncoding();
    void liesWhereItsOriginSays_data();
    void liesWhereItsOriginSays();
    void sixteenAtOnce();
    void tellsItsNames();
    void regionsAndCoversBecomeRims();
    void whatIsBrokenCostsNoFilm_data();
    void whatIsBrokenCostsNoFilm();
    void anEmptyPlaneIsNone();
    void bitsBesideTheGreysAreAnOverlay();
    void bitsAmongTheGreysAreKeptFromThem();
    void greysSaidToBeAnOverlayStayGreys();
    void smallPicturesSayTheSame();
    void aWrongItemIsNoSequence();
};

void TestImagingOverlays::everyGroupAndEncoding_data()
{
    QTest::addColumn<DicomSpec>("spec");
    for (int i = 0; i < 16; ++i) {
        OverlaySpec overlay = wholePlane();
        overlay.group = 0x6000 + 2 * i;
        QTest::addRow("%X", 0x6000 + 2 * i) << filmWith({overlay});
    }
    for (const char* syntax : {"1.2.840.10008.1.2", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99",
                               "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"}) {
        DicomSpec spec = filmWith({wholePlane()});
        spec.transferSyntax = syntax;
        QTest::newRow(syntax) << spec;
        OverlaySpec asBytes = wholePlane();
        asBytes.asBytes = true;
        spec = filmWith({asBytes});
        spec.transferSyntax = syntax;
        QTest::newRow((QByteArray(syntax) + " OB").constData()) << spec;
    }
    for (const int allocated : {8, 16}) {
        OverlaySpec wide = wholePlane();
        wide.bitsAllocated = allocated;
        wide.bitPosition = 3;
        QTest::addRow("%d bits a pixel", allocated) << filmWith({wide});
        OverlaySpec packed = wholePlane();
        DicomSpec spec = small([packed, allocated](DcmDataset& d) {
            addOverlay(d, packed);
            d.putAndInsertUint16(DcmTag(0x6000, 0x0100, EVR_US), static_cast<Uint16>(allocated));
        });
        QTest::addRow("%d bits said, one there", allocated) << spec;
    }
}

void TestImagingOverlays::everyGroupAndEncoding()
{
    QFETCH(DicomSpec, spec);
    const Radiograph r = readFilm(spec);
    QCOMPARE(r.planes.size(), std::size_t{1});
    QCOMPARE(drawn(r.planes[0]), expected(squareFrame(3, 2, 7, 1)));
    QVERIFY2(r.notes.join(u' ').contains(u"brings an overlay (group 60"_s),
             qPrintable(r.notes.join(u' ')));
    // The film is that of a file without an overlay.
    spec.tags = {};
    const Radiograph without = readFilm(spec);
    QCOMPARE(*r.pixels, *without.pixels);
    QCOMPARE(identityOf(r), identityOf(without));
}

void TestImagingOverlays::liesWhereItsOriginSays_data()
{
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("top");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::newRow("inside") << 5 << 3 << 11 << 9;
    QTest::newRow("before it") << -4 << -2 << 13 << 9;
    QTest::newRow("beyond it") << 19 << 12 << 13 << 9;
    QTest::newRow("larger") << -3 << -5 << 40 << 31;
    QTest::newRow("first") << 1 << 1 << 24 << 16;
}

void TestImagingOverlays::liesWhereItsOriginSays()
{
    QFETCH(int, left);
    QFETCH(int, top);
    QFETCH(int, columns);
    QFETCH(int, rows);
    const auto pattern = [](int column, int row) { return (column + 2 * row) % 5 == 0; };
    OverlaySpec overlay;
    overlay.columns = columns;
    overlay.rows = rows;
    overlay.left = left;
    overlay.top = top;
    overlay.isSet = pattern;
    const Radiograph r = readFilm(filmWith({overlay}));
    QCOMPARE(r.planes.size(), std::size_t{1});
    const OverlayPlane& plane = r.planes[0];
    QVERIFY(plane.left >= 0 && plane.top >= 0);
    QVERIFY(plane.left + plane.columns <= 24 && plane.top + plane.rows <= 16);
    QCOMPARE(drawn(plane), expected([&](int column, int row) {
                 const int x = column - (left - 1);
                 const int y = row - (top - 1);
                 return x >= 0 && y >= 0 && x < columns && y < rows && pattern(x, y);
             }));
}

void TestImagingOverlays::sixteenAtOnce()
{
    std::vector<OverlaySpec> overlays;
    for (int i = 0; i < 16; ++i) {
        OverlaySpec overlay = wholePlane(squareFrame(i, 0, 3, 1));
        overlay.group = 0x6000 + 2 * i;
        overlays.push_back(overlay);
    }
    // Groups beyond these are none of the standard's.
    for (const int group : {0x6020, 0x60FE}) {
        OverlaySpec overlay = wholePlane();
        overlay.group = group;
        overlays.push_back(overlay);
    }
    const Radiograph r = readFilm(filmWith(overlays));
    QCOMPARE(r.planes.size(), std::size_t{16});
    for (int i = 0; i < 16; ++i) {
        QCOMPARE(r.planes[static_cast<std::size_t>(i)].group, 0x6000 + 2 * i);
        QCOMPARE(drawn(r.planes[static_cast<std::size_t>(i)]), expected(squareFrame(i, 0, 3, 1)));
    }
    QVERIFY(r.notes.join(u' ').contains(u"brings 16 overlays"_s));
}

void TestImagingOverlays::tellsItsNames()
{
    OverlaySpec overlay = wholePlane();
    overlay.label = u"Côté"_s;
    overlay.description = u"side\nmarker "_s + QString(90, u'x');
    DicomSpec spec = small([overlay](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
        addOverlay(d, overlay);
    });
    const Radiograph r = readFilm(spec);
    QCOMPARE(r.planes.size(), std::size_t{1});
    QCOMPARE(r.planes[0].label, u"Côté"_s);
    QVERIFY(r.planes[0].description.startsWith(u"side marker xxx"_s));
    QCOMPARE(r.planes[0].description.size(), 64);
}

void TestImagingOverlays::regionsAndCoversBecomeRims()
{
    const auto filled
        = [](int column, int row) { return column >= 4 && column < 12 && row >= 3 && row < 11; };
    OverlaySpec graphics = wholePlane(filled);
    OverlaySpec region = wholePlane(filled);
    region.group = 0x6002;
    region.type = "R";
    OverlaySpec cover = wholePlane([](int, int) { return true; });
    cover.group = 0x6004;
    const Radiograph r = readFilm(filmWith({graphics, region, cover}));
    QCOMPARE(r.planes.size(), std::size_t{3});
    QCOMPARE(drawn(r.planes[0]), expected(filled));
    QVERIFY(!r.planes[0].isRim && r.planes[1].isRim && r.planes[2].isRim);
    QCOMPARE(drawn(r.planes[1]), expected(squareFrame(4, 3, 8, 1)));
    QCOMPARE(drawn(r.planes[2]), expected([](int column, int row) {
                 return column == 0 || row == 0 || column == 23 || row == 15;
             }));
}

void TestImagingOverlays::whatIsBrokenCostsNoFilm_data()
{
    QTest::addColumn<OverlaySpec>("broken");
    QTest::addColumn<QString>("words");
    OverlaySpec cut = wholePlane();
    cut.bytes = 47; // of 48, which makes 48 with the padding
    cut.rows = 17;
    QTest::newRow("too short") << cut << u"its data end after 48 of 51 bytes"_s;
    QTest::newRow("no data") << wholePlane({}) << u"it has no data"_s;
    OverlaySpec empty = wholePlane();
    empty.bytes = 0;
    QTest::newRow("empty data") << empty << u"its data end after 0 of 48 bytes"_s;
    OverlaySpec flat = wholePlane();
    flat.rows = 0;
    QTest::newRow("no rows") << flat << u"it has no size"_s;
    OverlaySpec huge = wholePlane();
    huge.isSet = {};
    huge.columns = huge.rows = 65535;
    QTest::newRow("huge and no data") << huge << u"it has no data"_s;
    OverlaySpec away = wholePlane();
    away.left = 25;
    QTest::newRow("beside") << away << u"it lies outside of the picture"_s;
    away.left = -32768;
    away.top = 32767;
    QTest::newRow("far away") << away << u"it lies outside of the picture"_s;
    OverlaySpec later = wholePlane();
    later.firstFrame = 2;
    QTest::newRow("of a later frame") << later << u"it belongs to frame 2"_s;
    QTest::newRow("a bit that no pixel has") << planeInBit(16) << u"the pixels have no bit 16"_s;
    QTest::newRow("wider than the pixels") << planeInBit(15, 25) << u"its size is not that"_s;
    QTest::newRow("lower than the pixels") << planeInBit(15, 24, 15) << u"its size is not that"_s;
}

void TestImagingOverlays::whatIsBrokenCostsNoFilm()
{
    QFETCH(OverlaySpec, broken);
    QFETCH(QString, words);
    OverlaySpec good = wholePlane();
    good.group = 0x6004;
    const Radiograph r = readFilm(filmWith({broken, good}));
    QCOMPARE(*r.pixels, *readFilm(small()).pixels);
    QCOMPARE(r.planes.size(), std::size_t{1});
    QCOMPARE(r.planes[0].group, 0x6004);
    const QString notes = r.notes.join(u' ');
    QVERIFY2(notes.contains(u"overlay 6000 is left out: "_s + words), qPrintable(notes));
}

void TestImagingOverlays::anEmptyPlaneIsNone()
{
    const Radiograph r = readFilm(filmWith({wholePlane([](int, int) { return false; })}));
    QVERIFY(r.planes.empty());
    QCOMPARE(r.notes, readFilm(small()).notes);
}

void TestImagingOverlays::bitsBesideTheGreysAreAnOverlay()
{
    const auto frame = squareFrame(3, 2, 7, 1);
    for (const int position : {12, 15}) {
        DicomSpec spec = filmWithBit(position, frame);
        spec.tags = [tags = spec.tags](DcmDataset& d) {
            tags(d);
            d.putAndInsertUint16(DCM_BitsStored, 12);
            d.putAndInsertUint16(DCM_HighBit, 11);
        };
        const Radiograph r = readFilm(spec);
        QCOMPARE(*r.pixels, *readFilm(small()).pixels);
        QCOMPARE(r.planes.size(), std::size_t{1});
        QCOMPARE(drawn(r.planes[0]), expected(frame));
    }
}

void TestImagingOverlays::bitsAmongTheGreysAreKeptFromThem()
{
    const auto frame = squareFrame(3, 2, 7, 1);
    const Radiograph r = readFilm(filmWithBit(15, frame));
    QCOMPARE(*r.pixels, *readFilm(small()).pixels);
    QCOMPARE(r.planes.size(), std::size_t{1});
    QCOMPARE(drawn(r.planes[0]), expected(frame));
}

void TestImagingOverlays::greysSaidToBeAnOverlayStayGreys()
{
    for (const int position : {0, 5, 11}) {
        const Radiograph r = readFilm(filmWith({planeInBit(position)}));
        QCOMPARE(*r.pixels, *readFilm(small()).pixels);
        QVERIFY(r.planes.empty());
        QVERIFY2(r.notes.join(u' ').contains(u"holds greys"_s), qPrintable(r.notes.join(u' ')));
    }
}

void TestImagingOverlays::smallPicturesSayTheSame()
{
    DicomSpec spec;
    spec.columns = 96;
    spec.rows = 64;
    spec.values = drawChest(96, 64, 4095);
    spec.transferSyntax = "1.2.840.10008.1.2.4.90";
    OverlaySpec overlay;
    overlay.columns = 96;
    overlay.rows = 64;
    overlay.isSet = squareFrame(70, 40, 20, 2);
    spec.tags = [overlay](DcmDataset& d) { addOverlay(d, overlay); };
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"film"_s));
    const QByteArray bytes = writeDicom(spec);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    const auto whole = readReduced(file.fileName(), {});
    const auto reduced = readReduced(file.fileName(), {16});
    QVERIFY(whole && reduced);
    QCOMPARE(whole->radiograph.planes.size(), std::size_t{1});
    QVERIFY(!reduced->isWhole());
    QVERIFY(reduced->radiograph.planes.empty()); // they would lie elsewhere
    QCOMPARE(reduced->radiograph.notes, whole->radiograph.notes);
}

void TestImagingOverlays::aWrongItemIsNoSequence()
{
    // Bits that look like the item of a sequence, where no VR says that they are none.
    const QByteArray item = QByteArray::fromHex("feff00e0ffffffff");
    DicomSpec spec = filmWith({wholePlane([&item](int column, int row) {
        const int bit = 24 * row + column;
        return bit / 8 < item.size() && (item[bit / 8] >> bit % 8 & 1) != 0;
    })});
    spec.transferSyntax = "1.2.840.10008.1.2";
    QCOMPARE(readFilm(spec).planes.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestImagingOverlays)
#include "test_overlays.moc"
