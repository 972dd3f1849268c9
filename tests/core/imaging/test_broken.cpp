// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/broken_bytes.h"
#include "tests/support/dicom_writer.h"
#include "tests/support/phantom.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <random>

#include <sys/stat.h>
#include <unistd.h>

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int quickMs = 3000; // also under a sanitizer on a busy machine

const std::vector<QByteArray> syntaxes = {
    "1.2.840.10008.1.2",      "1.2.840.10008.1.2.1",    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.2",    "1.2.840.10008.1.2.5",    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90",
};

QByteArray chestFile(const QByteArray& syntax)
{
    DicomSpec spec;
    spec.columns = 40;
    spec.rows = 32;
    spec.values = drawChest(40, 32, 4095);
    spec.transferSyntax = syntax;
    spec.tags = [](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "2000");
        d.putAndInsertString(DCM_WindowWidth, "3000");
        addLut(d, true, 0, 12, {0, 1000, 2000, 4095}, "curve");
        DcmItem* code = nullptr;
        d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
        code->putAndInsertString(DCM_CodeMeaning, "postero-anterior");
    };
    return writeDicom(spec);
}

/// A small valid PNG of grey pixels, from the format's description.
QByteArray pngFile()
{
    return QByteArray::fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAAHElEQVR4nGNgYBXR"
                                  "YLBxDEhhqKjtWcCwZeeJOwAp/galLPDhNQAAAABJRU5ErkJggg==");
}

/// Reads, and fails the test when that takes long or an error says nothing. True when it was read.
bool survives(const QByteArray& bytes)
{
    QElapsedTimer clock;
    clock.start();
    const auto radiograph = readBytes(bytes);
    if (clock.elapsed() > quickMs)
        QTest::qFail("reading took too long", __FILE__, __LINE__);
    if (radiograph) {
        const auto expected = static_cast<std::size_t>(radiograph->rows)
            * static_cast<std::size_t>(radiograph->columns);
        if (!radiograph->pixels || radiograph->pixels->size() != expected)
            QTest::qFail("a radiograph without its pixels", __FILE__, __LINE__);
        return true;
    }
    if (!radiograph.error().message.startsWith(QStringLiteral("Cannot read picture: ")))
        QTest::qFail(qPrintable(radiograph.error().message), __FILE__, __LINE__);
    return false;
}

void syntaxRows()
{
    QTest::addColumn<QByteArray>("file");
    for (const QByteArray& syntax : syntaxes)
        QTest::newRow(syntax.constData()) << chestFile(syntax);
}

} // namespace

/// Broken and hostile files: each ends with an Error or a Radiograph, quickly.
class TestImagingBroken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedFiles_data() { syntaxRows(); }
    void truncatedFiles();
    void flippedBits_data() { syntaxRows(); }
    void flippedBits();
    void flippedBytesOfPixelHeaders_data() { syntaxRows(); }
    void flippedBytesOfPixelHeaders();
    void randomBytes();
    void truncationIsNamed();
    void wrongLengthIsNamed();
    void absurdSizeIsNamed_data();
    void absurdSizeIsNamed();
    void contradictingBitsAreNamed();
    void wrongTransferSyntax_data() { syntaxRows(); }
    void wrongTransferSyntax();
    void codestreamSizeMustAgree_data();
    void codestreamSizeMustAgree();
    void deepSequences_data();
    void deepSequences();
    void deflateBombIsTooLarge();
    void shortLutIsNamed();
    void pictureBombs();
    void truncatedPictures();
    void noDicomAtAll_data();
    void noDicomAtAll();
    void specialFiles();
};

void TestImagingBroken::truncatedFiles()
{
    QFETCH(QByteArray, file);
    QVERIFY(survives(file));
    for (int part = 0; part < 16; ++part)
        QVERIFY2(!survives(file.left(file.size() * part / 16)), qPrintable(QString::number(part)));
}

void TestImagingBroken::flippedBits()
{
    QFETCH(QByteArray, file);
    std::mt19937 random(20210901);
    for (int i = 0; i < 300; ++i) {
        QByteArray changed = file;
        const auto at
            = static_cast<qsizetype>(random() % static_cast<std::size_t>(file.size() - 128)) + 128;
        changed[at] = static_cast<char>(changed[at] ^ 1 << random() % 8);
        survives(changed);
    }
}

