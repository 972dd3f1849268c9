// SPDX-License-Identifier: GPL-3.0-or-later
// Headers that declare less than the pixels that are there: never a part of a picture for the
// whole.
#include "core/imaging/pictures/picture_writer.h"
#include "tests/core/imaging/small_files.h"

#include <opencv2/imgcodecs.hpp>

#include <QTest>
#include <QtEndian>

#include <zlib.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 128;
constexpr int rows = 96;

DicomSpec chest(const Tags& tags)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.values = drawChest(columns, rows, 4095);
    spec.tags = tags;
    return spec;
}

Tags setSize(int saidColumns, int saidRows)
{
    return [=](DcmDataset& d) {
        d.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(saidColumns));
        d.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(saidRows));
    };
}

/// The chest with further samples behind it.
DicomSpec followedBy(const std::vector<std::int32_t>& further)
{
    DicomSpec spec = chest({});
    spec.values.insert(spec.values.end(), further.begin(), further.end());
    return spec;
}

cv::Mat chestPicture()
{
    const auto values = drawChest(columns, rows, 255);
    cv::Mat picture(rows, columns, CV_8UC1);
    std::transform(values.begin(), values.end(), picture.begin<std::uint8_t>(),
                   [](std::int32_t value) { return static_cast<std::uint8_t>(value); });
    return picture;
}

QByteArray encoded(const char* ending, const std::vector<int>& options = {})
{
    std::vector<uchar> bytes;
    if (!cv::imencode(ending, chestPicture(), bytes, options))
        qFatal("Cannot write a picture");
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

template <typename T> void put(QByteArray& bytes, qsizetype at, T value)
{
    qToLittleEndian(value, bytes.data() + at);
}

/// Where the value of a TIFF tag stands in a little endian file of cv::imencode.
qsizetype placeOf(const QByteArray& tiff, quint16 tag)
{
    const qsizetype directory = qFromLittleEndian<quint32>(tiff.constData() + 4);
    const int count = qFromLittleEndian<quint16>(tiff.constData() + directory);
    for (int i = 0; i < count; ++i)
        if (const qsizetype entry = directory + 2 + 12 * i;
            qFromLittleEndian<quint16>(tiff.constData() + entry) == tag)
            return entry + 8;
    qFatal("A tag is missing");
}

/// The PNG file with another height in its header, whose sum is right.
QByteArray withPngHeight(QByteArray png, quint32 height)
{
    qToBigEndian(height, png.data() + 20);
    const auto sum
        = static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef*>(png.constData() + 12), 17));
    qToBigEndian(sum, png.data() + 29);
    return png;
}

} // namespace

class TestDeclaredSize : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewerRowsThanTheDicomFileHolds_data();
    void fewerRowsThanTheDicomFileHolds();
    void fewerColumnsThanTheDicomFileHolds_data();
    void fewerColumnsThanTheDicomFileHolds();
    void wholePicturesHaveNoNote();
    void paddingBehindThePictureIsNoted();
    void furtherFramesAreNoted();
    void bytesThatNoTagExplainsAreNoted();
    void fewerRowsThanRleHolds();
    void sixteenBitsCalledEight();
    void fewerRowsThanBmpHolds_data();
    void fewerRowsThanBmpHolds();
    void fewerColumnsThanBmpHolds();
    void bytesBehindABmpAreNoted();
    void fewerRowsThanTiffHolds_data();
    void fewerRowsThanTiffHolds();
    void filledStripsOfTiffAreNoFurtherRows();
    void fewerRowsThanPngHolds();
    void fewerRowsThanJpegHolds();
};

void TestDeclaredSize::fewerRowsThanTheDicomFileHolds_data()
{
    QTest::addColumn<int>("said");
    QTest::newRow("half") << rows / 2;
    QTest::newRow("a few") << rows - 7;
    QTest::newRow("one") << rows - 1;
}

