// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/display_lut.h"
#include "tests/core/imaging/read_bytes.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Brighter to the right, and darker downwards; the corners tell every turn from every other.
cv::Mat ramp(int depth, int width = 40, int height = 24)
{
    cv::Mat picture(height, width, CV_MAKETYPE(depth, 1));
    const double white = depth == CV_16U ? 65535 : 255;
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column) {
            const double value = white * (column + 1) / (width + 1) * (height - row / 2.0) / height;
            if (depth == CV_16U)
                picture.at<std::uint16_t>(row, column) = cv::saturate_cast<std::uint16_t>(value);
            else
                picture.at<std::uint8_t>(row, column) = cv::saturate_cast<std::uint8_t>(value);
        }
    }
    return picture;
}

QByteArray encoded(const cv::Mat& picture, const char* extension,
                   const std::vector<int>& options = {})
{
    std::vector<uchar> bytes;
    if (!cv::imencode(extension, picture, bytes, options))
        qFatal("OpenCV cannot write %s", extension);
    return QByteArray(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<qsizetype>(bytes.size()));
}

int largestDifference(const Radiograph& radiograph, const cv::Mat& expected)
{
    if (radiograph.columns != expected.cols || radiograph.rows != expected.rows)
        return 1 << 20;
    cv::Mat wide;
    expected.convertTo(wide, CV_16U);
    const cv::Mat pixels(expected.rows, expected.cols, CV_16U,
                         const_cast<std::uint16_t*>(radiograph.pixels->data()));
    return static_cast<int>(cv::norm(pixels, wide, cv::NORM_INF));
}

QByteArray u16(bool big, quint16 value)
{
    QByteArray bytes(2, '\0');
    big ? qToBigEndian(value, bytes.data()) : qToLittleEndian(value, bytes.data());
    return bytes;
}

/// An APP1 segment with nothing but an orientation.
QByteArray withExif(const QByteArray& jpeg, int orientation, bool bigEndian)
{
    const auto u = [bigEndian](quint16 value) { return u16(bigEndian, value); };
    const auto u32 = [&](quint16 value) { return bigEndian ? u(0) + u(value) : u(value) + u(0); };
    const QByteArray tiff = (bigEndian ? QByteArray("MM") : QByteArray("II")) + u(42) + u32(8)
        + u(1) + u(274) + u(3) + u32(1) + u(static_cast<quint16>(orientation)) + u(0) + u32(0);
    const QByteArray body = QByteArray("Exif\0\0", 6) + tiff;
    return jpeg.left(2) + QByteArray::fromHex("ffe1")
        + u16(true, static_cast<quint16>(body.size() + 2)) + body + jpeg.mid(2);
}

/// A little endian TIFF file, as OpenCV writes it, with an orientation.
QByteArray withTiffOrientation(QByteArray tiff, int orientation)
{
    const auto directory = qFromLittleEndian<quint32>(tiff.constData() + 4);
    const auto count = qFromLittleEndian<quint16>(tiff.constData() + directory);
    const QByteArray entry = u16(false, 274) + u16(false, 3) + u16(false, 1) + u16(false, 0)
        + u16(false, static_cast<quint16>(orientation)) + u16(false, 0);
    QByteArray entries;
    bool placed = false;
    for (int i = 0; i < count; ++i) {
        const QByteArray old = tiff.mid(directory + 2 + 12 * i, 12);
        const auto tag = qFromLittleEndian<quint16>(old.constData());
        if (tag == 274)
            continue;
        if (!placed && tag > 274) {
            entries += entry;
            placed = true;
        }
        entries += old;
    }
    // A second directory behind the pixels, where there is room for one entry more.
    const auto at = static_cast<quint32>(tiff.size() + tiff.size() % 2);
    tiff.resize(at);
    qToLittleEndian(at, tiff.data() + 4);
    return tiff + u16(false, static_cast<quint16>(entries.size() / 12)) + entries
        + QByteArray(4, '\0');
}

/// Where in the stored picture the pixel comes from that is shown at x, y (EXIF 2.3, tag 274:
/// which side of the picture row 0 and column 0 are).
cv::Point source(int x, int y, const cv::Mat& stored, int orientation)
{
    const int right = stored.cols - 1;
    const int bottom = stored.rows - 1;
    switch (orientation) {
    case 2:
        return {right - x, y};
    case 3:
        return {right - x, bottom - y};
    case 4:
        return {x, bottom - y};
    case 5:
        return {y, x};
    case 6:
        return {y, bottom - x};
    case 7:
        return {right - y, bottom - x};
    case 8:
        return {right - y, x};
    default:
        return {x, y};
    }
}

