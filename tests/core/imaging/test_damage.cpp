// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/compressed_chest.h"

#include <opencv2/imgcodecs.hpp>

#include <QRandomGenerator>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 200;
constexpr int rows = 160;

/// A chest with the noise of a detector, never at the ends of its range.
DicomSpec noisyChest(int bits)
{
    DicomSpec spec = plainChest(bits);
    spec.columns = columns;
    spec.rows = rows;
    const int white = (1 << bits) - 1;
    spec.values = drawChest(columns, rows, white * 8 / 10);
    QRandomGenerator random(3);
    for (std::int32_t& value : spec.values)
        value += white / 20 + random.bounded(white / 20);
    return spec;
}

QByteArray streamOf(const QByteArray& syntax, int bits, double rate = 0)
{
    DicomSpec spec = noisyChest(bits);
    spec.transferSyntax = syntax;
    spec.jpeg2000Rate = rate;
    return firstFragment(writeDicom(spec));
}

bool tellsDamage(const Radiograph& radiograph)
{
    const auto coded = radiograph.notes.coded();
    return std::any_of(coded.begin(), coded.end(),
                       [](const ReaderNote& note) { return note.code == NoteCode::DataDamaged; });
}

/// A little endian TIFF of pages of 8 bits, each with its columns, rows, kind (NewSubfileType) and
/// grey.
struct Page
{
    quint32 columns = 0;
    quint32 rows = 0;
    quint32 kind = 0;
    char grey = 0;
};

QByteArray tiffOfPages(const QList<Page>& pages)
{
    const auto little = [](auto value) {
        QByteArray bytes(sizeof(value), '\0');
        qToLittleEndian(value, bytes.data());
        return bytes;
    };
    QByteArray file = QByteArray("II") + little(quint16{42}) + QByteArray(4, '\0');
    qsizetype link = 4;
    for (const Page& page : pages) {
        const auto pixels = static_cast<quint32>(file.size());
        QByteArray greys(qsizetype{page.columns} * page.rows, page.grey);
        greys[0] = static_cast<char>(page.grey + 1);
        file += greys;
        const std::vector<std::pair<quint16, quint32>> entries
            = {{254, page.kind}, {256, page.columns},
               {257, page.rows}, {258, 8},
               {259, 1},         {262, 1},
               {273, pixels},    {277, 1},
               {278, page.rows}, {279, static_cast<quint32>(greys.size())}};
        qToLittleEndian(static_cast<quint32>(file.size()), file.data() + link);
        file += little(static_cast<quint16>(entries.size()));
        constexpr quint16 longNumber = 4;
        for (const auto& [tag, value] : entries)
            file += little(tag) + little(longNumber) + little(quint32{1}) + little(value);
        link = file.size();
        file += QByteArray(4, '\0');
    }
    return file;
}

cv::Mat noisyPicture()
{
    cv::Mat picture(rows, columns, CV_8UC1);
    const DicomSpec spec = noisyChest(8);
    std::transform(spec.values.begin(), spec.values.end(), picture.begin<std::uint8_t>(),
                   [](std::int32_t value) { return static_cast<std::uint8_t>(value); });
    return picture;
}

QByteArray encoded(const char* ending, const cv::Mat& picture, const std::vector<int>& options)
{
    std::vector<unsigned char> bytes;
    if (!cv::imencode(ending, picture, bytes, options))
        qFatal("cannot write a picture");
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

/// A progressive JPEG that ends behind its first `scans` scans.
QByteArray progressive(int scans)
{
    const QByteArray whole = encoded(".jpg", noisyPicture(), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
    qsizetype at = 0;
    for (int i = 0; i <= scans; ++i) {
        at = whole.indexOf(QByteArray::fromHex("ffda"), at + 1);
        if (at < 0)
            return whole;
    }
    // Tables of the next scan may stand before it; a decoder passes over them.
    return whole.left(at) + QByteArray::fromHex("ffd9");
}

/// What becomes of a stream in the midst of which bytes were overwritten.
struct Outcome
{
    int refused = 0;
    int told = 0; ///< read with a note
    int same = 0; ///< every pixel is as it was
    int silent = 0; ///< other pixels, without a word
};

} // namespace

/// Files whose bytes were overwritten, or never written, in the midst of their pixels.
class TestImagingDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overwrittenInMidStream_data();
    void overwrittenInMidStream();
    void marksInHighThroughputBlocksEndNoProgram();
    void rleWithMoreThanItsPixels();
    void tailThatWasNeverWritten();
    void blackBordersAreNoDamage();
    void progressiveJpegWithoutItsLastScans();
    void deflatedTiffWithAWrongSum();
    void pngWithAWrongSum();
    void jpegWithDataLeftOver();
    void tiffWhoseFirstPageIsAThumbnail_data();
    void tiffWhoseFirstPageIsAThumbnail();
};

