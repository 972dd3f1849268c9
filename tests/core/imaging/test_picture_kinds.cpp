// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/read_bytes.h"

#include <opencv2/imgcodecs.hpp>

#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 24;
constexpr int rows = 10;

template <typename T> QByteArray little(T value)
{
    QByteArray bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}

enum SampleFormat
{
    Unsigned = 1,
    Signed = 2,
    Float = 3
};

/// A little endian TIFF or BigTIFF file in one strip, grey unless it has three samples.
QByteArray tiffFile(bool isBig, int bits, SampleFormat format, const QByteArray& pixels,
                    int samples = 1, int photometric = 1)
{
    struct Entry
    {
        quint16 tag;
        quint64 value;
    };
    const std::vector<Entry> entries = {{256, columns},
                                        {257, rows},
                                        {258, static_cast<quint64>(bits)},
                                        {259, 1},
                                        {262, static_cast<quint64>(photometric)},
                                        {273, isBig ? 16U : 8U},
                                        {277, static_cast<quint64>(samples)},
                                        {278, rows},
                                        {279, static_cast<quint64>(pixels.size())},
                                        {339, format}};
    const auto directory = static_cast<quint64>((isBig ? 16 : 8) + pixels.size());
    QByteArray file = isBig
        ? QByteArray("II") + little<quint16>(43) + little<quint16>(8) + little<quint16>(0)
            + little<quint64>(directory)
        : QByteArray("II") + little<quint16>(42) + little<quint32>(static_cast<quint32>(directory));
    file += pixels;
    file += isBig ? little<quint64>(entries.size())
                  : little<quint16>(static_cast<quint16>(entries.size()));
    constexpr quint16 longNumber = 4;
    constexpr quint16 wideNumber = 16;
    for (const Entry& entry : entries) {
        file += little(entry.tag);
        if (isBig)
            file += little(wideNumber) + little<quint64>(1) + little(entry.value);
        else
            file += little(longNumber) + little<quint32>(1)
                + little<quint32>(static_cast<quint32>(entry.value));
    }
    return file + QByteArray(isBig ? 8 : 4, '\0');
}

template <typename T> QByteArray ramp(double first, double step)
{
    QByteArray pixels;
    for (int i = 0; i < columns * rows; ++i)
        pixels += little(static_cast<T>(first + step * i));
    return pixels;
}

/// The value that the pixel stands for.
double valueAt(const Radiograph& radiograph, int i)
{
    return (*radiograph.pixels)[static_cast<std::size_t>(i)] * radiograph.valueScale
        + radiograph.valueOffset;
}

/// True when the values rise by that step from pixel to pixel, from the first value on.
bool isRamp(const Radiograph& radiograph, double first, double step)
{
    const double tolerance = std::abs(step) / 2;
    for (int i = 0; i < columns * rows; ++i)
        if (std::abs(valueAt(radiograph, i) - (first + step * i)) > tolerance)
            return false;
    return true;
}

/// A BMP file of 4 or 8 bits in runs, with a palette of greys.
QByteArray bmpOfRuns(int bits, const QByteArray& runs, int width = 6, int height = 3)
{
    QByteArray palette;
    const int colours = 1 << bits;
    for (int i = 0; i < colours; ++i) {
        const auto grey = static_cast<char>(i * 255 / (colours - 1));
        palette += QByteArray(3, grey) + '\0';
    }
    const auto pixels = static_cast<quint32>(54 + palette.size());
    return QByteArray("BM") + little<quint32>(pixels + static_cast<quint32>(runs.size()))
        + little<quint32>(0) + little(pixels) + little<quint32>(40) + little<qint32>(width)
        + little<qint32>(height) + little<quint16>(1) + little<quint16>(static_cast<quint16>(bits))
        + little<quint32>(bits == 8 ? 1 : 2) + little<quint32>(static_cast<quint32>(runs.size()))
        + QByteArray(16, '\0') + palette + runs;
}

