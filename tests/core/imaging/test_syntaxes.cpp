// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/compressed_chest.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <QElapsedTimer>
#include <QTest>
#include <QtEndian>

#include <random>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// One picture in a codec that DCMTK does not write.
using Encoder = QByteArray (*)(const StreamPicture&);

struct Codec
{
    const char* name;
    QByteArray syntax;
    Encoder encode;
};

const std::vector<Codec>& codecs()
{
    static const std::vector<Codec> all = {
        {"HTJ2K", "1.2.840.10008.1.2.4.201", [](const StreamPicture& p) { return htj2kStream(p); }},
        {"HTJ2K RPCL", "1.2.840.10008.1.2.4.202",
         [](const StreamPicture& p) { return htj2kStream(p, 40); }},
        {"JPEG XL", "1.2.840.10008.1.2.4.110",
         [](const StreamPicture& p) { return jpegXlStream(p); }},
        {"JPEG-LS", "1.2.840.10008.1.2.4.80",
         [](const StreamPicture& p) { return jpegLsStream(p); }},
        {"JPEG-LS with markers", "1.2.840.10008.1.2.4.80",
         [](const StreamPicture& p) { return jpegLsStream(p, 7); }},
        {"RLE", "1.2.840.10008.1.2.5", [](const StreamPicture& p) { return rleFrame(p); }},
    };
    return all;
}

void codecRows()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < codecs().size(); ++i)
        QTest::newRow(codecs()[i].name) << static_cast<int>(i);
}

QByteArray withSize(QByteArray stream, const QByteArray& marker, int offset, quint32 side)
{
    const qsizetype at = stream.indexOf(marker);
    if (at < 0)
        qFatal("the stream has no such marker");
    qToBigEndian(side, stream.data() + at + offset);
    return stream;
}

} // namespace

/// The transfer syntaxes that are read beside those of DCMTK, and the names of those that are not.
class TestImagingSyntaxes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losslessOfAnyDepth_data() { codecRows(); }
    void losslessOfAnyDepth();
    void colours_data();
    void colours();
    void firstOfSeveralFrames_data() { codecRows(); }
    void firstOfSeveralFrames();
    void signedValues_data() { codecRows(); }
    void signedValues();
    void samplesLieLowWhereverTheyLay();
    void animationShowsItsFirstPicture();
    void otherSizesAreRefused_data() { codecRows(); }
    void otherSizesAreRefused();
    void largeSizesAreRefusedFirst();
    void flippedBytes_data() { codecRows(); }
    void flippedBytes();
    void deflatedFrames();
    void refusedSyntaxesHaveNames_data();
    void refusedSyntaxesHaveNames();
    void retiredKindsOfJpegHaveAName();
    void aPictureOnAServer();
};