void TestImagingDamage::overwrittenInMidStream_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<QByteArray>("syntax");
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<int>("mostSilent"); // per cent
    const auto row = [](const char* name, int bits, const char* syntax, const QByteArray& stream,
                        int mostSilent) {
        QTest::newRow(name) << bits << QByteArray(syntax) << stream << mostSilent;
    };
    const StreamPicture picture = pictureOf(noisyChest(12));
    const auto byDcmtk
        = [&](const char* name, const char* syntax, int bits, int most, double rate = 0) {
              row(name, bits, syntax, streamOf(syntax, bits, rate), most);
          };
    // Huffman codes fall into step again behind the damage: of 180 cases, 29, 15 and 19 are silent,
    // all of which have as many pixels as before. Of 9/7, 11 are.
    byDcmtk("JPEG", "1.2.840.10008.1.2.4.50", 8, 18);
    byDcmtk("JPEG 12", "1.2.840.10008.1.2.4.51", 12, 10);
    byDcmtk("lossless JPEG", "1.2.840.10008.1.2.4.70", 12, 12);
    row("JPEG-LS", 12, "1.2.840.10008.1.2.4.80", jpegLsStream(picture), 0);
    byDcmtk("JPEG 2000 5/3", "1.2.840.10008.1.2.4.90", 12, 2);
    byDcmtk("JPEG 2000 9/7", "1.2.840.10008.1.2.4.91", 12, 8, 6);
    row("JPEG XL", 12, "1.2.840.10008.1.2.4.110", jpegXlStream(picture), 2);
    // Its decoder cannot tell; see formats.md. Silent: 65.
    row("HTJ2K", 12, "1.2.840.10008.1.2.4.201", htj2kStream(picture), 40);
}

void TestImagingDamage::overwrittenInMidStream()
{
    QFETCH(int, bits);
    QFETCH(QByteArray, syntax);
    QFETCH(QByteArray, stream);
    QFETCH(int, mostSilent);
    const QByteArray file = writeDicom(noisyChest(bits));
    const auto read
        = [&](const QByteArray& bytes) { return readBytes(withFragments(file, syntax, {bytes})); };
    const auto whole = read(stream);
    QVERIFY2(whole, qPrintable(messageOf(whole)));
    QVERIFY2(whole->notes.isEmpty(), qPrintable(whole->notes.join(u' ')));
    QRandomGenerator random(5);
    Outcome outcome;
    int tried = 0;
    for (const int length : {16, 64, 512})
        for (int i = 0; i < 60; ++i, ++tried) {
            const auto at = stream.size() / 8 + random.bounded(int(stream.size() * 6 / 8 - 512));
            QByteArray damaged = stream;
            for (int k = 0; k < length; ++k)
                damaged[at + k] = i % 3 == 0 ? '\0'
                    : i % 3 == 1             ? '\xFF'
                                             : static_cast<char>(random.bounded(256));
            const auto r = read(damaged);
            if (!r)
                ++outcome.refused;
            else if (*r->pixels == *whole->pixels)
                ++outcome.same;
            else
                ++(tellsDamage(*r) ? outcome.told : outcome.silent);
        }
    qInfo("%d tried: %d refused, %d told, %d same, %d silent", tried, outcome.refused, outcome.told,
          outcome.same, outcome.silent);
    QVERIFY(outcome.silent * 100 <= mostSilent * tried);
}