cv::Mat turned(const cv::Mat& stored, int orientation)
{
    const bool swaps = orientation >= 5;
    cv::Mat result(swaps ? stored.cols : stored.rows, swaps ? stored.rows : stored.cols, CV_8U);
    for (int y = 0; y < result.rows; ++y) {
        for (int x = 0; x < result.cols; ++x)
            result.at<std::uint8_t>(y, x)
                = stored.at<std::uint8_t>(source(x, y, stored, orientation));
    }
    return result;
}

} // namespace

class TestImagingPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grey_data();
    void grey();
    void knowsNothingOfPatientAndScale();
    void eightBitsAreShownAsTheyAre();
    void colourBecomesLuminance_data();
    void colourBecomesLuminance();
    void greyStoredAsColourNeedsNoNote();
    void alphaIsShownOverBlack_data();
    void alphaIsShownOverBlack();
    void exifTurnsJpegUpright_data();
    void exifTurnsJpegUpright();
    void orientationTurnsTiffUpright_data();
    void orientationTurnsTiffUpright();
    void floatingPointTiffIsReduced();
    void declaredSizeIsCheckedFirst_data();
    void declaredSizeIsCheckedFirst();
    void truncatedFilesAreBroken_data() { declaredSizeIsCheckedFirst_data(); }
    void truncatedFilesAreBroken();
};

void TestImagingPictures::grey_data()
{
    QTest::addColumn<QByteArray>("extension");
    QTest::addColumn<int>("depth");
    QTest::addColumn<FileFormat>("format");
    QTest::addColumn<int>("tolerance");
    QTest::newRow("PNG 8") << QByteArray(".png") << CV_8U << FileFormat::Png << 0;
    QTest::newRow("PNG 16") << QByteArray(".png") << CV_16U << FileFormat::Png << 0;
    QTest::newRow("TIFF 8") << QByteArray(".tiff") << CV_8U << FileFormat::Tiff << 0;
    QTest::newRow("TIFF 16") << QByteArray(".tiff") << CV_16U << FileFormat::Tiff << 0;
    QTest::newRow("BMP") << QByteArray(".bmp") << CV_8U << FileFormat::Bmp << 0;
    QTest::newRow("JPEG") << QByteArray(".jpg") << CV_8U << FileFormat::Jpeg << 6;
}

void TestImagingPictures::grey()
{
    QFETCH(QByteArray, extension);
    QFETCH(int, depth);
    QFETCH(FileFormat, format);
    QFETCH(int, tolerance);
    const cv::Mat picture = ramp(depth);
    const auto r = readBytes(encoded(picture, extension.constData()));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->format, format);
    QCOMPARE(r->bits.bits(), depth == CV_16U ? 16 : 8);
    QVERIFY(largestDifference(*r, picture) <= tolerance);
    QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
}

void TestImagingPictures::knowsNothingOfPatientAndScale()
{
    const auto r = readBytes(encoded(ramp(CV_8U), ".png"));
    QVERIFY(r);
    QVERIFY(!r->spacing && !r->patientAgeYears && !r->refusal && !r->inverted);
    QVERIFY(r->modality.isEmpty() && r->bodyPart.isEmpty() && r->vois.empty());
    QCOMPARE(r->valueScale, 1.0);
    QCOMPARE(r->valueOffset, 0.0);
}

void TestImagingPictures::eightBitsAreShownAsTheyAre()
{
    const cv::Mat picture = ramp(CV_8U) / 4 + 60; // little contrast, which stays as it is
    const auto r = readBytes(encoded(picture, ".png"));
    QVERIFY(r);
    const GrayImage8 image = DisplayLut(*r, r->initialVoi).apply8(*r);
    QVERIFY(std::equal(image.pixels.begin(), image.pixels.end(), picture.begin<std::uint8_t>()));
}

void TestImagingPictures::colourBecomesLuminance_data()
{
    QTest::addColumn<QByteArray>("extension");
    QTest::addColumn<int>("depth");
    QTest::newRow("PNG 8") << QByteArray(".png") << CV_8U;
    QTest::newRow("PNG 16") << QByteArray(".png") << CV_16U;
    QTest::newRow("TIFF 8") << QByteArray(".tiff") << CV_8U;
    QTest::newRow("TIFF 16") << QByteArray(".tiff") << CV_16U;
    QTest::newRow("BMP") << QByteArray(".bmp") << CV_8U;
}

void TestImagingPictures::colourBecomesLuminance()
{
    QFETCH(QByteArray, extension);
    QFETCH(int, depth);
    const double white = depth == CV_16U ? 65535 : 255;
    cv::Mat picture(3, 4, CV_MAKETYPE(depth, 3), cv::Scalar(0, 0, white)); // red, in OpenCV's order
    const auto r = readBytes(encoded(picture, extension.constData()));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(std::abs(r->pixels->front() - 0.299 * white) <= 1);
    QVERIFY(r->notes.join(u' ').contains(u"luminance"_s));
}

