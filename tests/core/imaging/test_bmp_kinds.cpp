// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/picture_bytes.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

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

} // namespace

/// BMP pictures beyond plain rows: in runs, with masks, around a PNG or JPEG file.
class TestImagingBmpKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bmpRunsOf8Bits();
    void bmpRunsOf4Bits();
    void bmpRunsThatBreakOff();
    void bmpMasks();
    void bmpAroundOtherPictures();
    void bmpWithoutItsPalette();
    void bmpWithoutItsMasks();
};

void TestImagingBmpKinds::bmpRunsOf8Bits()
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

void TestImagingBmpKinds::bmpRunsOf4Bits()
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

void TestImagingBmpKinds::bmpRunsThatBreakOff()
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

void TestImagingBmpKinds::bmpMasks()
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

void TestImagingBmpKinds::bmpAroundOtherPictures()
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

void TestImagingBmpKinds::bmpWithoutItsPalette()
{
    // Its pixels begin where the palette should: the colours would be read from the pixels.
    QByteArray pixels;
    for (int i = 0; i < 24 * 10; ++i)
        pixels += static_cast<char>(i);
    const QString none = messageFor(bmpAround(pixels, 0, 8));
    QVERIFY2(none.contains(u"it has no colour palette"_s), qPrintable(none));
    // A palette of 16 colours, and pixels up to 239; of pixels within it, nothing is said.
    QByteArray palette;
    for (int i = 0; i < 16; ++i)
        palette += QByteArray(3, static_cast<char>(i * 16)) + '\0';
    const QString some = messageFor(bmpAround(pixels, 0, 8, palette));
    QVERIFY2(some.contains(u"go up to colour 239, but its colour palette has only 16"_s),
             qPrintable(some));
    for (char& pixel : pixels)
        pixel = static_cast<char>(pixel & 15);
    QCOMPARE(messageFor(bmpAround(pixels, 0, 8, palette)), QString());
    // In runs, too.
    QByteArray runs = bmpOfRuns(8, QByteArray::fromHex("06c8000006c8000006c80001"));
    QCOMPARE(messageFor(runs), QString());
    runs.remove(54, 1024);
    runs[10] = 54;
    runs[11] = 0;
    const QString ofRuns = messageFor(runs);
    QVERIFY2(ofRuns.contains(u"it has no colour palette"_s), qPrintable(ofRuns));
}

void TestImagingBmpKinds::bmpWithoutItsMasks()
{
    const QByteArray pixels(24 * 10 * 2, '\x21');
    QByteArray masks;
    for (const quint32 mask : {0xf800U, 0x07e0U, 0x001fU})
        masks += little(mask);
    QCOMPARE(messageFor(bmpAround(pixels, 3, 16, masks)), QString());
    const QString message = messageFor(bmpAround(pixels, 3, 16));
    QVERIFY2(message.contains(u"where the masks of its colours should stand"_s),
             qPrintable(message));
}

QTEST_GUILESS_MAIN(TestImagingBmpKinds)
#include "test_bmp_kinds.moc"