/// A BMP file with something in place of rows of pixels.
QByteArray bmpAround(const QByteArray& within, quint32 compression, int bits,
                     const QByteArray& masks = {}, int width = columns, int height = rows)
{
    const auto pixels = static_cast<quint32>(54 + masks.size());
    return QByteArray("BM") + little<quint32>(pixels + static_cast<quint32>(within.size()))
        + little<quint32>(0) + little(pixels) + little<quint32>(40) + little<qint32>(width)
        + little<qint32>(height) + little<quint16>(1) + little<quint16>(static_cast<quint16>(bits))
        + little(compression) + little<quint32>(static_cast<quint32>(within.size()))
        + QByteArray(16, '\0') + masks + within;
}

std::vector<std::uint16_t> greys(std::initializer_list<int> values, int highest)
{
    std::vector<std::uint16_t> pixels;
    for (const int value : values)
        pixels.push_back(static_cast<std::uint16_t>(value * 255 / highest));
    return pixels;
}

QByteArray encoded(const cv::Mat& picture, const char* extension)
{
    std::vector<uchar> bytes;
    if (!cv::imencode(extension, picture, bytes))
        qFatal("OpenCV cannot write %s", extension);
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

cv::Mat chessboard()
{
    cv::Mat picture(rows, columns, CV_8U);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            picture.at<std::uint8_t>(y, x)
                = static_cast<std::uint8_t>((x / 4 + y / 4) % 2 * 200 + x);
    return picture;
}

QString messageFor(const QByteArray& bytes)
{
    return messageOf(readBytes(bytes));
}

} // namespace

/// Kinds of TIFF, BMP and JPEG pictures beyond the plain ones, and the names of pictures that are
/// not read.
class TestImagingPictureKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tiffOfAnyNumbers_data();
    void tiffOfAnyNumbers();
    void whiteIsZero_data();
    void whiteIsZero();
    void bigTiffThatIsBroken();
    void numbersThatAreNotFinite();
    void numbersFarFromAllOthers();
    void bmpRunsOf8Bits();
    void bmpRunsOf4Bits();
    void bmpRunsThatBreakOff();
    void bmpMasks();
    void bmpAroundOtherPictures();
    void jpegWithoutItsEndMarker();
    void jpegWithAGap();
    void jpegOfOtherKinds_data();
    void jpegOfOtherKinds();
    void foreignFormatsAreNamed_data();
    void foreignFormatsAreNamed();
};

void TestImagingPictureKinds::tiffOfAnyNumbers_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("pixels");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("step");
    QTest::newRow("unsigned 16") << 16 << int{Unsigned} << ramp<std::uint16_t>(5, 200) << 5.
                                 << 200.;
    QTest::newRow("unsigned 32") << 32 << int{Unsigned} << ramp<std::uint32_t>(5, 17000000) << 5.
                                 << 17000000.;
    QTest::newRow("signed 8") << 8 << int{Signed} << ramp<std::int8_t>(-120, 1) << -120. << 1.;
    QTest::newRow("signed 16") << 16 << int{Signed} << ramp<std::int16_t>(-20000, 150) << -20000.
                               << 150.;
    QTest::newRow("signed 32") << 32 << int{Signed} << ramp<std::int32_t>(-2000000, 30000)
                               << -2000000. << 30000.;
    QTest::newRow("float 32") << 32 << int{Float} << ramp<float>(-0.5, 0.01) << -0.5 << 0.01;
    QTest::newRow("float 64") << 64 << int{Float} << ramp<double>(1e-9, 1e-10) << 1e-9 << 1e-10;
}

void TestImagingPictureKinds::tiffOfAnyNumbers()
{
    QFETCH(int, bits);
    QFETCH(int, format);
    QFETCH(QByteArray, pixels);
    QFETCH(double, first);
    QFETCH(double, step);
    for (const bool isBig : {false, true}) {
        const auto r = readBytes(tiffFile(isBig, bits, static_cast<SampleFormat>(format), pixels));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QCOMPARE(r->format, FileFormat::Tiff);
        QVERIFY(isRamp(*r, first, step));
        const GrayImage8 shown = DisplayLut(*r, r->initialVoi).apply8(*r);
        QVERIFY(std::is_sorted(shown.pixels.begin(), shown.pixels.end()));
        QVERIFY(shown.pixels.back() > shown.pixels.front() + 200);
    }
}