void TestImagingDamage::marksInHighThroughputBlocksEndNoProgram()
{
    const QByteArray stream = htj2kStream(pictureOf(noisyChest(12)));
    const QByteArray file = writeDicom(noisyChest(12));
    const qsizetype begin = stream.indexOf(QByteArray::fromHex("ff93")) + 2;
    for (const char* mark : {"ff90", "ff91", "ff92", "ffff", "ffd9"})
        for (qsizetype at = begin; at + 2 < stream.size() - 2; at += 97) {
            QByteArray damaged = stream;
            damaged.replace(at, 2, QByteArray::fromHex(mark));
            const auto r = readBytes(withFragments(file, "1.2.840.10008.1.2.4.201", {damaged}));
            QVERIFY(!r);
        }
}

void TestImagingDamage::rleWithMoreThanItsPixels()
{
    for (const int bits : {8, 12}) {
        const DicomSpec spec = noisyChest(bits);
        const QByteArray stream = rleFrame(pictureOf(spec));
        const QByteArray file = writeDicom(spec);
        const auto read = [&](const QByteArray& bytes) {
            return readBytes(withFragments(file, "1.2.840.10008.1.2.5", {bytes}));
        };
        const auto whole = read(stream);
        QVERIFY2(whole, qPrintable(messageOf(whole)));
        QVERIFY(whole->notes.isEmpty());
        QVERIFY(!tellsDamage(*read(stream + QByteArray(6, '\0'))));
        const auto longer = read(stream + QByteArray::fromHex("0311223344"));
        QCOMPARE(bool(longer), bits == 8);
        if (longer)
            QVERIFY(tellsDamage(*longer));
        else // which bytes of a sample belong together is not known
            QVERIFY2(messageOf(longer).contains(u"segments"_s), qPrintable(messageOf(longer)));
    }
}

void TestImagingDamage::tailThatWasNeverWritten()
{
    for (const int bits : {8, 12}) {
        const QByteArray file = writeDicom(noisyChest(bits));
        const qsizetype pixels = qsizetype{columns} * rows * (bits > 8 ? 2 : 1);
        const qsizetype begin = file.size() - pixels;
        for (const char blank : {'\0', '\xFF'}) {
            // Where a block ends, within a row.
            const qsizetype cut = (begin + pixels / 2) / 512 * 512;
            const auto r = readBytes(file.left(cut) + QByteArray(file.size() - cut, blank));
            QVERIFY(!r);
            QVERIFY2(messageOf(r).contains(u"never written"_s), qPrintable(messageOf(r)));
            // Some whole rows: it may be so for another reason.
            const qsizetype most = begin + pixels / 160 * 145;
            const auto told = readBytes(file.left(most) + QByteArray(file.size() - most, blank));
            QVERIFY2(told, qPrintable(messageOf(told)));
            QVERIFY(tellsDamage(*told));
        }
        QVERIFY(!tellsDamage(*readBytes(file)));
    }
}

void TestImagingDamage::blackBordersAreNoDamage()
{
    DicomSpec spec = noisyChest(12);
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const bool isBorder = row < 9 || row >= rows - 13 || column < 7 || column >= 190;
            if (isBorder)
                spec.values[static_cast<std::size_t>(row) * columns + column] = 0;
        }
    const auto r = readBytes(writeDicom(spec));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(!tellsDamage(*r));
}

void TestImagingDamage::progressiveJpegWithoutItsLastScans()
{
    QVERIFY(!tellsDamage(*readBytes(progressive(100))));
    const QByteArray file = writeDicom(noisyChest(8));
    for (const bool isDicom : {false, true}) {
        const auto read = [&](const QByteArray& stream) {
            return readBytes(isDicom ? withFragments(file, "1.2.840.10008.1.2.4.55", {stream})
                                     : stream);
        };
        QVERIFY(!tellsDamage(*read(progressive(100))));
        const auto coarse = read(progressive(5));
        QVERIFY2(coarse, qPrintable(messageOf(coarse)));
        QVERIFY2(tellsDamage(*coarse), qPrintable(coarse->notes.join(u' ')));
        // The mean of each block alone is no picture.
        const auto blocks = read(progressive(1));
        QVERIFY(!blocks);
        QVERIFY2(messageOf(blocks).contains(u"last scan"_s), qPrintable(messageOf(blocks)));
    }
}

