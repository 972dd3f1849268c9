// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/preview.h"
#include "tests/core/imaging/damaged_chest.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// True when the file is refused, or has all pixels of the whole picture. A picture that lacks
/// some of them is never one with a finding.
bool isWholeOrRefused(const QByteArray& file, const Radiograph& whole)
{
    const auto r = readBytes(file);
    return r ? *r->pixels == *whole.pixels
             : r.error().message.startsWith(u"Cannot read picture: "_s);
}

} // namespace

/// A compressed picture that ends too early, or has a gap, is read where all of its pixels are
/// there, and is an error otherwise.
class TestImagingCutStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noEndMarker_data() { chestRows(); }
    void noEndMarker();
    void paddingBeforeTheEndMarker();
    void oddHeadersAreNoGaps();
    void bytesBehindTheLastTile();
    void missingTile();
    void streamsCutOffAnywhere_data() { chestRows(); }
    void streamsCutOffAnywhere();
    void filesCutOffAnywhere_data() { chestRows(); }
    void filesCutOffAnywhere();
    void filesAllocatedBeforeTheyWereWritten_data() { chestRows(); }
    void filesAllocatedBeforeTheyWereWritten();
    void previewsAreNoHalfPicturesEither();
    void progressiveJpegWithoutEnd();
};

void TestImagingCutStreams::noEndMarker()
{
    FETCH_CHEST();
    if (!isJpeg(chest) && !isJpeg2000(chest))
        QSKIP("it has no end marker");
    const QByteArray stream = chest.stream.left(endOf(chest.stream));
    for (const QByteArray& cut : {stream, stream + '\xFF', stream + '\0'}) {
        const QByteArray file = withFragments(chest.file, chest.syntax, {cut});
        const auto r = readBytes(file);
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(*r->pixels == *whole.pixels);
        QVERIFY2(r->notes.join(u' ').contains(u"lacks its end marker"_s),
                 qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingCutStreams::paddingBeforeTheEndMarker()
{
    for (const Compressed& chest : compressedChests()) {
        if (!isJpeg(chest))
            continue;
        const QByteArray padded
            = chest.stream.left(endOf(chest.stream)) + QByteArray(40, '\0') + endMarker;
        const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}));
        const auto r = readBytes(withFragments(chest.file, chest.syntax, {padded}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY2(*r->pixels == *whole.pixels, chest.name);
    }
}

void TestImagingCutStreams::oddHeadersAreNoGaps()
{
    for (const Compressed& chest : compressedChests()) {
        const bool hasDct = QByteArray(chest.name) == "JPEG" || QByteArray(chest.name) == "JPEG 12";
        if (!hasDct)
            continue;
        const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}));
        // The last coefficient of a scan, which means nothing in a picture that is not progressive.
        QByteArray scan = chest.stream;
        const qsizetype at = scan.indexOf(QByteArray::fromHex("ffda0008"));
        QVERIFY2(at > 0 && scan[at + 8] == 63, chest.name);
        scan[at + 8] = 0;
        // A version of JFIF that does not exist, and a transform of Adobe's.
        const QByteArray jfif = QByteArray::fromHex("ffe000104a46494600090100000100010000");
        const QByteArray adobe = QByteArray::fromHex("ffee000e41646f626500640000000009");
        for (const QByteArray& odd :
             {scan, chest.stream.left(2) + jfif + adobe + chest.stream.mid(2)}) {
            const auto r = readBytes(withFragments(chest.file, chest.syntax, {odd}));
            QVERIFY2(r, qPrintable(messageOf(r)));
            QVERIFY2(*r->pixels == *whole.pixels, chest.name);
            QVERIFY2(r->notes.isEmpty(), qPrintable(r->notes.join(u' ')));
        }
    }
}

void TestImagingCutStreams::bytesBehindTheLastTile()
{
    for (const Compressed& chest : compressedChests()) {
        if (!isJpeg2000(chest))
            continue;
        const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}));
        const QByteArray tiles = chest.stream.left(endOf(chest.stream));
        const QByteArray comment = QByteArray::fromHex("ff64000b0001") + "PADDING";
        for (const QByteArray& junk : {comment, QByteArray(500, '\x55'), QByteArray(3, '\0')})
            isReadWith(withFragments(chest.file, chest.syntax, {tiles + junk + endMarker}), whole,
                       u"stand %1 bytes"_s.arg(junk.size()));
    }
}