void TestImagingPictureKinds::whiteIsZero_data()
{
    tiffOfAnyNumbers_data();
}

void TestImagingPictureKinds::whiteIsZero()
{
    QFETCH(int, bits);
    QFETCH(int, format);
    QFETCH(QByteArray, pixels);
    const auto r = readBytes(tiffFile(true, bits, static_cast<SampleFormat>(format), pixels, 1, 0));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(std::is_sorted(r->pixels->rbegin(), r->pixels->rend()));
    QVERIFY(r->pixels->front() > r->pixels->back());
}

void TestImagingPictureKinds::bigTiffThatIsBroken()
{
    const QByteArray file = tiffFile(true, 16, Unsigned, ramp<std::uint16_t>(0, 9));
    for (qsizetype size = 8; size < file.size() - 30; size += 7)
        QVERIFY2(!readBytes(file.left(size)), qPrintable(QString::number(size)));
    QByteArray far = file;
    for (const quint64 offset :
         {quint64{0}, quint64{1} << 40, quint64{1} << 63, ~quint64{0}, ~quint64{0} - 8}) {
        std::memcpy(far.data() + 8, &offset, 8);
        QVERIFY(!readBytes(far));
    }
    // A directory of any number of entries, and a picture of any size.
    const auto directory = static_cast<qsizetype>(16 + columns * rows * 2);
    QByteArray many = file;
    const quint64 count = ~quint64{0};
    std::memcpy(many.data() + directory, &count, 8);
    QVERIFY(!readBytes(many));
    QByteArray large = file;
    const quint64 side = 4000000000;
    std::memcpy(large.data() + directory + 8 + 12, &side, 8);
    const auto r = readBytes(large);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
}

void TestImagingPictureKinds::numbersThatAreNotFinite()
{
    QByteArray pixels = ramp<float>(10, 1);
    const float numbers[]
        = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
           -std::numeric_limits<float>::infinity()};
    std::memcpy(pixels.data() + 40, numbers, sizeof(numbers));
    const auto r = readBytes(tiffFile(false, 32, Float, pixels));
    QVERIFY2(r, qPrintable(messageOf(r)));
    for (const int i : {10, 11, 12})
        QCOMPARE((*r->pixels)[static_cast<std::size_t>(i)], std::uint16_t{0});
    QVERIFY(std::abs(valueAt(*r, 100) - 110) < 0.1);
    QVERIFY2(r->notes.join(u' ').contains(u"no finite numbers"_s), qPrintable(r->notes.join(u' ')));

    QByteArray none;
    for (int i = 0; i < columns * rows; ++i)
        none += little(numbers[i % 3]);
    QVERIFY2(messageFor(tiffFile(false, 32, Float, none)).contains(u"finite number"_s),
             qPrintable(messageFor(tiffFile(false, 32, Float, none))));
}

void TestImagingPictureKinds::numbersFarFromAllOthers()
{
    for (const double far : {-3.4e38, 1e20, -9999., 1e300}) {
        QByteArray pixels = ramp<double>(0, 0.004);
        std::memcpy(pixels.data(), &far, 8);
        const auto r = readBytes(tiffFile(false, 64, Float, pixels));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(r->notes.join(u' ').contains(u"far from all others"_s),
                 qPrintable(r->notes.join(u' ')));
        QVERIFY(std::abs(valueAt(*r, 120) - 0.48) < 0.002);
        const GrayImage8 shown = DisplayLut(*r, r->initialVoi).apply8(*r);
        QVERIFY(shown.pixels[200] > shown.pixels[40] + 100);
    }
    const double wide[] = {-1.7e308, 1.7e308};
    QByteArray pixels;
    for (int i = 0; i < columns * rows; ++i)
        pixels += little(wide[i % 2]);
    const auto r = readBytes(tiffFile(false, 64, Float, pixels));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE((*r->pixels)[0], std::uint16_t{0});
    QCOMPARE((*r->pixels)[1], std::uint16_t{65535});
}

