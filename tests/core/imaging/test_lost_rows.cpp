// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of which rows were overwritten, or never written: half of one is no picture.
#include "core/imaging/reader_notes.h"
#include "tests/core/imaging/compressed_chest.h"
#include "tests/support/lost_rows.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <opencv2/imgcodecs.hpp>

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int columns = 200;
constexpr int rows = 160;

DicomSpec chestOf(int bits, const std::vector<std::int32_t>& values)
{
    DicomSpec spec = plainChest(bits);
    spec.columns = columns;
    spec.rows = rows;
    spec.values = values;
    return spec;
}

std::vector<std::int32_t> noisy(int bits)
{
    return noisyChestValues(columns, rows, (1 << bits) - 1);
}

bool tellsDamage(const Radiograph& radiograph)
{
    const auto coded = radiograph.notes.coded();
    return std::any_of(coded.begin(), coded.end(),
                       [](const ReaderNote& note) { return note.code == NoteCode::DataDamaged; });
}

void isRefused(const QByteArray& file, const QString& words)
{
    const auto r = readBytes(file);
    QVERIFY(!r);
    QVERIFY2(messageOf(r).contains(words), qPrintable(messageOf(r)));
}

void isNoted(const QByteArray& file, const QString& words)
{
    const auto r = readBytes(file);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(tellsDamage(*r), qPrintable(r->notes.join(u' ')));
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
}

void isWhole(const QByteArray& file)
{
    const auto r = readBytes(file);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY2(!tellsDamage(*r), qPrintable(r->notes.join(u' ')));
}

QByteArray fileOf(const char* ending, const std::vector<std::int32_t>& values)
{
    cv::Mat picture(rows, columns, CV_8UC1);
    std::transform(values.begin(), values.end(), picture.begin<std::uint8_t>(),
                   [](std::int32_t value) { return static_cast<std::uint8_t>(value); });
    std::vector<unsigned char> bytes;
    if (!cv::imencode(ending, picture, bytes))
        qFatal("cannot write a picture");
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

/// The file with its last bytes, of that many rows, replaced by a pattern.
QByteArray withEnd(QByteArray file, qsizetype bytes, const QByteArray& pattern)
{
    for (qsizetype i = 0; i < bytes; ++i)
        file[file.size() - bytes + i] = pattern[i % pattern.size()];
    return file;
}

} // namespace

class TestImagingLostRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostHalf_data();
    void lostHalf();
    void lostHalfOfBytes_data();
    void lostHalfOfBytes();
    void lostInAnyCompression_data();
    void lostInAnyCompression();
    void lostInAnyPictureFormat();
    void lostColours();
    void lostAtTheBeginOrInTheMidst();
    void smallLossesAreNoted();
    void bordersAreNoLoss();
    void drawingsAreNoLoss();
};

void TestImagingLostRows::lostHalf_data()
{
    QTest::addColumn<int>("value");
    for (const int value : {4095, 4080, 2048, 0, 1, 3000})
        QTest::newRow(qPrintable(QString::number(value))) << value;
}

void TestImagingLostRows::lostHalf()
{
    QFETCH(int, value);
    for (const QString& photometric : {u"MONOCHROME2"_s, u"MONOCHROME1"_s})
        for (const int first : {60, 80, 100}) {
            DicomSpec spec
                = chestOf(12, overwritten(noisy(12), columns, {first, rows - first}, value));
            spec.photometric = photometric;
            isRefused(writeDicom(spec), u"the last %1 of 160 rows"_s.arg(rows - first));
        }
    isWhole(writeDicom(chestOf(12, noisy(12))));
}

void TestImagingLostRows::lostHalfOfBytes_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<QByteArray>("pattern");
    for (const int bits : {8, 12, 16})
        for (const char* pattern : {"cd", "80", "ff", "00", "deadbeef", "0df0adba"})
            QTest::newRow(qPrintable(u"%1 in %2 bits"_s.arg(QLatin1StringView(pattern)).arg(bits)))
                << bits << QByteArray::fromHex(pattern);
}

void TestImagingLostRows::lostHalfOfBytes()
{
    QFETCH(int, bits);
    QFETCH(QByteArray, pattern);
    const QByteArray file = writeDicom(chestOf(bits, noisy(bits)));
    const qsizetype rowBytes = qsizetype{columns} * (bits > 8 ? 2 : 1);
    isRefused(withEnd(file, rowBytes * rows / 2, pattern), u"had never been written"_s);
    // From within a row on, where no block begins.
    isRefused(withEnd(file, rowBytes * rows / 2 + 77, pattern), u"had never been written"_s);
}

void TestImagingLostRows::lostInAnyCompression_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<QByteArray>("syntax");
    QTest::newRow("deflated") << 12 << QByteArray("1.2.840.10008.1.2.1.99");
    QTest::newRow("big endian") << 12 << QByteArray("1.2.840.10008.1.2.2");
    QTest::newRow("RLE") << 12 << QByteArray("1.2.840.10008.1.2.5");
    QTest::newRow("JPEG") << 8 << QByteArray("1.2.840.10008.1.2.4.50");
    QTest::newRow("lossless JPEG") << 12 << QByteArray("1.2.840.10008.1.2.4.70");
    QTest::newRow("JPEG-LS") << 12 << QByteArray("1.2.840.10008.1.2.4.80");
    QTest::newRow("JPEG 2000") << 12 << QByteArray("1.2.840.10008.1.2.4.90");
}

void TestImagingLostRows::lostInAnyCompression()
{
    QFETCH(int, bits);
    QFETCH(QByteArray, syntax);
    for (const int value : {0, (1 << bits) - 1, 1 << (bits - 1)}) {
        DicomSpec spec = chestOf(bits, overwritten(noisy(bits), columns, {80, 80}, value));
        spec.transferSyntax = syntax;
        isRefused(writeDicom(spec), u"the last 80 of 160 rows"_s);
    }
}