void TestImagingPictures::greyStoredAsColourNeedsNoNote()
{
    cv::Mat picture;
    cv::cvtColor(ramp(CV_8U), picture, cv::COLOR_GRAY2BGR);
    const auto r = readBytes(encoded(picture, ".png"));
    QVERIFY(r);
    QCOMPARE(largestDifference(*r, ramp(CV_8U)), 0);
    QVERIFY(r->notes.isEmpty());
}

void TestImagingPictures::alphaIsShownOverBlack_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<double>("opacity");
    QTest::newRow("8 half") << CV_8U << 0.5;
    QTest::newRow("16 half") << CV_16U << 0.5;
    QTest::newRow("8 opaque") << CV_8U << 1.0;
}

void TestImagingPictures::alphaIsShownOverBlack()
{
    QFETCH(int, depth);
    QFETCH(double, opacity);
    const double white = depth == CV_16U ? 65535 : 255;
    const cv::Mat picture(5, 5, CV_MAKETYPE(depth, 4),
                          cv::Scalar(white, white, white, white * opacity));
    const auto r = readBytes(encoded(picture, ".png"));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(std::abs(r->pixels->front() - white * opacity) <= 1);
    QCOMPARE(r->notes.join(u' ').contains(u"transparent"_s), opacity < 1);
}

void TestImagingPictures::exifTurnsJpegUpright_data()
{
    QTest::addColumn<int>("orientation");
    for (int orientation = 1; orientation <= 8; ++orientation)
        QTest::addRow("%d", orientation) << orientation;
}

void TestImagingPictures::exifTurnsJpegUpright()
{
    QFETCH(int, orientation);
    const QByteArray jpeg = encoded(ramp(CV_8U), ".jpg", {cv::IMWRITE_JPEG_QUALITY, 100});
    for (const bool bigEndian : {false, true}) {
        const auto r = readBytes(withExif(jpeg, orientation, bigEndian));
        QVERIFY2(r, qPrintable(messageOf(r)));
        const int difference = largestDifference(*r, turned(ramp(CV_8U), orientation));
        QVERIFY2(difference <= 3, qPrintable(QString::number(difference)));
    }
}

void TestImagingPictures::orientationTurnsTiffUpright_data()
{
    exifTurnsJpegUpright_data();
}

void TestImagingPictures::orientationTurnsTiffUpright()
{
    QFETCH(int, orientation);
    const auto r = readBytes(withTiffOrientation(encoded(ramp(CV_8U), ".tiff"), orientation));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(largestDifference(*r, turned(ramp(CV_8U), orientation)), 0);
}

void TestImagingPictures::floatingPointTiffIsReduced()
{
    cv::Mat picture;
    ramp(CV_8U).convertTo(picture, CV_32F, 0.01, -1);
    const auto r = readBytes(encoded(picture, ".tiff"));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->bits.bits(), 16);
    QCOMPARE(*std::max_element(r->pixels->begin(), r->pixels->end()), std::uint16_t{65535});
    QVERIFY(r->notes.join(u' ').contains(u"reduced"_s));
}

void TestImagingPictures::declaredSizeIsCheckedFirst_data()
{
    QTest::addColumn<QByteArray>("extension");
    for (const char* extension : {".png", ".jpg", ".bmp", ".tiff"})
        QTest::newRow(extension) << QByteArray(extension);
}

void TestImagingPictures::declaredSizeIsCheckedFirst()
{
    QFETCH(QByteArray, extension);
    ReadLimits limits;
    limits.maxPixels = 40 * 24 - 1;
    const auto r = readBytes(encoded(ramp(CV_8U), extension.constData()), limits);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY2(r.error().message.contains(u"40 x 24"_s), qPrintable(r.error().message));
}

void TestImagingPictures::truncatedFilesAreBroken()
{
    QFETCH(QByteArray, extension);
    const QByteArray file = encoded(ramp(CV_8U, 300, 200), extension.constData());
    QVERIFY(readBytes(file));
    for (int part = 1; part < 16; ++part) {
        const auto r = readBytes(file.left(file.size() * part / 16));
        QVERIFY2(!r, qPrintable(QString::number(part)));
        QCOMPARE(r.error().code, ErrorCode::FileBroken);
    }
    // A thumbnail is complete where the picture itself is not.
    if (extension == ".jpg") {
        const QByteArray thumbnail = encoded(ramp(CV_8U), ".jpg");
        const QByteArray segment = QByteArray::fromHex("ffe2")
            + u16(true, static_cast<quint16>(thumbnail.size() + 2)) + thumbnail;
        QVERIFY(readBytes(file.left(2) + segment + file.mid(2)));
        QVERIFY(!readBytes(file.left(2) + segment + file.mid(2, file.size() - 200)));
    }
}

QTEST_GUILESS_MAIN(TestImagingPictures)
#include "test_pictures.moc"