void TestImagingPictureKinds::bmpRunsOf8Bits()
{
    // From the lowest row up: a run, a list (padded), a leap, and the end before the last row.
    const QByteArray runs = QByteArray::fromHex("0409"
                                                "0201"
                                                "0000" // 9 9 9 9 1 1
                                                "0003"
                                                "050607"
                                                "00"
                                                "0308"
                                                "0000" // 5 6 7 8 8 8
                                                "0203"
                                                "00020200"
                                                "0204"
                                                "0001");
    const auto r = readBytes(bmpOfRuns(8, runs));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == greys({3, 3, 0, 0, 4, 4, 5, 6, 7, 8, 8, 8, 9, 9, 9, 9, 1, 1}, 255));
    QVERIFY(r->notes.isEmpty());
}

void TestImagingPictureKinds::bmpRunsOf4Bits()
{
    const QByteArray runs = QByteArray::fromHex("05a3"
                                                "0170"
                                                "0000" // a 3 a 3 a 7
                                                "0005"
                                                "12345000"
                                                "0160"
                                                "0000" // 1 2 3 4 5 6
                                                "06ff"
                                                "0001");
    const auto r = readBytes(bmpOfRuns(4, runs));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels
            == greys({15, 15, 15, 15, 15, 15, 1, 2, 3, 4, 5, 6, 10, 3, 10, 3, 10, 7}, 15));
}

void TestImagingPictureKinds::bmpRunsThatBreakOff()
{
    const QByteArray runs = QByteArray::fromHex("0609"
                                                "0000"
                                                "0605"
                                                "0000"
                                                "0603"
                                                "0001");
    QVERIFY(readBytes(bmpOfRuns(8, runs)));
    QVERIFY(readBytes(bmpOfRuns(8, runs.chopped(2)))); // full without its end
    for (qsizetype size = 0; size < runs.size() - 4; ++size)
        QVERIFY2(!readBytes(bmpOfRuns(8, runs.left(size))), qPrintable(QString::number(size)));
    // Runs may fill a row up to a multiple of four pixels; longer ones are of a wider picture.
    QVERIFY(readBytes(bmpOfRuns(8,
                                QByteArray::fromHex("0909"
                                                    "0000"
                                                    "0909"
                                                    "0000"
                                                    "09090001"))));
    const auto wider = readBytes(bmpOfRuns(8,
                                           QByteArray::fromHex("ff09"
                                                               "0000"
                                                               "ff09"
                                                               "0000"
                                                               "ff090001")));
    QVERIFY2(messageOf(wider).contains(u"declares rows of 6 pixels, but they have up to 255"_s),
             qPrintable(messageOf(wider)));
    // Runs that leave the picture, and a picture far larger than its runs.
    QVERIFY(!readBytes(bmpOfRuns(8,
                                 QByteArray::fromHex("0002ffff"
                                                     "0109"
                                                     "0001"))));
    const auto large = readBytes(bmpOfRuns(8, runs, 2000000, 2000000));
    QVERIFY(!large);
    QCOMPARE(large.error().code, ErrorCode::TooLarge);
}