void TestImagingCutStreams::missingTile()
{
    const DicomSpec spec = plainChest(12);
    const QByteArray file = writeDicom(spec);
    const QByteArray stream = htj2kStream(pictureOf(spec), 32);
    const QByteArray begin = QByteArray::fromHex("ff90000a");
    qsizetype at = stream.indexOf(begin);
    int tiles = 0;
    while (at >= 0) {
        const auto length = qFromBigEndian<quint32>(stream.constData() + at + 6);
        const QByteArray without = stream.left(at) + stream.mid(at + length);
        const auto r = readBytes(withFragments(file, "1.2.840.10008.1.2.4.201", {without}));
        QVERIFY(!r);
        QVERIFY2(r.error().message.contains(u"cannot be decoded"_s), qPrintable(r.error().message));
        ++tiles;
        at = stream.indexOf(begin, at + length);
    }
    QCOMPARE(tiles, 6);
}

void TestImagingCutStreams::streamsCutOffAnywhere()
{
    FETCH_CHEST();
    constexpr int points = 97;
    int refused = 0;
    for (int i = 1; i < points; ++i) {
        const QByteArray cut = chest.stream.left(chest.stream.size() * i / points);
        const QByteArray zeros(chest.stream.size() - cut.size(), '\0');
        // As it is, with an end marker put behind it, with zeros in place of what is missing.
        QList<QByteArray> streams = {cut, cut + endMarker, cut + zeros};
        // Of JPEG 2000, a hole within a tile cannot be seen.
        if (!isJpeg2000(chest))
            streams << cut + zeros.chopped(2) + endMarker;
        for (const QByteArray& stream : streams) {
            const QByteArray file = withFragments(chest.file, chest.syntax, {stream});
            QVERIFY2(isWholeOrRefused(file, whole), qPrintable(QString::number(i)));
            refused += readBytes(file) ? 0 : 1;
        }
    }
    QVERIFY2(refused > points * 2, qPrintable(QString::number(refused)));
}

void TestImagingCutStreams::filesCutOffAnywhere()
{
    FETCH_CHEST();
    const QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream});
    for (int i = 1; i < 61; ++i)
        QVERIFY2(!readBytes(file.left(file.size() * i / 61)), qPrintable(QString::number(i)));
    for (qsizetype size = file.size() - 60; size < file.size(); ++size)
        QVERIFY2(isWholeOrRefused(file.left(size), whole), qPrintable(QString::number(size)));
    // What is wrong is said as before.
    const auto r = readBytes(file.left(file.size() - chest.stream.size() / 2));
    QVERIFY2(r.error().message.contains(u"a fragment of the element (7FE0,0010)"_s),
             qPrintable(r.error().message));
}

void TestImagingCutStreams::filesAllocatedBeforeTheyWereWritten()
{
    FETCH_CHEST();
    const QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream});
    for (int i = 1; i < 61; ++i) {
        const qsizetype written = file.size() * i / 61;
        const QByteArray rest(file.size() - written, '\0');
        QVERIFY2(!readBytes(file.left(written) + rest), qPrintable(QString::number(i)));
    }
}

void TestImagingCutStreams::previewsAreNoHalfPicturesEither()
{
    DicomSpec spec = plainChest(8);
    spec.columns = 640;
    spec.rows = 480;
    spec.values = drawChest(640, 480, 255);
    const QByteArray plain = writeDicom(spec);
    spec.transferSyntax = "1.2.840.10008.1.2.4.50";
    const QByteArray stream = firstFragment(writeDicom(spec));
    const QTemporaryDir folder;
    const auto preview = [&](const QByteArray& cut) {
        const QString path = folder.filePath(u"picture"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)
            || file.write(withFragments(plain, "1.2.840.10008.1.2.4.50", {cut})) < 1)
            qFatal("cannot write a test file");
        file.close();
        return readPreview(path, 32);
    };
    QVERIFY(preview(stream));
    QVERIFY(preview(stream.left(endOf(stream))));
    for (int i = 1; i < 20; ++i)
        QVERIFY(!preview(stream.left(stream.size() * i / 20) + endMarker));
}

void TestImagingCutStreams::progressiveJpegWithoutEnd()
{
    // Each scan refines the picture, so that nobody can tell how many there were.
    const DicomSpec spec = plainChest(8);
    const QByteArray file = writeDicom(spec);
    QByteArray stream = compressedChests().front().stream;
    const qsizetype frame = stream.indexOf(QByteArray::fromHex("ffc0"));
    QVERIFY(frame > 0);
    stream[frame + 1] = '\xC2';
    const auto r
        = readBytes(withFragments(file, "1.2.840.10008.1.2.4.55", {stream.left(endOf(stream))}));
    QVERIFY(!r);
    QVERIFY2(r.error().message.contains(u"ends before its last scan"_s),
             qPrintable(r.error().message));
}

QTEST_GUILESS_MAIN(TestImagingCutStreams)
#include "test_cut_streams.moc"