void TestDeclaredSize::fewerRowsThanTheDicomFileHolds()
{
    QFETCH(int, said);
    for (const char* syntax : {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"}) {
        DicomSpec spec = chest(setSize(columns, said));
        spec.transferSyntax = syntax;
        const auto r = readBytes(writeDicom(spec));
        QVERIFY2(messageOf(r).contains(
                     u"Rows (0028,0010) says %1, but its pixel data goes on for %2"_s.arg(said).arg(
                         rows - said)),
                 qPrintable(messageOf(r)));
    }
}

void TestDeclaredSize::fewerColumnsThanTheDicomFileHolds_data()
{
    QTest::addColumn<int>("saidColumns");
    QTest::addColumn<int>("saidRows");
    QTest::newRow("one less") << columns - 1 << rows;
    QTest::newRow("half") << columns / 2 << rows;
    QTest::newRow("exchanged") << rows << columns;
}

void TestDeclaredSize::fewerColumnsThanTheDicomFileHolds()
{
    QFETCH(int, saidColumns);
    QFETCH(int, saidRows);
    const auto r = readBytes(writeDicom(chest(setSize(saidColumns, saidRows))));
    QVERIFY2(messageOf(r).contains(u"Columns (0028,0011) says %1, which take %2 bytes a row, but "
                                   u"the rows of its pixel data "
                                   "have %3;"_s.arg(saidColumns)
                                       .arg(saidColumns * 2)
                                       .arg(columns * 2)),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::wholePicturesHaveNoNote()
{
    const auto r = readBytes(writeDicom(chest({})));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
    DicomSpec odd = chest(setSize(3, 3)); // nine bytes, and one that makes their number even
    odd.bitsAllocated = 8;
    odd.bitsStored = 8;
    odd.highBit = 7;
    odd.values = {0, 40, 80, 0, 50, 90, 0, 60, 200};
    odd.columns = 3;
    odd.rows = 3;
    const auto padded = readBytes(writeDicom(odd));
    QVERIFY2(padded && padded->notes.isEmpty(), qPrintable(messageOf(padded)));
}

void TestDeclaredSize::paddingBehindThePictureIsNoted()
{
    const auto r = readBytes(writeDicom(followedBy(std::vector<std::int32_t>(700, 0))));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->rows, rows);
    QVERIFY2(r->notes.join(u' ').contains(u"1400 further bytes, all of one value"_s),
             qPrintable(r->notes.join(u' ')));
    QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::Surplus);
}

void TestDeclaredSize::furtherFramesAreNoted()
{
    // One scene, a little brighter.
    auto further = drawChest(columns, rows, 4095);
    for (std::int32_t& value : further)
        value = std::min(value + 40, 4095);
    const auto r = readBytes(writeDicom(followedBy(further)));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(
        r->notes.join(u' ').contains(u"declares one frame, but its pixel data is as long as 2"_s),
        qPrintable(r->notes.join(u' ')));
    QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::Frames);
}

void TestDeclaredSize::bytesThatNoTagExplainsAreNoted()
{
    const auto r = readBytes(writeDicom(followedBy({1, 2, 3, 4000, 5, 6, 7})));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.join(u' ').contains(u"14 further bytes that no tag explains"_s),
             qPrintable(r->notes.join(u' ')));
}