void TestImagingPictureKinds::bmpMasks()
{
    // Red, green and blue in other places, with ten bits each, and in 16 bits.
    const QByteArray pixels32 = little<quint32>(512 << 20 | 512 << 10 | 512)
        + little<quint32>(1023U << 20 | 1023 << 10 | 1023);
    const QByteArray masks32
        = little<quint32>(1023U << 20) + little<quint32>(1023 << 10) + little<quint32>(1023);
    const auto wide = readBytes(bmpAround(pixels32, 3, 32, masks32, 2, 1));
    QVERIFY2(wide, qPrintable(messageOf(wide)));
    QVERIFY((*wide->pixels == std::vector<std::uint16_t>{127, 255}));
    const QByteArray pixels16 = little<quint16>(0xF800) + little<quint16>(0xFFFF);
    const QByteArray masks16
        = little<quint32>(0xF800) + little<quint32>(0x07E0) + little<quint32>(0x001F);
    const auto narrow = readBytes(bmpAround(pixels16, 3, 16, masks16, 2, 1));
    QVERIFY2(narrow, qPrintable(messageOf(narrow)));
    QVERIFY((*narrow->pixels == std::vector<std::uint16_t>{76, 255}));
}

void TestImagingPictureKinds::bmpAroundOtherPictures()
{
    const cv::Mat picture = chessboard();
    const QByteArray png = encoded(picture, ".png");
    const auto r = readBytes(bmpAround(png, 5, 0));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->format, FileFormat::Bmp);
    QVERIFY(std::equal(r->pixels->begin(), r->pixels->end(), picture.begin<std::uint8_t>()));
    QVERIFY(readBytes(bmpAround(encoded(picture, ".jpg"), 4, 0)));
    QVERIFY(!readBytes(bmpAround(png.left(png.size() / 2), 5, 0)));
    QVERIFY(!readBytes(bmpAround(png, 5, 0, {}, 4, 4)));
    QVERIFY(!readBytes(bmpAround(png, 4, 0)));
    QVERIFY2(messageFor(bmpAround(png, 9, 8)).contains(u"compression 9"_s),
             qPrintable(messageFor(bmpAround(png, 9, 8))));
}

