// SPDX-License-Identifier: GPL-3.0-or-later
// TIFF and BMP files whose pixels were overwritten, or never written, in part.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/phantom.h"

#include <opencv2/imgcodecs.hpp>

#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 202; // rows of a BMP are filled up
constexpr int rows = 160;
constexpr int lzw = 5;
constexpr int jpegStrips = 7;
constexpr int packBits = 32773;

/// A chest with the noise of a detector, never black or white.
cv::Mat noisyPicture()
{
    cv::Mat picture(rows, columns, CV_8UC1);
    const auto values = drawChest(columns, rows, 200);
    QRandomGenerator random(3);
    std::transform(values.begin(), values.end(), picture.begin<std::uint8_t>(),
                   [&](std::int32_t value) {
                       return static_cast<std::uint8_t>(value + 20 + random.bounded(16));
                   });
    return picture;
}

QByteArray encoded(const char* ending, const cv::Mat& picture, const std::vector<int>& options = {})
{
    std::vector<unsigned char> bytes;
    if (!cv::imencode(ending, picture, bytes, options))
        qFatal("cannot write a picture");
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

QByteArray tiffOf(int compression, int depth = CV_8U)
{
    cv::Mat picture;
    noisyPicture().convertTo(picture, depth, depth == CV_16U ? 200 : 1);
    return encoded(".tiff", picture, {cv::IMWRITE_TIFF_COMPRESSION, compression});
}

template <typename T> QByteArray little(T value)
{
    QByteArray bytes(sizeof(value), '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

/// A TIFF of one strip whose directory stands before it, as of programs that write rows as they
/// come.
QByteArray tiffOfStrip(const QByteArray& strip, quint32 compression)
{
    constexpr quint32 entriesAt = 8;
    const std::vector<std::pair<quint16, quint32>> entries
        = {{256, columns},     {257, rows}, {258, 8},
           {259, compression}, {262, 1},    {273, 512},
           {277, 1},           {278, rows}, {279, static_cast<quint32>(strip.size())}};
    QByteArray file = QByteArray("II") + little(quint16{42}) + little(entriesAt);
    file += little(static_cast<quint16>(entries.size()));
    constexpr quint16 longNumber = 4;
    for (const auto& [tag, value] : entries)
        file += little(tag) + little(longNumber) + little(quint32{1}) + little(value);
    file.resize(512, '\0');
    return file + strip;
}

QByteArray rawPixels()
{
    const cv::Mat picture = noisyPicture();
    return {reinterpret_cast<const char*>(picture.data), qsizetype{columns} * rows};
}

/// Each row as lists of bytes.
QByteArray packed(const QByteArray& pixels)
{
    QByteArray bytes;
    for (qsizetype at = 0; at < pixels.size(); at += 101)
        bytes += char(100) + pixels.mid(at, 101);
    return bytes;
}

bool tellsDamage(const Radiograph& radiograph)
{
    const auto coded = radiograph.notes.coded();
    return std::any_of(coded.begin(), coded.end(),
                       [](const ReaderNote& note) { return note.code == NoteCode::DataDamaged; });
}

/// A BMP of runs, one a row and colour, with so many rows and an end code.
QByteArray bmpOfRuns(int rowsWithRuns, bool hasEnd)
{
    QByteArray head = encoded(".bmp", noisyPicture()).left(54 + 1024);
    head[30] = 1; // its compression
    for (int y = 0; y < rowsWithRuns; ++y)
        head += QByteArray(1, char(columns - 256)) + char(40 + y % 100) + QByteArray(2, '\0');
    return hasEnd ? head + QByteArray("\0\1", 2) : head;
}

} // namespace

class TestImagingPictureDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stripsThatEndEarly_data() { compressions(); }
    void stripsThatEndEarly();
    void stripsThatGoOn();
    void overwrittenStrips_data() { compressions(); }
    void overwrittenStrips();
    void jpegStripsThatBreakOff();
    void tailOfATiffThatWasNeverWritten();
    void tailOfABmpThatWasNeverWritten();
    void bordersAreNoDamage();
    void runsThatWereNeverWritten();

private:
    static void compressions()
    {
        QTest::addColumn<int>("compression");
        QTest::addColumn<int>("depth");
        QTest::newRow("LZW") << lzw << CV_8U;
        QTest::newRow("LZW, 16 bits") << lzw << CV_16U;
        QTest::newRow("PackBits") << packBits << CV_8U;
        QTest::newRow("PackBits, 16 bits") << packBits << CV_16U;
    }
};

void TestImagingPictureDamage::stripsThatEndEarly()
{
    QFETCH(int, compression);
    QFETCH(int, depth);
    const QByteArray whole = tiffOf(compression, depth);
    const auto undamaged = readBytes(whole);
    QVERIFY2(undamaged, qPrintable(messageOf(undamaged)));
    QVERIFY2(undamaged->notes.isEmpty(), qPrintable(undamaged->notes.join(u' ')));
    // Zeros to the end of what is stored: the strips decode to less than they must.
    QByteArray cut = whole;
    std::fill_n(cut.begin() + cut.size() / 3, cut.size() / 3, '\0');
    const auto r = readBytes(cut);
    QVERIFY(!r);
    if (compression == packBits && depth == CV_8U)
        QVERIFY(!readBytes(tiffOfStrip(packed(rawPixels().chopped(5)), packBits)));
}

void TestImagingPictureDamage::stripsThatGoOn()
{
    const QByteArray pixels = rawPixels();
    const auto whole = readBytes(tiffOfStrip(packed(pixels), packBits));
    QVERIFY2(whole, qPrintable(messageOf(whole)));
    QVERIFY(!tellsDamage(*whole));
    // No whole row, which would be refused.
    const auto longer
        = readBytes(tiffOfStrip(packed(pixels) + QByteArray::fromHex("0301020304"), packBits));
    QVERIFY2(longer, qPrintable(messageOf(longer)));
    QVERIFY2(tellsDamage(*longer), qPrintable(longer->notes.join(u' ')));
    QVERIFY(*longer->pixels == *whole->pixels);
    // A byte that says nothing makes the length even.
    const auto filled
        = readBytes(tiffOfStrip(packed(pixels) + QByteArray::fromHex("80"), packBits));
    QVERIFY(filled && filled->notes.isEmpty());
}

void TestImagingPictureDamage::overwrittenStrips()
{
    QFETCH(int, compression);
    QFETCH(int, depth);
    const QByteArray whole = tiffOf(compression, depth);
    const auto undamaged = readBytes(whole);
    QVERIFY(undamaged);
    QRandomGenerator random(5);
    int silent = 0;
    int tried = 0;
    for (const int length : {16, 64, 512})
        for (int i = 0; i < 30; ++i, ++tried) {
            QByteArray damaged = whole;
            const auto at = 16 + random.bounded(int(whole.size() * 3 / 4));
            for (int k = 0; k < length; ++k)
                damaged[at + k] = i % 3 == 0 ? '\0'
                    : i % 3 == 1             ? '\xFF'
                                             : static_cast<char>(random.bounded(256));
            const auto r = readBytes(damaged);
            silent += r && *r->pixels != *undamaged->pixels && !tellsDamage(*r) ? 1 : 0;
        }
    qInfo("%d of %d silent", silent, tried);
    // Within a list of bytes, PackBits can take any others: 35 and 40 were silent, of LZW 1 and 0.
    QVERIFY(silent * 100 <= (compression == lzw ? 2 : 50) * tried);
}

void TestImagingPictureDamage::jpegStripsThatBreakOff()
{
    const QByteArray whole = tiffOf(jpegStrips);
    const auto undamaged = readBytes(whole);
    if (!undamaged)
        QSKIP("OpenCV wrote no TIFF with JPEG in it");
    QByteArray cut = whole;
    const qsizetype scan = whole.indexOf(QByteArray::fromHex("ffda"));
    QVERIFY(scan > 0);
    const qsizetype end = whole.indexOf(QByteArray::fromHex("ffd9"), scan);
    QVERIFY(end > scan + 100);
    std::fill(cut.begin() + (scan + end) / 2, cut.begin() + end, '\xFF');
    const auto r = readBytes(cut);
    QVERIFY(!r);
}

void TestImagingPictureDamage::tailOfATiffThatWasNeverWritten()
{
    const QByteArray whole = tiffOfStrip(rawPixels(), 1);
    const auto undamaged = readBytes(whole);
    QVERIFY2(undamaged, qPrintable(messageOf(undamaged)));
    QVERIFY2(undamaged->notes.isEmpty(), qPrintable(undamaged->notes.join(u' ')));
    for (const char blank : {'\0', '\xFF'}) {
        const qsizetype cut = (512 + whole.size()) / 2 / 512 * 512;
        const auto r = readBytes(whole.left(cut) + QByteArray(whole.size() - cut, blank));
        QVERIFY(!r);
        QVERIFY2(messageOf(r).contains(u"never written"_s), qPrintable(messageOf(r)));
        // Some whole rows: it may be so for another reason.
        const qsizetype most = 512 + qsizetype{columns} * (rows - 15);
        const auto told = readBytes(whole.left(most) + QByteArray(whole.size() - most, blank));
        QVERIFY2(told, qPrintable(messageOf(told)));
        QVERIFY(tellsDamage(*told));
        QVERIFY(told->notes.first().startsWith(u"The last 15 of 160 rows"_s));
    }
}

void TestImagingPictureDamage::tailOfABmpThatWasNeverWritten()
{
    for (const int channels : {1, 3}) {
        cv::Mat picture = noisyPicture();
        if (channels == 3)
            cv::merge(std::vector<cv::Mat>(3, picture.clone()), picture);
        const QByteArray whole = encoded(".bmp", picture);
        const qsizetype rowBytes = (qsizetype{columns} * channels + 3) / 4 * 4;
        const qsizetype begin = whole.size() - rowBytes * rows;
        QVERIFY(!tellsDamage(*readBytes(whole)));
        const qsizetype cut = (begin + whole.size()) / 2 / 512 * 512;
        const auto r = readBytes(whole.left(cut) + QByteArray(whole.size() - cut, '\0'));
        QVERIFY(!r);
        QVERIFY2(messageOf(r).contains(u"never written"_s), qPrintable(messageOf(r)));
        const qsizetype most = begin + rowBytes * (rows - 15);
        const auto told = readBytes(whole.left(most) + QByteArray(whole.size() - most, '\0'));
        QVERIFY2(told, qPrintable(messageOf(told)));
        QVERIFY2(tellsDamage(*told), qPrintable(told->notes.join(u' ')));
        QVERIFY(told->notes.first().startsWith(u"The first 15 of 160 rows"_s));
    }
}

void TestImagingPictureDamage::bordersAreNoDamage()
{
    cv::Mat picture = noisyPicture();
    picture.rowRange(0, 13).setTo(0);
    picture.rowRange(rows - 13, rows).setTo(0);
    picture.colRange(0, 9).setTo(0);
    picture.colRange(columns - 9, columns).setTo(0);
    for (const char* ending : {".bmp", ".tiff"}) {
        const auto r = readBytes(encoded(ending, picture, {cv::IMWRITE_TIFF_COMPRESSION, 1}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(!tellsDamage(*r), qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingPictureDamage::runsThatWereNeverWritten()
{
    const auto whole = readBytes(bmpOfRuns(rows, true));
    QVERIFY2(whole, qPrintable(messageOf(whole)));
    QVERIFY2(!tellsDamage(*whole), qPrintable(whole->notes.join(u' ')));
    QVERIFY(readBytes(bmpOfRuns(rows, false)));
    // Zeros lead from row to row.
    QVERIFY(!readBytes(bmpOfRuns(rows / 2, false) + QByteArray(rows * 4, '\0')));
    // An end may come early, with the rest in the first colour.
    const auto early = readBytes(bmpOfRuns(rows / 2, true));
    QVERIFY2(early, qPrintable(messageOf(early)));
    QVERIFY2(tellsDamage(*early), qPrintable(early->notes.join(u' ')));
    // Half of a film is none, though the file is as it should be.
    const cv::Mat picture = noisyPicture();
    QByteArray half = encoded(".bmp", picture).left(54 + 1024);
    half[30] = 1;
    for (int y = 0; y < rows / 2; ++y)
        half += QByteArray(1, '\0') + char(columns - 256)
            + QByteArray(reinterpret_cast<const char*>(picture.ptr(rows - 1 - y)), columns)
            + QByteArray(2, '\0');
    const auto r = readBytes(half + QByteArray("\0\1", 2));
    QVERIFY2(messageOf(r).contains(u"the first 80 of 160 rows"_s), qPrintable(messageOf(r)));
}

QTEST_GUILESS_MAIN(TestImagingPictureDamage)
#include "test_picture_damage.moc"
