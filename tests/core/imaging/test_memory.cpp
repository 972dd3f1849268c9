// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/picture_writer.h"
#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/bombs.h"
#include "tests/support/hostile_headers.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int quickMs = 5000; // also on a busy machine
constexpr qint64 megabyte = 1 << 20;

/// Of this program, ever.
qint64 mostMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return qint64{usage.ru_maxrss} * 1024;
}

/// Fails the test when `work` takes long, or so much more memory than anything before it.
template <typename Work> auto bounded(qint64 bytes, const Work& work)
{
    QElapsedTimer clock;
    clock.start();
    const qint64 before = mostMemory();
    auto result = work();
    if (mostMemory() - before > bytes)
        QTest::qFail(qPrintable(QString::number((mostMemory() - before) / megabyte)), __FILE__,
                     __LINE__);
    if (clock.elapsed() > quickMs)
        QTest::qFail(qPrintable(QString::number(clock.elapsed())), __FILE__, __LINE__);
    return result;
}

} // namespace

/// Small files that ask for much memory or time get a sentence instead.
class TestImagingMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tinyElements();
    void tinyElementsOfAMediumIndex();
    void deflatedDataSets();
    void emptyFragments_data();
    void emptyFragments();
    void longText();
    void scansOfPictures();
    void scansOfDicom();
    void aFrameHeaderBehindNoMarker();
};

void TestImagingMemory::initTestCase()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("A sanitizer takes memory and time of its own.");
#endif
}

void TestImagingMemory::tinyElements()
{
    const QByteArray file = inflatingElements(5, false);
    QVERIFY2(file.size() < 200000, qPrintable(QString::number(file.size())));
    const auto r = bounded(100 * megabyte, [&] { return readBytes(file); });
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY2(r.error().message.contains(u"it has more than 4000000 elements."_s),
             qPrintable(r.error().message));
    // As many as are allowed cost no more.
    const auto fewer
        = bounded(100 * megabyte, [] { return readBytes(inflatingElements(3, false)); });
    QVERIFY(!fewer);
    QCOMPARE(fewer.error().code, ErrorCode::Refused);
}

void TestImagingMemory::tinyElementsOfAMediumIndex()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"DICOMDIR"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(inflatingElements(5, true));
    file.close();
    const auto tree = bounded(250 * megabyte, [&] { return readTagTree(path); });
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    QVERIFY(tree->truncated);
    QCOMPARE(tree->nodes.size(), std::size_t{100000});
}

void TestImagingMemory::deflatedDataSets()
{
    const auto r = bounded(200 * megabyte, [] { return readBytes(inflatingDicom(300)); });
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY2(r.error().message.contains(u"deflated"_s), qPrintable(r.error().message));
    const auto film = readBytes(inflatingDicom(60));
    QVERIFY(!film);
    QCOMPARE(film.error().code, ErrorCode::Refused); // read whole: it holds no picture
}

void TestImagingMemory::emptyFragments_data()
{
    QTest::addColumn<QByteArray>("syntax");
    for (const char* syntax : {"1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.70",
                               "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"})
        QTest::newRow(syntax) << QByteArray(syntax);
}

void TestImagingMemory::emptyFragments()
{
    QFETCH(QByteArray, syntax);
    const QByteArray file = chestFile(syntax);
    const auto usual = readBytes(file);
    QVERIFY2(usual, qPrintable(messageOf(usual)));
    const QByteArray large = withEmptyFragments(file, 1000000);
    const auto same = bounded(100 * megabyte, [&] { return readBytes(large); });
    QVERIFY2(same, qPrintable(messageOf(same)));
    QCOMPARE(*same->pixels, *usual->pixels);
}

void TestImagingMemory::longText()
{
    // 30 MB of windows, as only implicit VR can write them.
    const ElementForm implicit{false, false, 4};
    const auto number = [&](quint32 tag, char value) {
        return rawElement(tag, {}, QByteArray(1, value) + '\0', implicit);
    };
    const QByteArray file = rawElement(0x00080060, {}, "DX", implicit) + number(0x00280010, 8)
        + number(0x00280011, 8) + number(0x00280100, 8)
        + rawElement(0x00281050, {}, QByteArray("7\\").repeated(15 << 20), implicit)
        + rawElement(0x7FE00010, {}, QByteArray(64, '\x20'), implicit);
    const auto picture = bounded(250 * megabyte, [&] { return readBytes(file); });
    QVERIFY2(picture, qPrintable(messageOf(picture)));
    QCOMPARE(picture->columns, 8);
}

void TestImagingMemory::scansOfPictures()
{
    GrayImage8 image{16, 16, std::vector<std::uint8_t>(256, 100)};
    image.pixels[17] = 200;
    const QByteArray jpeg = jpegBytes(image);
    QVERIFY(readBytes(jpeg));
    QVERIFY(imaging::jpegScans(withMoreScans(jpeg, 99)));
    const auto many = readBytes(withMoreScans(jpeg, 100));
    QVERIFY(!many);
    QCOMPARE(many.error().code, ErrorCode::TooLarge);
    QVERIFY2(many.error().message.contains(u"more than 100 scans"_s),
             qPrintable(many.error().message));
}

void TestImagingMemory::scansOfDicom()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.4.51");
    QVERIFY(readBytes(file));
    const qsizetype pixels = file.lastIndexOf(QByteArray::fromHex("e07f1000"));
    const qsizetype begin = file.indexOf("\xFF\xD8", pixels);
    const qsizetype end = file.lastIndexOf(QByteArray::fromHex("feffdde0"));
    const QByteArray stream = withMoreScans(file.mid(begin, end - begin), 100);
    const QByteArray many = file.left(begin - 8) + rawItem(0xFFFEE000, stream) + file.mid(end);
    const auto r = readBytes(many);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
}

void TestImagingMemory::aFrameHeaderBehindNoMarker()
{
    const QByteArray header = QByteArray::fromHex("ffc0000b08001000100101110000");
    QVERIFY(imaging::jpegInfo(QByteArray::fromHex("ffd8") + header));
    // libjpeg finds FF00 to be no marker, and goes on within what looks like its segment.
    for (const char* noMarker : {"ff00", "ff02", "ff4f", "ffbf"})
        QVERIFY2(!imaging::jpegInfo(QByteArray::fromHex("ffd8") + QByteArray::fromHex(noMarker)
                                    + QByteArray::fromHex("0004ffff") + header),
                 noMarker);
}

QTEST_GUILESS_MAIN(TestImagingMemory)
#include "test_memory.moc"