void TestImagingDamage::deflatedTiffWithAWrongSum()
{
    constexpr int deflate = 8;
    const QByteArray whole
        = encoded(".tiff", noisyPicture(), {cv::IMWRITE_TIFF_COMPRESSION, deflate});
    const auto undamaged = readBytes(whole);
    QVERIFY2(undamaged, qPrintable(messageOf(undamaged)));
    for (qsizetype at = 200; at < whole.size() * 3 / 4; at += 501) {
        QByteArray damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        const auto r = readBytes(damaged);
        QVERIFY2(!r || *r->pixels == *undamaged->pixels, qPrintable(QString::number(at)));
    }
}

void TestImagingDamage::pngWithAWrongSum()
{
    const QByteArray whole = encoded(".png", noisyPicture(), {});
    for (qsizetype at = 60; at < whole.size() - 20; at += 501) {
        QByteArray damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        QVERIFY2(!readBytes(damaged), qPrintable(QString::number(at)));
    }
}

void TestImagingDamage::jpegWithDataLeftOver()
{
    // Bytes that the last scan does not take: codes before them were others when it was written.
    const QByteArray whole = encoded(".jpg", noisyPicture(), {cv::IMWRITE_JPEG_QUALITY, 95});
    QVERIFY(readBytes(whole));
    QVERIFY(!readBytes(whole.chopped(2) + QByteArray(40, '\x55') + QByteArray::fromHex("ffd9")));
    // Zeros fill up.
    for (const int zeros : {1, 3, 40, 5000}) {
        const auto filled
            = readBytes(whole.chopped(2) + QByteArray(zeros, '\0') + QByteArray::fromHex("ffd9"));
        QVERIFY2(filled, qPrintable(messageOf(filled)));
        QVERIFY(*filled->pixels == *readBytes(whole)->pixels);
    }
}

void TestImagingDamage::tiffWhoseFirstPageIsAThumbnail_data()
{
    QTest::addColumn<QList<Page>>("pages");
    QTest::addColumn<int>("shownColumns");
    QTest::addColumn<QString>("words");
    const Page small{40, 32, 0, 10};
    const Page thumbnail{40, 32, 1, 10};
    const Page large{200, 160, 0, 20};
    const Page largest{400, 320, 0, 30};
    const Page other{160, 200, 0, 40};
    QTest::newRow("by its tag") << QList<Page>{thumbnail, large} << 200 << u"page 2 is shown"_s;
    QTest::newRow("by its shape") << QList<Page>{small, large} << 200 << u"page 2 is shown"_s;
    QTest::newRow("the largest") << QList<Page>{small, large, largest} << 400
                                 << u"page 3 is shown"_s;
    QTest::newRow("behind the picture")
        << QList<Page>{large, thumbnail} << 200 << u"only the first one"_s;
    QTest::newRow("full pages behind it")
        << QList<Page>{thumbnail, large, largest} << 200 << u"page 2 is shown"_s;
    QTest::newRow("another picture") << QList<Page>{small, other} << 40 << u"only the first one"_s;
    QTest::newRow("as large as the first")
        << QList<Page>{large, large} << 200 << u"only the first one"_s;
    QTest::newRow("a thumbnail alone") << QList<Page>{thumbnail} << 40 << QString();
}

void TestImagingDamage::tiffWhoseFirstPageIsAThumbnail()
{
    QFETCH(QList<Page>, pages);
    QFETCH(int, shownColumns);
    QFETCH(QString, words);
    const auto r = readBytes(tiffOfPages(pages));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QCOMPARE(r->columns, shownColumns);
    QCOMPARE(r->notes.size(), words.isEmpty() ? 0 : 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
}

QTEST_GUILESS_MAIN(TestImagingDamage)
#include "test_damage.moc"