void TestImagingSyntaxes::losslessOfAnyDepth()
{
    QFETCH(int, index);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    for (const int bits : {8, 10, 12, 14, 16}) {
        const DicomSpec spec = plainChest(bits);
        const QByteArray plain = writeDicom(spec);
        const auto r
            = readBytes(withFragments(plain, codec.syntax, {codec.encode(pictureOf(spec))}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(*r->pixels == *mustRead(plain).pixels, qPrintable(QString::number(bits)));
        QCOMPARE(r->bits.bits(), bits);
        QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
        QCOMPARE(r->transferSyntaxUid, QString::fromLatin1(codec.syntax));
    }
}

void TestImagingSyntaxes::colours_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("bits");
    for (const int index : {0, 1, 2, 5})
        for (const int bits : {8, 16})
            QTest::addRow("%s %d", codecs()[static_cast<std::size_t>(index)].name, bits)
                << index << bits;
}

void TestImagingSyntaxes::colours()
{
    QFETCH(int, index);
    QFETCH(int, bits);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    DicomSpec spec = plainChest(bits);
    spec.samplesPerPixel = 3;
    spec.photometric = u"RGB"_s;
    spec.values = drawColours(spec.columns, spec.rows, (1 << bits) - 1);
    const QByteArray plain = writeDicom(spec);
    const auto r = readBytes(withFragments(plain, codec.syntax, {codec.encode(pictureOf(spec))}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *mustRead(plain).pixels);
}

void TestImagingSyntaxes::firstOfSeveralFrames()
{
    QFETCH(int, index);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    DicomSpec spec = plainChest(12);
    const QByteArray first = codec.encode(pictureOf(spec));
    const auto expected = *mustRead(writeDicom(spec)).pixels;
    std::reverse(spec.values.begin(), spec.values.end());
    const QByteArray second = codec.encode(pictureOf(spec));
    spec.tags = [](DcmDataset& d) { d.putAndInsertString(DCM_NumberOfFrames, "2"); };
    const QByteArray plain = writeDicom(spec);
    const auto r = readBytes(withFragments(plain, codec.syntax, {first, second}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == expected);
    QVERIFY2(r->notes.join(u' ').contains(u"holds 2 frames"_s), qPrintable(r->notes.join(u' ')));
    const auto missing = readBytes(withFragments(plain, codec.syntax, {first}));
    QVERIFY(missing);
    QVERIFY2(missing->notes.join(u' ').contains(u"declares 2 frames"_s),
             qPrintable(missing->notes.join(u' ')));
}

void TestImagingSyntaxes::signedValues()
{
    QFETCH(int, index);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    DicomSpec spec = plainChest(16);
    spec.isSigned = true;
    // Codecs take the 16 bits for what they are, whatever they mean.
    const QByteArray plain = writeDicom(spec);
    const auto r = readBytes(withFragments(plain, codec.syntax, {codec.encode(pictureOf(spec))}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *mustRead(plain).pixels);
    QCOMPARE(r->valueOffset, -32768.0);
}

void TestImagingSyntaxes::samplesLieLowWhereverTheyLay()
{
    DicomSpec spec = plainChest(12);
    const auto expected = *mustRead(writeDicom(spec)).pixels;
    const StreamPicture picture = pictureOf(spec);
    spec.highBit = 15;
    const QByteArray high = writeDicom(spec);
    for (const Codec& codec : codecs()) {
        if (codec.syntax == "1.2.840.10008.1.2.5")
            continue; // RLE keeps whole words
        const auto r = readBytes(withFragments(high, codec.syntax, {codec.encode(picture)}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(*r->pixels == expected, codec.name);
    }
}

void TestImagingSyntaxes::animationShowsItsFirstPicture()
{
    const DicomSpec spec = plainChest(8);
    const QByteArray plain = writeDicom(spec);
    const auto r = readBytes(
        withFragments(plain, "1.2.840.10008.1.2.4.110", {jpegXlStream(pictureOf(spec), 3)}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *mustRead(plain).pixels);
    QVERIFY2(r->notes.join(u' ').contains(u"animation"_s), qPrintable(r->notes.join(u' ')));
}

void TestImagingSyntaxes::otherSizesAreRefused()
{
    QFETCH(int, index);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    DicomSpec spec = plainChest(12);
    const QByteArray plain = writeDicom(spec);
    spec.columns = 40;
    spec.rows = 32;
    spec.values = drawChest(40, 32, 4095);
    const auto r = readBytes(withFragments(plain, codec.syntax, {codec.encode(pictureOf(spec))}));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
}

void TestImagingSyntaxes::largeSizesAreRefusedFirst()
{
    // Streams that declare far more than the file does: nothing is allocated for them.
    const DicomSpec spec = plainChest(12);
    const QByteArray plain = writeDicom(spec);
    const StreamPicture picture = pictureOf(spec);
    const std::vector<std::pair<QByteArray, QByteArray>> bombs = {
        {"1.2.840.10008.1.2.4.201",
         withSize(htj2kStream(picture), QByteArray::fromHex("ff51"), 6, 2000000000)},
        {"1.2.840.10008.1.2.4.80",
         withSize(jpegLsStream(picture), QByteArray::fromHex("fff7"), 5, 0xFFFFFFFF)},
        // A header of JPEG XL that declares 2^30 x 2^30 pixels.
        {"1.2.840.10008.1.2.4.110", QByteArray::fromHex("ff0afeffffff0ff8ffffff7f100000")},
    };
    QElapsedTimer clock;
    clock.start();
    for (const auto& [syntax, stream] : bombs) {
        const auto r = readBytes(withFragments(plain, syntax, {stream}));
        QVERIFY(!r);
        QCOMPARE(r.error().code, ErrorCode::FileBroken);
    }
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    // Those whose file declares as much.
    ReadLimits limits;
    limits.maxPixels = 1000;
    for (const Codec& codec : codecs()) {
        const auto r
            = readBytes(withFragments(plain, codec.syntax, {codec.encode(picture)}), limits);
        QVERIFY(!r);
        QCOMPARE(r.error().code, ErrorCode::TooLarge);
    }
}

void TestImagingSyntaxes::flippedBytes()
{
    QFETCH(int, index);
    const Codec& codec = codecs()[static_cast<std::size_t>(index)];
    const DicomSpec spec = plainChest(12);
    const QByteArray plain = writeDicom(spec);
    const QByteArray stream = codec.encode(pictureOf(spec));
    std::mt19937 random(18);
    QElapsedTimer clock;
    for (int i = 0; i < 400; ++i) {
        QByteArray changed = stream;
        // The first half of them where the headers are.
        const qsizetype most = i % 2 == 0 ? std::min<qsizetype>(stream.size(), 120) : stream.size();
        const auto at = static_cast<qsizetype>(random() % static_cast<std::size_t>(most));
        changed[at] = static_cast<char>(random());
        clock.start();
        const auto r = readBytes(withFragments(plain, codec.syntax, {changed}));
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(at)));
        if (r)
            QCOMPARE(r->pixels->size(), spec.values.size());
        else
            QVERIFY(r.error().message.startsWith(u"Cannot read picture: "_s));
    }
}

void TestImagingSyntaxes::deflatedFrames()
{
    // Each frame is a raw deflate stream of its own.
    const DicomSpec spec = plainChest(8);
    const QByteArray plain = writeDicom(spec);
    QByteArray pixels;
    for (const std::int32_t value : spec.values)
        pixels.append(static_cast<char>(value));
    // qCompress puts four bytes of length and zlib's two before the raw stream.
    const QByteArray raw = qCompress(pixels).mid(6);
    const auto r = readBytes(withFragments(plain, "1.2.840.10008.1.2.8.1", {raw}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *mustRead(plain).pixels);
    QVERIFY(!readBytes(withFragments(plain, "1.2.840.10008.1.2.8.1", {raw.left(raw.size() / 2)})));
}

void TestImagingSyntaxes::refusedSyntaxesHaveNames_data()
{
    QTest::addColumn<QByteArray>("syntax");
    QTest::addColumn<QString>("name");
    const std::vector<std::pair<const char*, const char*>> names = {
        {"1.2.840.10008.1.2.4.52", "extended JPEG with arithmetic coding, retired"},
        {"1.2.840.10008.1.2.4.59", "hierarchical JPEG, retired"},
        {"1.2.840.10008.1.2.4.65", "hierarchical lossless JPEG, retired"},
        {"1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2, multi-component"},
        {"1.2.840.10008.1.2.4.100", "MPEG-2 video"},
        {"1.2.840.10008.1.2.4.101.1", "MPEG-2 video"},
        {"1.2.840.10008.1.2.4.102", "MPEG-4 AVC video"},
        {"1.2.840.10008.1.2.4.106", "MPEG-4 AVC video"},
        {"1.2.840.10008.1.2.4.107", "HEVC video"},
        {"1.2.840.10008.1.2.4.108", "HEVC video"},
        {"1.2.840.10008.1.2.6.1", "MIME encapsulation, retired"},
        {"1.2.840.10008.1.2.7.1", "SMPTE ST 2110-20 video"},
    };
    for (const auto& [uid, name] : names)
        QTest::newRow(uid) << QByteArray(uid) << QString::fromLatin1(name);
}

void TestImagingSyntaxes::refusedSyntaxesHaveNames()
{
    QFETCH(QByteArray, syntax);
    QFETCH(QString, name);
    const QByteArray plain = writeDicom(plainChest(8));
    const auto r = readBytes(
        withFragments(plain, syntax, {QByteArray::fromHex("000001b3") + QByteArray(900, '\x2a')}));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::Unsupported);
    QVERIFY2(r.error().message.contains(u"(%1)"_s.arg(name)), qPrintable(r.error().message));
}

void TestImagingSyntaxes::retiredKindsOfJpegHaveAName()
{
    const QByteArray plain = writeDicom(plainChest(8));
    QByteArray stream = compressedChests().front().stream;
    const qsizetype frame = stream.indexOf(QByteArray::fromHex("ffc0"));
    for (const char marker : {'\xC5', '\xC9', '\xCB'}) {
        stream[frame + 1] = marker;
        const auto r = readBytes(withFragments(plain, "1.2.840.10008.1.2.4.50", {stream}));
        QVERIFY(!r);
        QCOMPARE(r.error().code, ErrorCode::Unsupported);
        QVERIFY2(r.error().message.contains(u"retired kind"_s), qPrintable(r.error().message));
    }
}

void TestImagingSyntaxes::aPictureOnAServer()
{
    const QByteArray plain = writeDicom(plainChest(8));
    const QByteArray other = withFragments(plain, "1.2.840.10008.1.2.4.94", {});
    const auto r = readBytes(other.left(other.lastIndexOf(QByteArray::fromHex("e07f1000"))));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::Unsupported);
    QVERIFY2(r.error().message.contains(u"on a server"_s), qPrintable(r.error().message));
}

QTEST_GUILESS_MAIN(TestImagingSyntaxes)
#include "test_syntaxes.moc"
