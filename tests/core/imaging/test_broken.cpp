// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/reader.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/broken_bytes.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <random>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int quickMs = 3000; // also under a sanitizer on a busy machine

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
    if (!radiograph.error().message.startsWith(u"Cannot read picture: "_s))
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
    void wrongTransferSyntax_data() { syntaxRows(); }
    void wrongTransferSyntax();
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

void TestImagingBroken::pictureBombs()
{
    const auto large = readBytes(pngBomb(100000, 100000));
    QVERIFY(!large);
    QCOMPARE(large.error().code, ErrorCode::TooLarge);
    QVERIFY2(large.error().message.contains(u"100000 x 100000"_s),
             qPrintable(large.error().message));
    QVERIFY(!survives(pngBomb(4000000000U, 4000000000U)));
    QVERIFY(!survives(pngBomb(0, 10)));
    QVERIFY(!survives(pngBomb(30, 30))); // fewer pixels than it declares
}

void TestImagingBroken::truncatedPictures()
{
    const QByteArray png = pngFile();
    QVERIFY(survives(png));
    // Without its last chunk, which says nothing, the picture is whole.
    constexpr qsizetype lastChunk = 12;
    for (qsizetype size = 1; size < png.size(); ++size)
        QVERIFY2(survives(png.left(size)) == (size >= png.size() - lastChunk),
                 qPrintable(QString::number(size)));
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
    QCOMPARE(codeOf(folder.filePath(u"absent"_s)), ErrorCode::FileNotFound);
    QCOMPARE(codeOf(folder.path()), ErrorCode::FileUnreadable);

    const QString fifo = folder.filePath(u"fifo"_s);
    QCOMPARE(mkfifo(fifo.toLocal8Bit().constData(), 0600), 0);
    QCOMPARE(codeOf(fifo), ErrorCode::FileUnreadable); // opening it would wait for a writer

    const QByteArray loop = folder.filePath(u"loop"_s).toLocal8Bit();
    QCOMPARE(symlink(loop.constData(), loop.constData()), 0);
    QVERIFY(codeOf(QString::fromLocal8Bit(loop)) != ErrorCode::Internal);

    QCOMPARE(codeOf(u"/dev/zero"_s), ErrorCode::FileUnreadable);
}

QTEST_GUILESS_MAIN(TestImagingBroken)
#include "test_broken.moc"