void TestImagingLostRows::lostInAnyPictureFormat()
{
    for (const char* ending : {".png", ".tiff", ".bmp", ".jpg"}) {
        for (const int value : {0, 128, 205, 255})
            isRefused(fileOf(ending, overwritten(noisy(8), columns, {80, 80}, value)),
                      u"the last 80 of 160 rows"_s);
        isRefused(fileOf(ending, overwritten(noisy(8), columns, {0, 80}, 255)),
                  u"the first 80 of 160 rows"_s);
        isWhole(fileOf(ending, noisy(8)));
    }
}

void TestImagingLostRows::lostColours()
{
    DicomSpec spec = chestOf(8, {});
    spec.samplesPerPixel = 3;
    spec.photometric = u"RGB"_s;
    for (const std::int32_t value : noisy(8))
        spec.values.insert(spec.values.end(), {value, value / 2, value});
    spec.bitsAllocated = 8;
    for (const bool byPlane : {false, true}) {
        spec.colorByPlane = byPlane;
        if (byPlane) {
            const auto plane = noisy(8);
            spec.values.clear();
            for (int i = 0; i < 3; ++i)
                spec.values.insert(spec.values.end(), plane.begin(), plane.end());
        }
        const QByteArray file = writeDicom(spec);
        isWhole(file);
        isRefused(withEnd(file, qsizetype{columns} * rows / 2 * (byPlane ? 1 : 3), "\xCD"),
                  u"the last 80 of 160 rows"_s);
    }
}

void TestImagingLostRows::lostAtTheBeginOrInTheMidst()
{
    isRefused(writeDicom(chestOf(12, overwritten(noisy(12), columns, {0, 70}, 4095))),
              u"the first 70 of 160 rows"_s);
    isRefused(writeDicom(chestOf(12, overwritten(noisy(12), columns, {50, 40}, 2048))),
              u"rows 51 to 90 of 160"_s);
}

void TestImagingLostRows::smallLossesAreNoted()
{
    // At most one other pixel in a thousand has the value; that is what the note says.
    isNoted(writeDicom(chestOf(12, overwritten(noisy(12), columns, {150, 10}, 4095))),
            u"The last 10 of 160 rows of the picture hold one value alone, which fewer than one in "
            "1,000 of its other pixels have"_s);
    isNoted(writeDicom(chestOf(12, overwritten(noisy(12), columns, {0, 10}, 0))),
            u"The first 10 of 160 rows"_s);
    isNoted(writeDicom(chestOf(12, overwritten(noisy(12), columns, {115, 45}, 0))),
            u"The last 45 of 160 rows"_s); // a beam may be cut off so
    // A large part of a page: more than half of it is refused.
    for (const int count : {62, 90}) {
        auto values = overwritten(noisy(12), columns, {0, count}, 0);
        for (int row = 0; row < rows; ++row)
            std::fill_n(values.begin() + row * columns, 12, 0);
        const QByteArray file = writeDicom(chestOf(12, values));
        if (count < rows / 2)
            isNoted(file, u"The first 62 of 160 rows"_s);
        else
            isRefused(file, u"the first 90 of 160 rows"_s);
    }
    isNoted(fileOf(".png", overwritten(noisy(8), columns, {150, 10}, 205)),
            u"The last 10 of 160 rows"_s);
}

void TestImagingLostRows::bordersAreNoLoss()
{
    const auto isBlack = [](auto inBorder) {
        auto values = noisy(12);
        for (int row = 0; row < rows; ++row)
            for (int column = 0; column < columns; ++column)
                if (inBorder(row, column))
                    values[static_cast<std::size_t>(row) * columns + column] = 0;
        isWhole(writeDicom(chestOf(12, values)));
    };
    // A beam cut off on all sides, a film on a page, a film that lies askew, a border that fades.
    isBlack([](int row, int column) {
        return row < 9 || row >= rows - 13 || column < 7 || column >= 190;
    });
    isBlack([](int row, int column) { return row < 50 || column < 12 || column >= 188; });
    isBlack([](int row, int column) { return row + column / 4 > 100; });
    // Rows that the file itself calls padding.
    DicomSpec padded = chestOf(12, overwritten(noisy(12), columns, {0, 40}, 4095));
    padded.tags
        = [](DcmDataset& d) { d.putAndInsertUint16(DcmTag(DCM_PixelPaddingValue, EVR_US), 4095); };
    isWhole(writeDicom(padded));
    auto fading = noisy(12);
    for (int row = 80; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            std::int32_t& value = fading[static_cast<std::size_t>(row) * columns + column];
            value = std::max(0, value * (110 - row) / 30);
        }
    isWhole(writeDicom(chestOf(12, fading)));
}

void TestImagingLostRows::drawingsAreNoLoss()
{
    std::vector<std::int32_t> bars(std::size_t{columns} * rows);
    for (std::size_t i = 0; i < bars.size(); ++i)
        bars[i] = static_cast<std::int32_t>(i / columns / 40 * 1000);
    isWhole(writeDicom(chestOf(12, bars)));
    isWhole(writeDicom(chestOf(12, std::vector<std::int32_t>(std::size_t{columns} * rows, 100))));
    std::vector<std::int32_t> page(std::size_t{columns} * rows, 900);
    for (int row = 20; row < 50; ++row)
        for (int column = 30; column < 90; ++column)
            page[static_cast<std::size_t>(row) * columns + column] = 1700;
    isWhole(writeDicom(chestOf(12, page)));
}

QTEST_GUILESS_MAIN(TestImagingLostRows)
#include "test_lost_rows.moc"