void TestImagingPictureKinds::jpegWithoutItsEndMarker()
{
    const QByteArray jpeg = encoded(chessboard(), ".jpg");
    const auto whole = readBytes(jpeg);
    QVERIFY(whole);
    for (const QByteArray& cut : {jpeg.chopped(2), jpeg.chopped(1), jpeg.chopped(2) + '\0'}) {
        const auto r = readBytes(cut);
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(*r->pixels == *whole->pixels);
        QVERIFY2(r->notes.join(u' ').contains(u"lacks its end marker"_s),
                 qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingPictureKinds::jpegWithAGap()
{
    const QByteArray jpeg = encoded(chessboard(), ".jpg");
    const auto whole = readBytes(jpeg);
    const qsizetype scan = jpeg.indexOf(QByteArray::fromHex("ffda"));
    for (qsizetype size = scan + 14; size < jpeg.size(); ++size)
        for (const QByteArray& cut :
             {jpeg.left(size), jpeg.left(size) + QByteArray::fromHex("ffd9")}) {
            const auto r = readBytes(cut);
            QVERIFY2(!r || *r->pixels == *whole->pixels, qPrintable(QString::number(size)));
        }
    QVERIFY(!readBytes(jpeg.left(scan + (jpeg.size() - scan) / 2) + QByteArray::fromHex("ffd9")));
}

void TestImagingPictureKinds::jpegOfOtherKinds_data()
{
    QTest::addColumn<int>("marker");
    QTest::addColumn<int>("bits");
    QTest::addColumn<QString>("words");
    QTest::newRow("JPEG-LS") << 0xF7 << 8 << u"it is a JPEG-LS picture"_s;
    QTest::newRow("lossless") << 0xC3 << 8 << u"it is a lossless JPEG picture"_s;
    QTest::newRow("hierarchical") << 0xC5 << 8 << u"it is a hierarchical JPEG picture"_s;
    QTest::newRow("12 bits") << 0xC1 << 12 << u"it is a JPEG picture of 12 bits"_s;
}

void TestImagingPictureKinds::jpegOfOtherKinds()
{
    QFETCH(int, marker);
    QFETCH(int, bits);
    QFETCH(QString, words);
    QByteArray jpeg = encoded(chessboard(), ".jpg");
    const qsizetype frame = jpeg.indexOf(QByteArray::fromHex("ffc0"));
    QVERIFY(frame > 0);
    jpeg[frame + 1] = static_cast<char>(marker);
    jpeg[frame + 4] = static_cast<char>(bits);
    const auto r = readBytes(jpeg);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::Unsupported);
    QVERIFY2(r.error().message.contains(words), qPrintable(r.error().message));
}

void TestImagingPictureKinds::foreignFormatsAreNamed_data()
{
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QString>("name");
    const auto brand = [](const char* name) {
        return QByteArray::fromHex("00000020") + "ftyp" + name + QByteArray(20, '\0');
    };
    QTest::newRow("WebP") << QByteArray("RIFF\x24\0\0\0WEBPVP8 ", 16) << u"a WebP picture"_s;
    QTest::newRow("GIF") << QByteArray("GIF89a") << u"a GIF picture"_s;
    QTest::newRow("HEIC") << brand("heic") << u"a HEIC picture"_s;
    QTest::newRow("HEIF") << brand("mif1") << u"a HEIF picture"_s;
    QTest::newRow("AVIF") << brand("avif") << u"an AVIF picture"_s;
    QTest::newRow("MP4") << brand("isom") << u"an MP4 video"_s;
    QTest::newRow("PDF") << QByteArray("%PDF-1.7\n") << u"a PDF document"_s;
    QTest::newRow("SVG") << QByteArray("\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"/>")
                         << u"an SVG drawing"_s;
    QTest::newRow("HTML") << QByteArray("\n<!DOCTYPE html><title>Log in</title>")
                          << u"a web page"_s;
    QTest::newRow("XML") << QByteArray("<?xml version=\"1.0\"?><a/>") << u"an XML document"_s;
    QTest::newRow("NIfTI") << QByteArray::fromHex("5c010000") + QByteArray(340, '\0') + "n+1" + '\0'
                           << u"a NIfTI volume"_s;
    QTest::newRow("NRRD") << QByteArray("NRRD0004\n") << u"an NRRD volume"_s;
    QTest::newRow("MetaImage") << QByteArray("ObjectType = Image\nNDims = 3\n")
                               << u"a MetaImage volume"_s;
    QTest::newRow("JPEG 2000") << QByteArray::fromHex("ff4fff510029") << u"a JPEG 2000 picture"_s;
    QTest::newRow("HTJ2K") << QByteArray::fromHex("ff4fff5100294000") + QByteArray(37, '\0')
            + QByteArray::fromHex("ff50000800020000")
                           << u"an HTJ2K picture"_s;
    QTest::newRow("JPEG XL") << QByteArray::fromHex("ff0a10") << u"a JPEG XL picture"_s;
    QTest::newRow("JPEG XL in a container")
        << QByteArray::fromHex("0000000c4a584c200d0a870a") << u"a JPEG XL picture"_s;
    QTest::newRow("PGM") << QByteArray("P5\n3 3\n255\n") << u"a PBM, PGM or PPM picture"_s;
    QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n\x1a\n") << u"an HDF5 file"_s;
    QTest::newRow("Photoshop") << QByteArray("8BPS\0\1", 6) << u"a Photoshop picture"_s;
    QTest::newRow("gzip") << QByteArray::fromHex("1f8b0800") << u"a file packed with gzip"_s;
    QTest::newRow("ZIP") << QByteArray::fromHex("504b0304") << u"a ZIP archive"_s;
}

void TestImagingPictureKinds::foreignFormatsAreNamed()
{
    QFETCH(QByteArray, begin);
    QFETCH(QString, name);
    for (const QByteArray& file : {begin, begin + QByteArray(500, '\x01')}) {
        const auto r = readBytes(file);
        QVERIFY(!r);
        QCOMPARE(r.error().code, ErrorCode::Unsupported);
        QVERIFY2(r.error().message.contains(u"it is "_s + name), qPrintable(r.error().message));
    }
}

QTEST_GUILESS_MAIN(TestImagingPictureKinds)
#include "test_picture_kinds.moc"