void TestImagingBroken::flippedBytesOfPixelHeaders()
{
    // The begin of the pixel data is where codecs read their sizes.
    QFETCH(QByteArray, file);
    const qsizetype pixels
        = std::max<qsizetype>(file.lastIndexOf(QByteArray::fromHex("e07f1000")), 200);
    std::mt19937 random(7);
    for (qsizetype at = pixels; at < std::min(pixels + 150, file.size()); ++at) {
        QByteArray changed = file;
        changed[at] = static_cast<char>(random());
        survives(changed);
        changed[at] = static_cast<char>(0xFF);
        survives(changed);
    }
}

void TestImagingBroken::randomBytes()
{
    std::mt19937 random(3);
    for (const char* begin : {"", "BM", "II*\0", "MM\0*", "\xFF\xD8\xFF\xE0", "\x89PNG\r\n\x1A\n",
                              "\x08\0\x05\0", "\x08\0\x05\0CS"}) {
        for (int i = 0; i < 40; ++i) {
            QByteArray bytes(begin);
            for (int k = 0; k < 700; ++k)
                bytes.append(static_cast<char>(random()));
            survives(bytes);
            survives(QByteArray(128, '\0') + "DICM" + bytes);
        }
    }
}

void TestImagingBroken::truncationIsNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto r = readBytes(file.left(file.size() - 100));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(QStringLiteral("(7FE0,0010)")),
             qPrintable(r.error().message));
    QVERIFY2(r.error().message.contains(QStringLiteral("declares 2560 bytes, but ends after 2460")),
             qPrintable(r.error().message));
}

void TestImagingBroken::wrongLengthIsNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto shorter = readBytes(withLength(file, 0x7FE0, 0x0010, 2000).left(file.size() - 560));
    QVERIFY(!shorter);
    QVERIFY2(shorter.error().message.contains(QStringLiteral("ends after 2000 of 2560 bytes")),
             qPrintable(shorter.error().message));
    const auto longer = readBytes(withLength(file, 0x0010, 0x0010, 60000));
    QVERIFY(!longer);
    QCOMPARE(longer.error().code, ErrorCode::FileBroken);
    QVERIFY2(longer.error().message.contains(QStringLiteral("(0010,0010)")),
             qPrintable(longer.error().message));
    const auto huge = readBytes(withLength(file, 0x7FE0, 0x0010, 0xFFFFFFF0));
    QVERIFY(!huge);
    QVERIFY2(huge.error().message.contains(QStringLiteral("4294967280")),
             qPrintable(huge.error().message));
}

void TestImagingBroken::absurdSizeIsNamed_data()
{
    QTest::addColumn<quint16>("rows");
    QTest::addColumn<quint16>("columns");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("none") << quint16{0} << quint16{0} << ErrorCode::FileBroken;
    QTest::newRow("large") << quint16{9999} << quint16{9999} << ErrorCode::FileBroken;
    QTest::newRow("largest") << quint16{65535} << quint16{65535} << ErrorCode::TooLarge;
}

void TestImagingBroken::absurdSizeIsNamed()
{
    QFETCH(quint16, rows);
    QFETCH(quint16, columns);
    QFETCH(ErrorCode, code);
    for (const QByteArray& syntax : syntaxes) {
        if (syntax == "1.2.840.10008.1.2" || syntax == "1.2.840.10008.1.2.1.99"
            || syntax == "1.2.840.10008.1.2.2")
            continue; // withWord changes explicit little endian files
        const QByteArray file
            = withWord(withWord(chestFile(syntax), 0x0028, 0x0010, rows), 0x0028, 0x0011, columns);
        const auto r = readBytes(file);
        QVERIFY(!r);
        QCOMPARE(r.error().code, code);
        QVERIFY2(r.error().message.contains(QString::number(rows)), qPrintable(r.error().message));
    }
}