void TestDeclaredSize::fewerRowsThanRleHolds()
{
    DicomSpec spec = chest({});
    spec.transferSyntax = "1.2.840.10008.1.2.5";
    QByteArray file = writeDicom(spec);
    const auto whole = readBytes(file);
    QVERIFY2(whole && whole->notes.isEmpty(), qPrintable(messageOf(whole)));
    // The encoder goes by the tags, which are changed behind it.
    const qsizetype place = file.indexOf(QByteArray("\x28\0\x10\0US\2\0", 8));
    QVERIFY(place > 0);
    put(file, place + 8, quint16{rows - 20});
    const auto r = readBytes(file);
    QVERIFY2(messageOf(r).contains(u"RLE data goes on for 20 further rows"_s),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::sixteenBitsCalledEight()
{
    const auto r = readBytes(writeDicom(chest([](DcmDataset& d) {
        d.putAndInsertUint16(DCM_BitsAllocated, 8);
        d.putAndInsertUint16(DCM_BitsStored, 8);
        d.putAndInsertUint16(DCM_HighBit, 7);
    })));
    QVERIFY2(messageOf(r).contains(u"Bits Allocated (0028,0100) says 8"_s),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::fewerRowsThanBmpHolds_data()
{
    QTest::addColumn<qint32>("said");
    QTest::newRow("from below") << qint32{rows - 30};
    QTest::newRow("from above") << qint32{-(rows - 30)};
}

void TestDeclaredSize::fewerRowsThanBmpHolds()
{
    QFETCH(qint32, said);
    QByteArray bmp = encoded(".bmp");
    QVERIFY2(readBytes(bmp), qPrintable(messageOf(readBytes(bmp))));
    QVERIFY(readBytes(bmp)->notes.isEmpty());
    put(bmp, 22, said);
    const auto r = readBytes(bmp);
    QVERIFY2(messageOf(r).contains(u"declares 66 rows, but its pixels go on for 30"_s),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::fewerColumnsThanBmpHolds()
{
    QByteArray bmp = encoded(".bmp");
    put(bmp, 18, qint32{columns - 8});
    const auto r = readBytes(bmp);
    QVERIFY2(messageOf(r).contains(u"declares rows of 120 pixels"_s), qPrintable(messageOf(r)));
}

void TestDeclaredSize::bytesBehindABmpAreNoted()
{
    const auto r = readBytes(encoded(".bmp") + QByteArray(40, '\0'));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(r->notes.join(u' ').contains(u"40 further bytes"_s), qPrintable(r->notes.join(u' ')));
}

void TestDeclaredSize::fewerRowsThanTiffHolds_data()
{
    QTest::addColumn<int>("compression");
    QTest::addColumn<int>("said");
    for (const auto& [name, compression] :
         {std::pair{"plain", 1}, {"LZW", 5}, {"deflate", 8}, {"PackBits", 32773}})
        for (const int said : {rows / 2, rows - 3})
            QTest::addRow("%s %d", name, said) << compression << said;
}

void TestDeclaredSize::fewerRowsThanTiffHolds()
{
    QFETCH(int, compression);
    QFETCH(int, said);
    QByteArray tiff = encoded(".tiff", {cv::IMWRITE_TIFF_COMPRESSION, compression});
    const auto whole = readBytes(tiff);
    QVERIFY2(whole && whole->notes.isEmpty(), qPrintable(messageOf(whole)));
    put(tiff, placeOf(tiff, 257), static_cast<quint16>(said));
    const auto r = readBytes(tiff);
    QVERIFY2(messageOf(r).contains(u"it declares 128 x %1 pixels"_s.arg(said)),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::filledStripsOfTiffAreNoFurtherRows()
{
    // The last strip is as long as the others: its end is what stood there in the one before.
    cv::Mat picture = chestPicture();
    constexpr int stripRows = 64; // of OpenCV's writer
    for (int row = rows - 3; row < rows; ++row)
        picture.row(row - stripRows).copyTo(picture.row(row));
    for (const int compression : {5, 8, 32773}) {
        std::vector<uchar> bytes;
        QVERIFY(cv::imencode(".tiff", picture, bytes, {cv::IMWRITE_TIFF_COMPRESSION, compression}));
        QByteArray tiff(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<qsizetype>(bytes.size()));
        QCOMPARE(int{qFromLittleEndian<quint16>(tiff.constData() + placeOf(tiff, 278))}, stripRows);
        put(tiff, placeOf(tiff, 257), quint16{rows - 3});
        const auto r = readBytes(tiff);
        QVERIFY2(r, qPrintable(messageOf(r)));
        QCOMPARE(r->rows, rows - 3);
    }
}

void TestDeclaredSize::fewerRowsThanPngHolds()
{
    const QByteArray png = encoded(".png");
    QVERIFY2(readBytes(png), qPrintable(messageOf(readBytes(png))));
    const auto r = readBytes(withPngHeight(png, rows - 10));
    QVERIFY2(messageOf(r).contains(u"but its compressed data holds more"_s),
             qPrintable(messageOf(r)));
}

void TestDeclaredSize::fewerRowsThanJpegHolds()
{
    QByteArray jpeg = encoded(".jpg");
    const auto whole = readBytes(jpeg);
    QVERIFY2(whole && whole->notes.isEmpty(), qPrintable(messageOf(whole)));
    const qsizetype frame = jpeg.indexOf(QByteArray("\xFF\xC0", 2));
    QVERIFY(frame > 0);
    qToBigEndian(quint16{rows / 2}, jpeg.data() + frame + 5);
    const auto r = readBytes(jpeg);
    QVERIFY2(messageOf(r).contains(u"declares 48 rows, but its compressed data goes on"_s),
             qPrintable(messageOf(r)));
}

QTEST_GUILESS_MAIN(TestDeclaredSize)
#include "test_declared_size.moc"
