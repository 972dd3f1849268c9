// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/imaging/reading/reader.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/golden_cases.h"
#include "tests/support/phantom.h"
#include "tests/support/varied_chest.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

DicomSpec chest(int columns, int rows, const QByteArray& syntax)
{
    DicomSpec spec;
    spec.columns = columns;
    spec.rows = rows;
    spec.transferSyntax = syntax;
    spec.values = drawChest(columns, rows, 4095);
    spec.tags = [](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_WindowCenter, "2048");
        dataset.putAndInsertString(DCM_WindowWidth, "4096");
        dataset.putAndInsertString(DCM_PixelSpacing, "0.2\\0.1");
    };
    return spec;
}

/// Eight bits, as baseline JPEG wants them.
DicomSpec byteChest(int columns, int rows)
{
    DicomSpec spec = chest(columns, rows, "1.2.840.10008.1.2.4.50");
    spec.bitsAllocated = 8;
    spec.bitsStored = 8;
    spec.highBit = 7;
    spec.values = drawChest(columns, rows, 255);
    return spec;
}

/// The mean difference between reduced pixels and the means of those that they stand for, as a
/// share of the range.
double meanDifference(const Radiograph& reduced, const Radiograph& whole, int factor)
{
    double sum = 0;
    const int columns = whole.columns / factor; // those that stand for whole squares
    const int rows = whole.rows / factor;
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            double mean = 0;
            for (int i = 0; i < factor * factor; ++i)
                mean += (*whole.pixels)[static_cast<std::size_t>(
                    (y * factor + i / factor) * whole.columns + x * factor + i % factor)];
            mean /= factor * factor;
            sum += std::abs((*reduced.pixels)[static_cast<std::size_t>(y * reduced.columns + x)]
                            - mean);
        }
    return sum / (double{1} * columns * rows) / whole.bits.highest();
}

} // namespace

/// Pictures that are reduced while they are decoded.
class TestReduced : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray& content) const
    {
        const QString path = m_folder.filePath(u"picture"_s);
        if (!writeFileAtomically(path, content))
            qFatal("cannot write a test file");
        return path;
    }

private Q_SLOTS:
    void keepsWhatIsAskedFor_data();
    void keepsWhatIsAskedFor();
    void tellsOfTheWholePicture();
    void othersComeWhole();
    void onlySlowOnes();
    void orientation();
    void colour();
    void brokenOnesFailAlike();
    void aReducedPictureRestsOnCheckedBlocksAlone();
    void overwrittenBlocksThatAreLeftOutFailAlike();
    void allGoldenCases();
};

void TestReduced::keepsWhatIsAskedFor_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("shorterSide");
    QTest::addColumn<int>("factor");
    const QByteArray lossless = writeDicom(chest(601, 499, "1.2.840.10008.1.2.4.90"));
    QTest::newRow("JPEG 2000, not enough to halve") << lossless << 125 << 1;
    QTest::newRow("JPEG 2000, just enough") << lossless << 124 << 2;
    QTest::newRow("JPEG 2000, a quarter") << lossless << 62 << 4;
    QTest::newRow("JPEG 2000, as far as it was halved") << lossless << 1 << 32;
    DicomSpec lossy = chest(601, 499, "1.2.840.10008.1.2.4.91");
    lossy.jpeg2000Rate = 8;
    QTest::newRow("lossy JPEG 2000") << writeDicom(lossy) << 62 << 1;
    DicomSpec pieces = chest(600, 500, "1.2.840.10008.1.2.4.90");
    pieces.fragments = 3;
    pieces.isSigned = true;
    QTest::newRow("JPEG 2000 in pieces, signed") << writeDicom(pieces) << 100 << 2;
    QTest::newRow("baseline JPEG in DICOM") << writeDicom(byteChest(600, 500)) << 120 << 4;
    const QByteArray jpeg = jpegOf(variedChest(500, 7), 92);
    QTest::newRow("JPEG, not enough") << jpeg << 251 << 1;
    QTest::newRow("JPEG, half") << jpeg << 250 << 2;
    QTest::newRow("JPEG, an eighth at most") << jpeg << 1 << 8;
}