void TestImagingBroken::contradictingBitsAreNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto stored = readBytes(withWord(file, 0x0028, 0x0101, 20));
    QVERIFY(!stored);
    QVERIFY2(stored.error().message.contains(QStringLiteral("20 stored")),
             qPrintable(stored.error().message));
    const auto high = readBytes(withWord(file, 0x0028, 0x0102, 3));
    QVERIFY(!high);
    QVERIFY2(high.error().message.contains(QStringLiteral("high bit 3")),
             qPrintable(high.error().message));
    const auto samples = readBytes(withWord(file, 0x0028, 0x0002, 3));
    QVERIFY(!samples);
    QVERIFY2(samples.error().message.contains(QStringLiteral("(0028,0002)")),
             qPrintable(samples.error().message));
    QVERIFY(!readBytes(withWord(file, 0x0028, 0x0100, 12)));
}

void TestImagingBroken::wrongTransferSyntax()
{
    QFETCH(QByteArray, file);
    const qsizetype at = file.indexOf("1.2.840.10008.1.2", 132 + 60);
    for (const QByteArray& other : syntaxes) {
        QByteArray changed = file;
        const quint8 length = static_cast<quint8>(file[at - 2]);
        changed.replace(at, length, other.leftJustified(length, '\0', true));
        survives(changed);
    }
}

void TestImagingBroken::codestreamSizeMustAgree_data()
{
    QTest::addColumn<QByteArray>("syntax");
    QTest::addColumn<QByteArray>("marker");
    QTest::addColumn<int>("offset");
    QTest::newRow("JPEG 2000") << QByteArray("1.2.840.10008.1.2.4.90")
                               << QByteArray::fromHex("ff4fff51") << 9;
    QTest::newRow("JPEG lossless")
        << QByteArray("1.2.840.10008.1.2.4.70") << QByteArray::fromHex("ffc3") << 6;
    QTest::newRow("JPEG extended")
        << QByteArray("1.2.840.10008.1.2.4.51") << QByteArray::fromHex("ffc1") << 6;
    QTest::newRow("JPEG-LS") << QByteArray("1.2.840.10008.1.2.4.80") << QByteArray::fromHex("fff7")
                             << 6;
}

void TestImagingBroken::codestreamSizeMustAgree()
{
    QFETCH(QByteArray, syntax);
    QFETCH(QByteArray, marker);
    QFETCH(int, offset);
    QByteArray file = chestFile(syntax);
    const qsizetype at = file.indexOf(marker, file.lastIndexOf(QByteArray::fromHex("e07f1000")));
    QVERIFY(at > 0);
    file[at + offset] = static_cast<char>(0x30); // the high byte of a width or height
    const auto r = readBytes(file);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(QStringLiteral("it declares 40 x 32 pixels")),
             qPrintable(r.error().message));
}

void TestImagingBroken::deepSequences_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("defined");
    QTest::addColumn<bool>("isExplicit");
    for (const int depth : {64, 65, 10000, 200000}) {
        for (const bool defined : {false, true}) {
            for (const bool isExplicit : {false, true})
                QTest::addRow("%d %s %s", depth, defined ? "defined" : "undefined",
                              isExplicit ? "explicit" : "implicit")
                    << depth << defined << isExplicit;
        }
    }
}

void TestImagingBroken::deepSequences()
{
    QFETCH(int, depth);
    QFETCH(bool, defined);
    QFETCH(bool, isExplicit);
    const auto r = readBytes(nestedSequences(depth, defined, isExplicit));
    QVERIFY(!r);
    const bool tooDeep = depth > 64;
    QCOMPARE(r.error().code, tooDeep ? ErrorCode::TooLarge : ErrorCode::Refused);
    QCOMPARE(r.error().message.contains(QStringLiteral("deeper than 64 levels")), tooDeep);
}

void TestImagingBroken::deflateBombIsTooLarge()
{
    ReadLimits limits;
    limits.maxFileBytes = 6000;
    DicomSpec spec;
    spec.columns = 400;
    spec.rows = 400;
    spec.values.assign(160000, 7);
    spec.transferSyntax = "1.2.840.10008.1.2.1.99";
    const QByteArray file = writeDicom(spec);
    QVERIFY2(file.size() < 6000, qPrintable(QString::number(file.size())));
    const auto r = readBytes(file, limits);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY2(r.error().message.contains(QStringLiteral("deflated")), qPrintable(r.error().message));
}

