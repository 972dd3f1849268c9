// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/picture_bytes.h"
#include "tests/support/broken_bytes.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Kinds of JPEG pictures beyond the plain ones, and the names of pictures that are not read.
class TestImagingPictureKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jpegWithoutItsEndMarker();
    void jpegWithAGap();
    void jpegOfOtherKinds_data();
    void jpegOfOtherKinds();
    void furtherPicturesOfAFile();
    void pngPaletteShorterThanItsPixels();
    void foreignFormatsAreNamed_data();
    void foreignFormatsAreNamed();
};

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

void TestImagingPictureKinds::furtherPicturesOfAFile()
{
    const QByteArray jpeg = encoded(chessboard(), ".jpg");
    const auto whole = readBytes(jpeg);
    QVERIFY(whole && whole->notes.isEmpty());
    const auto r = readBytes(jpeg + encoded(chessboard() / 2, ".jpg"));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole->pixels);
    QCOMPARE(r->notes, QStringList{u"The file holds 2 pictures; only the first one is shown."_s});
    QCOMPARE(r->notes.codeOf(r->notes.first()), NoteCode::Frames);
    // An animation in PNG.
    QByteArray png = encoded(chessboard(), ".png");
    QByteArray frames(8, '\0');
    frames[3] = 3;
    png.insert(33, pngChunk("acTL", frames));
    const auto animated = readBytes(png);
    QVERIFY2(animated, qPrintable(messageOf(animated)));
    QCOMPARE(animated->notes,
             QStringList{u"The file holds 3 pictures; only the first one is shown."_s});
}

void TestImagingPictureKinds::pngPaletteShorterThanItsPixels()
{
    const auto pngOf = [](int colours) {
        QByteArray rowsOfNumbers;
        for (int row = 0; row < rows; ++row) {
            rowsOfNumbers += '\0';
            for (int column = 0; column < columns; ++column)
                rowsOfNumbers += static_cast<char>(row + column);
        }
        QByteArray header(13, '\0');
        header[3] = columns;
        header[7] = rows;
        header[8] = 8;
        header[9] = 3;
        QByteArray palette;
        for (int i = 0; i < colours; ++i)
            palette += QByteArray(3, static_cast<char>(5 * i));
        return QByteArray::fromHex("89504e470d0a1a0a") + pngChunk("IHDR", header)
            + pngChunk("PLTE", palette) + pngChunk("IDAT", qCompress(rowsOfNumbers).mid(4))
            + pngChunk("IEND", {});
    };
    QCOMPARE(messageFor(pngOf(rows + columns - 1)), QString());
    const QString message = messageFor(pngOf(20));
    QVERIFY2(message.contains(u"go up to colour 32, but its colour palette has only 20"_s),
             qPrintable(message));
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
    QTest::newRow("cabinet") << QByteArray("MSCF\0\0\0\0", 8) << u"a Windows cabinet"_s;
    QTest::newRow("lz4") << QByteArray("\x04\x22\x4d\x18") << u"a file packed with lz4"_s;
    QTest::newRow("cpio") << QByteArray("070701") << u"a cpio archive"_s;
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