void TestReduced::keepsWhatIsAskedFor()
{
    QFETCH(QByteArray, file);
    QFETCH(int, shorterSide);
    QFETCH(int, factor);
    const QString path = write(file);
    const auto whole = readRadiograph(path);
    QVERIFY2(whole.hasValue(), qPrintable(whole ? QString() : whole.error().message));
    const auto reduced = readReduced(path, {shorterSide});
    QVERIFY2(reduced.hasValue(), qPrintable(reduced ? QString() : reduced.error().message));
    QCOMPARE(reduced->columns, whole->columns);
    QCOMPARE(reduced->rows, whole->rows);
    QCOMPARE(reduced->isWhole(), factor == 1);
    QCOMPARE(reduced->radiograph.columns, (whole->columns + factor - 1) / factor);
    QCOMPARE(reduced->radiograph.rows, (whole->rows + factor - 1) / factor);
    QCOMPARE(reduced->radiograph.pixels->size(),
             static_cast<std::size_t>(reduced->radiograph.columns * reduced->radiograph.rows));
    QCOMPARE(reduced->radiograph.bits.bits(), whole->bits.bits());
    const double difference = meanDifference(reduced->radiograph, *whole, factor);
    QVERIFY2(difference < (factor > 8 ? 0.2 : 0.02), qPrintable(QString::number(difference)));
}

void TestReduced::tellsOfTheWholePicture()
{
    const QString path = write(writeDicom(chest(600, 500, "1.2.840.10008.1.2.4.90")));
    const auto whole = readRadiograph(path);
    const auto reduced = readReduced(path, {100});
    QVERIFY(whole.hasValue() && reduced.hasValue() && !reduced->isWhole());
    QCOMPARE(reduced->radiograph.spacing->rowMm, whole->spacing->rowMm);
    QCOMPARE(reduced->radiograph.spacing->columnMm, whole->spacing->columnMm);
    QVERIFY(reduced->radiograph.initialVoi == whole->initialVoi);
    QVERIFY(reduced->radiograph.vois == whole->vois);
    QCOMPARE(reduced->radiograph.valueScale, whole->valueScale);
    QCOMPARE(reduced->radiograph.sopInstanceUid, whole->sopInstanceUid);
    QCOMPARE(reduced->radiograph.transferSyntaxUid, whole->transferSyntaxUid);
    QCOMPARE(reduced->radiograph.notes, whole->notes);
}

void TestReduced::othersComeWhole()
{
    for (const QByteArray& file :
         {writeDicom(chest(600, 500, "1.2.840.10008.1.2.1")),
          writeDicom(chest(600, 500, "1.2.840.10008.1.2.5")),
          writeDicom(chest(600, 500, "1.2.840.10008.1.2.4.70")), pngOf(variedChest(500, 3))}) {
        const QString path = write(file);
        const auto reduced = readReduced(path, {10});
        QVERIFY(reduced.hasValue() && reduced->isWhole());
        QVERIFY(*reduced->radiograph.pixels == *readRadiograph(path)->pixels);
    }
}

void TestReduced::onlySlowOnes()
{
    const ReadSize size{100, true};
    QVERIFY(readReduced(write(jpegOf(variedChest(500, 3))), size)->isWhole());
    QVERIFY(readReduced(write(writeDicom(byteChest(600, 500))), size)->isWhole());
    QVERIFY(!readReduced(write(writeDicom(chest(600, 500, "1.2.840.10008.1.2.4.90"))), size)
                 ->isWhole());
}

void TestReduced::orientation()
{
    // 400 columns and 200 rows, bright at the left, to be turned by 90 degrees clockwise.
    GrayImage8 image{400, 200, std::vector<std::uint8_t>(400 * 200, 10)};
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
        if (i % 400 < 200)
            image.pixels[i] = 200;
    const QByteArray tiff
        = QByteArray::fromHex("49492a0008000000010012010300010000000600000000000000");
    const QByteArray body = QByteArray("Exif\0\0", 6) + tiff;
    QByteArray jpeg = jpegOf(image, 95);
    jpeg.insert(2, QByteArray::fromHex("ffe1") + char(0) + char(body.size() + 2) + body);
    const auto reduced = readReduced(write(jpeg), {50});
    QVERIFY2(reduced.hasValue(), qPrintable(reduced ? QString() : reduced.error().message));
    QCOMPARE(reduced->columns, 200);
    QCOMPARE(reduced->rows, 400);
    QCOMPARE(reduced->radiograph.columns, 50);
    QCOMPARE(reduced->radiograph.rows, 100);
    QVERIFY(std::abs((*reduced->radiograph.pixels)[10 * 50 + 25] - 200) < 5); // now at the top
    QVERIFY(std::abs((*reduced->radiograph.pixels)[90 * 50 + 25] - 10) < 5);
}

void TestReduced::colour()
{
    DicomSpec spec = chest(400, 300, "1.2.840.10008.1.2.4.90");
    spec.samplesPerPixel = 3;
    spec.bitsAllocated = 8;
    spec.bitsStored = 8;
    spec.highBit = 7;
    spec.photometric = u"YBR_RCT"_s;
    spec.values = drawColours(400, 300, 255);
    const QString path = write(writeDicom(spec));
    const auto whole = readRadiograph(path);
    const auto reduced = readReduced(path, {70});
    QVERIFY(whole.hasValue() && reduced.hasValue());
    QCOMPARE(reduced->radiograph.columns, 200);
    QCOMPARE(reduced->radiograph.notes, whole->notes);
    QVERIFY(meanDifference(reduced->radiograph, *whole, 2) < 0.02);
}