void TestImagingBroken::shortLutIsNamed()
{
    DicomSpec spec;
    spec.columns = 8;
    spec.rows = 8;
    spec.values = drawChest(8, 8, 4095);
    spec.tags = [](DcmDataset& d) {
        addLut(d, false, 0, 16, {1, 2, 3, 4}, "short");
        DcmItem* item = nullptr;
        d.findAndGetSequenceItem(DCM_ModalityLUTSequence, item);
        const Uint16 descriptor[] = {4000, 0, 16};
        item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
    };
    const auto r = readBytes(writeDicom(spec));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(QStringLiteral("has 4 of 4000 entries")),
             qPrintable(r.error().message));
}

void TestImagingBroken::pictureBombs()
{
    const auto large = readBytes(pngBomb(100000, 100000));
    QVERIFY(!large);
    QCOMPARE(large.error().code, ErrorCode::TooLarge);
    QVERIFY2(large.error().message.contains(QStringLiteral("100000 x 100000")),
             qPrintable(large.error().message));
    QVERIFY(!survives(pngBomb(4000000000U, 4000000000U)));
    QVERIFY(!survives(pngBomb(0, 10)));
    QVERIFY(!survives(pngBomb(30, 30))); // fewer pixels than it declares
}

void TestImagingBroken::truncatedPictures()
{
    const QByteArray png = pngFile();
    QVERIFY(survives(png));
    for (qsizetype size = 1; size < png.size(); ++size)
        QVERIFY2(!survives(png.left(size)), qPrintable(QString::number(size)));
    std::mt19937 random(11);
    for (int i = 0; i < 300; ++i) {
        QByteArray changed = png;
        const auto at = static_cast<qsizetype>(random() % static_cast<std::size_t>(png.size()));
        changed[at] = static_cast<char>(random());
        survives(changed);
    }
}

void TestImagingBroken::noDicomAtAll_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("empty") << QByteArray() << ErrorCode::FileBroken;
    QTest::newRow("one byte") << QByteArray("x") << ErrorCode::Unsupported;
    QTest::newRow("text") << QByteArray("Dear colleague,\nthe radiograph is normal.\n").repeated(30)
                          << ErrorCode::Unsupported;
    QTest::newRow("zeros") << QByteArray(5000, '\0') << ErrorCode::Unsupported;
    QTest::newRow("PDF") << QByteArray("%PDF-1.4\n%\xE2\xE3\n1 0 obj\n") << ErrorCode::Unsupported;
    QTest::newRow("preamble alone") << QByteArray(128, '\0') + "DICM" << ErrorCode::Refused;
}

void TestImagingBroken::noDicomAtAll()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);
    const auto r = readBytes(bytes);
    QVERIFY(!r);
    QCOMPARE(r.error().code, code);
}

void TestImagingBroken::specialFiles()
{
    const QTemporaryDir folder;
    const auto codeOf = [](const QString& path) {
        const auto r = readRadiograph(path);
        return r ? ErrorCode::Internal : r.error().code;
    };
    QCOMPARE(codeOf(folder.filePath(QStringLiteral("absent"))), ErrorCode::FileNotFound);
    QCOMPARE(codeOf(folder.path()), ErrorCode::FileUnreadable);

    const QString fifo = folder.filePath(QStringLiteral("fifo"));
    QCOMPARE(mkfifo(fifo.toLocal8Bit().constData(), 0600), 0);
    QCOMPARE(codeOf(fifo), ErrorCode::FileUnreadable); // opening it would wait for a writer

    const QByteArray loop = folder.filePath(QStringLiteral("loop")).toLocal8Bit();
    QCOMPARE(symlink(loop.constData(), loop.constData()), 0);
    QVERIFY(codeOf(QString::fromLocal8Bit(loop)) != ErrorCode::Internal);

    QCOMPARE(codeOf(QStringLiteral("/dev/zero")), ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(TestImagingBroken)
#include "test_broken.moc"