void TestReduced::brokenOnesFailAlike()
{
    const QByteArray good = writeDicom(byteChest(600, 500));
    const QByteArray wavelets = writeDicom(chest(600, 500, "1.2.840.10008.1.2.4.90"));
    for (const QByteArray& file :
         {good.left(good.size() * 2 / 3), wavelets.left(wavelets.size() / 2),
          jpegOf(variedChest(500, 3)).left(9000)}) {
        const QString path = write(file);
        const auto whole = readRadiograph(path);
        const auto reduced = readReduced(path, {100});
        QCOMPARE(reduced.hasValue(), whole.hasValue());
        if (!whole)
            QCOMPARE(reduced.error().message, whole.error().message);
    }
}

void TestReduced::aReducedPictureRestsOnCheckedBlocksAlone()
{
    DicomSpec spec = chest(600, 500, "1.2.840.10008.1.2.4.90");
    spec.tags = {}; // square pixels
    QRandomGenerator random(11);
    for (std::int32_t& value : spec.values)
        value = value * 9 / 10 + random.bounded(100);
    const QByteArray file = writeDicom(spec);
    const auto read = [&](const QByteArray& bytes) { return readReduced(write(bytes), {100}); };
    const auto undamaged = read(file);
    QVERIFY(undamaged && undamaged->reduction == 2 && undamaged->radiograph.notes.isEmpty());
    const qsizetype begin = file.indexOf(QByteArray::fromHex("ff93")) + 2;
    constexpr int length = 64;
    constexpr int tried = 120;
    int told = 0;
    int same = 0; // the damage lies in blocks that were not looked at, and have no part in it
    for (int i = 0; i < tried; ++i) {
        QByteArray damaged = file;
        const auto at = begin + random.bounded(int(file.size() - begin - length - 2));
        for (int k = 0; k < length; ++k)
            damaged[at + k] = static_cast<char>(random.bounded(256));
        const auto r = read(damaged);
        const bool isSame = r && *r->radiograph.pixels == *undamaged->radiograph.pixels;
        same += isSame ? 1 : 0;
        told += !r || (!isSame && !r->radiograph.notes.isEmpty()) ? 1 : 0;
    }
    QVERIFY2(told > 5 && same > 5, qPrintable(u"%1 told, %2 same"_s.arg(told).arg(same)));
    QVERIFY2((tried - told - same) * 100 <= 2 * tried,
             qPrintable(u"%1 told, %2 same"_s.arg(told).arg(same)));
}

void TestReduced::overwrittenBlocksThatAreLeftOutFailAlike()
{
    DicomSpec spec = chest(600, 500, "1.2.840.10008.1.2.4.90");
    spec.tags = {};
    QRandomGenerator random(11);
    for (std::int32_t& value : spec.values)
        value = value * 9 / 10 + random.bounded(100);
    const QByteArray file = writeDicom(spec);
    QVERIFY(readReduced(write(file), {100})->reduction == 2);
    for (const char fill : {'\0', '\xFF', '\xCD', '\x80'})
        for (const int part : {70, 80, 90, 95}) { // per cent; the finest blocks come last
            QByteArray damaged = file;
            std::fill_n(damaged.begin() + file.size() * part / 100, 300, fill);
            const auto whole = readRadiograph(write(damaged));
            const auto reduced = readReduced(write(damaged), {100});
            QCOMPARE(reduced.hasValue(), whole.hasValue());
            QVERIFY(!whole || reduced->radiograph.notes == whole->notes);
            QVERIFY(!whole || !whole->notes.isEmpty());
        }
}

void TestReduced::allGoldenCases()
{
    int seen = 0;
    for (const GoldenCase& golden : goldenCases()) {
        const QString path = write(golden.file);
        const auto whole = readRadiograph(path);
        const auto reduced = readReduced(path, {8});
        QVERIFY2(whole.hasValue() == reduced.hasValue(), qPrintable(golden.name));
        if (!whole)
            continue;
        QCOMPARE(reduced->columns, whole->columns);
        QCOMPARE(reduced->rows, whole->rows);
        const int shorter = std::min(reduced->radiograph.columns, reduced->radiograph.rows);
        QVERIFY2(reduced->isWhole() || shorter >= 8, qPrintable(golden.name));
        QCOMPARE(reduced->radiograph.notes, whole->notes);
        ++seen;
    }
    QVERIFY(seen > 20);
}

QTEST_GUILESS_MAIN(TestReduced)
#include "test_reduced.moc"
