// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/reading/preview.h"
#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/compressed_chest.h"

#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QByteArray endMarker = QByteArray::fromHex("ffd9");

/// Fails the test unless the file has the same pixels as the undamaged one, and a note with these
/// words.
void isReadWith(const QByteArray& damaged, const Radiograph& whole, const QString& words)
{
    const auto r = readBytes(damaged);
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels);
    QCOMPARE(r->notes.size(), 1);
    QVERIFY2(r->notes.join(u' ').contains(words), qPrintable(r->notes.join(u' ')));
}

/// Cut into pieces of odd lengths.
QList<QByteArray> inPieces(const QByteArray& stream)
{
    return {stream.left(201), stream.mid(201, 301), stream.mid(502)};
}

bool isJpeg(const Compressed& chest)
{
    return chest.stream.startsWith("\xFF\xD8");
}

bool isJpeg2000(const Compressed& chest)
{
    return chest.stream.startsWith("\xFF\x4F");
}

qsizetype endOf(const QByteArray& stream)
{
    return stream.lastIndexOf(endMarker);
}

/// True when the file is refused, or has all pixels of the whole picture. A picture that lacks
/// some of them is never one with a finding.
bool isWholeOrRefused(const QByteArray& file, const Radiograph& whole)
{
    const auto r = readBytes(file);
    return r ? *r->pixels == *whole.pixels
             : r.error().message.startsWith(u"Cannot read picture: "_s);
}

} // namespace

/// Damage around a compressed picture is noted where all of its pixels are there, and is an error
/// otherwise.
class TestImagingFragments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void undamagedFilesHaveNoNote_data() { chestRows(); }
    void undamagedFilesHaveNoNote();
    void oddLengthsOfFragments_data() { chestRows(); }
    void oddLengthsOfFragments();
    void oddLengthOfTheOffsetTable_data() { chestRows(); }
    void oddLengthOfTheOffsetTable();
    void noDelimiter_data() { chestRows(); }
    void noDelimiter();
    void otherThingsWhereTheDelimiterBelongs();
    void emptyFirstFragment_data() { chestRows(); }
    void emptyFirstFragment();
    void fillBeforeTheStream_data() { chestRows(); }
    void fillBeforeTheStream();
    void compressedPixelsWithALength_data() { chestRows(); }
    void compressedPixelsWithALength();
    void streamWithoutFragments_data() { chestRows(); }
    void streamWithoutFragments();
    void lastFragmentLongerThanTheFile_data() { chestRows(); }
    void lastFragmentLongerThanTheFile();
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
    void wrongTransferSyntax_data();
    void wrongTransferSyntax();
    void uncompressedPixelsCalledCompressed();
    void uncompressedPixelsInFragments();
    void tagTreeOfDamagedFiles();

private:
    static void chestRows();
};

void TestImagingFragments::chestRows()
{
    QTest::addColumn<int>("index");
    const auto chests = compressedChests();
    for (std::size_t i = 0; i < chests.size(); ++i)
        QTest::newRow(chests[i].name) << static_cast<int>(i);
}

#define FETCH_CHEST()                                                                              \
    QFETCH(int, index);                                                                            \
    const Compressed chest = compressedChests()[static_cast<std::size_t>(index)];                  \
    const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}))

void TestImagingFragments::undamagedFilesHaveNoNote()
{
    FETCH_CHEST();
    QVERIFY2(whole.notes.isEmpty(), qPrintable(whole.notes.join(u' ')));
    const bool isLossy = QByteArray(chest.name) == "JPEG" || QByteArray(chest.name) == "JPEG 12";
    const Radiograph plain = mustRead(chest.file);
    QCOMPARE(whole.pixels->size(), plain.pixels->size());
    if (!isLossy)
        QVERIFY(*whole.pixels == *plain.pixels);
}

void TestImagingFragments::oddLengthsOfFragments()
{
    FETCH_CHEST();
    if (QByteArray(chest.name) == "RLE")
        QSKIP("a frame of RLE has one fragment");
    for (const bool hasPadding : {true, false}) {
        Encapsulation form;
        form.hasEvenLengths = false;
        form.hasPadding = hasPadding;
        isReadWith(withFragments(chest.file, chest.syntax, inPieces(chest.stream), form), whole,
                   u"odd lengths"_s);
    }
}

void TestImagingFragments::oddLengthOfTheOffsetTable()
{
    FETCH_CHEST();
    Encapsulation form;
    form.hasEvenLengths = false;
    form.offsetTable = QByteArray(3, '\0');
    isReadWith(withFragments(chest.file, chest.syntax, {chest.stream}, form), whole,
               u"odd lengths"_s);
}

void TestImagingFragments::noDelimiter()
{
    FETCH_CHEST();
    Encapsulation form;
    form.hasDelimiter = false;
    const QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream}, form);
    isReadWith(file, whole, u"does not end as it should"_s);
    // A delimiter that is cut off is none either.
    isReadWith(file + QByteArray::fromHex("feffdde0"), whole, u"does not end as it should"_s);
}

void TestImagingFragments::otherThingsWhereTheDelimiterBelongs()
{
    const Compressed chest = compressedChests().front();
    const Radiograph whole = mustRead(withFragments(chest.file, chest.syntax, {chest.stream}));
    Encapsulation form;
    form.hasDelimiter = false;
    const QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream}, form);
    // The delimiter of an item, an element of padding, zeros.
    for (const char* behind : {"feff0de000000000", "fcfffcff4f4200000400000000000000",
                               "00000000000000000000000000000000"})
        isReadWith(file + QByteArray::fromHex(behind), whole, u"does not end as it should"_s);
    const auto r = readBytes(file + QByteArray::fromHex("28001000555302000001"));
    QVERIFY(!r);
    QVERIFY2(r.error().message.contains(u"a fragment of"_s), qPrintable(r.error().message));
}

void TestImagingFragments::emptyFirstFragment()
{
    FETCH_CHEST();
    isReadWith(withFragments(chest.file, chest.syntax, {{}, chest.stream}), whole,
               u"first fragment"_s);
    isReadWith(withFragments(chest.file, chest.syntax, {{}, {}, chest.stream}), whole,
               u"first fragment"_s);
}

void TestImagingFragments::fillBeforeTheStream()
{
    FETCH_CHEST();
    if (QByteArray(chest.name) == "RLE")
        QSKIP("RLE has no mark to look for");
    for (const char* fill : {"ff", "ffff", "00", "0000000000000000"}) {
        const QByteArray bytes = QByteArray::fromHex(fill);
        isReadWith(withFragments(chest.file, chest.syntax, {bytes + chest.stream}), whole,
                   u"stand %1 bytes"_s.arg(bytes.size()));
    }
}

void TestImagingFragments::compressedPixelsWithALength()
{
    FETCH_CHEST();
    if (QByteArray(chest.name) == "RLE")
        QSKIP("RLE has no mark to tell it by");
    Encapsulation form;
    form.hasLength = true;
    isReadWith(withFragments(chest.file, chest.syntax, {chest.stream}, form), whole,
               u"form of pixels that are not compressed"_s);
    form.hasDelimiter = false;
    isReadWith(withFragments(chest.file, chest.syntax, {chest.stream}, form), whole,
               u"form of pixels that are not compressed"_s);
}

void TestImagingFragments::streamWithoutFragments()
{
    FETCH_CHEST();
    if (QByteArray(chest.name) == "RLE")
        QSKIP("RLE has no mark to tell it by");
    Encapsulation form;
    form.hasLength = true;
    form.hasDelimiter = false;
    const QByteArray file = withFragments(chest.file, chest.syntax, {}, form);
    QByteArray stream = chest.stream;
    if (stream.size() % 2 != 0)
        stream.append('\0');
    QByteArray length(4, '\0');
    qToLittleEndian(static_cast<quint32>(stream.size()), length.data());
    isReadWith(file.chopped(12) + length + stream, whole,
               u"form of pixels that are not compressed"_s);
}

void TestImagingFragments::lastFragmentLongerThanTheFile()
{
    FETCH_CHEST();
    Encapsulation form;
    form.hasDelimiter = false;
    QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream}, form);
    const qsizetype length = file.size() - chest.stream.size() - chest.stream.size() % 2 - 4;
    qToLittleEndian(static_cast<quint32>(chest.stream.size() + 500), file.data() + length);
    isReadWith(file, whole, u"does not end as it should"_s);
}

void TestImagingFragments::noEndMarker()
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

void TestImagingFragments::paddingBeforeTheEndMarker()
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

void TestImagingFragments::oddHeadersAreNoGaps()
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

void TestImagingFragments::bytesBehindTheLastTile()
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

void TestImagingFragments::missingTile()
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

void TestImagingFragments::streamsCutOffAnywhere()
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

void TestImagingFragments::filesCutOffAnywhere()
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

void TestImagingFragments::filesAllocatedBeforeTheyWereWritten()
{
    FETCH_CHEST();
    const QByteArray file = withFragments(chest.file, chest.syntax, {chest.stream});
    for (int i = 1; i < 61; ++i) {
        const qsizetype written = file.size() * i / 61;
        const QByteArray rest(file.size() - written, '\0');
        QVERIFY2(!readBytes(file.left(written) + rest), qPrintable(QString::number(i)));
    }
}

void TestImagingFragments::previewsAreNoHalfPicturesEither()
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

void TestImagingFragments::progressiveJpegWithoutEnd()
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

void TestImagingFragments::wrongTransferSyntax_data()
{
    chestRows();
}

void TestImagingFragments::wrongTransferSyntax()
{
    FETCH_CHEST();
    const QList<QByteArray> syntaxes = {"1.2.840.10008.1.2.1",
                                        "1.2.840.10008.1.2.5",
                                        "1.2.840.10008.1.2.4.50",
                                        "1.2.840.10008.1.2.4.70",
                                        "1.2.840.10008.1.2.4.80",
                                        "1.2.840.10008.1.2.4.90",
                                        "1.2.840.10008.1.2.4.110",
                                        "1.2.840.10008.1.2.4.201",
                                        "1.2.840.10008.1.2.4.102",
                                        "1.2.840.10008.1.2.4.66",
                                        "1.2.3.4.5",
                                        ""};
    for (const QByteArray& syntax : syntaxes) {
        const auto r = readBytes(withFragments(chest.file, syntax, {chest.stream}));
        QVERIFY2(r, qPrintable(messageOf(r)));
        QVERIFY(*r->pixels == *whole.pixels);
        // Kinds of JPEG are one compression.
        const bool isSame = syntax == chest.syntax
            || (QByteArray(chest.name).contains("JPEG") && !QByteArray(chest.name).contains("-LS")
                && !QByteArray(chest.name).contains("2000")
                && !QByteArray(chest.name).contains("XL")
                && (syntax.endsWith(".50") || syntax.endsWith(".70")));
        QCOMPARE(r->notes.size(), isSame ? 0 : 1);
        if (!isSame)
            QVERIFY2(r->notes.join(u' ').contains(u"read as"_s), qPrintable(r->notes.join(u' ')));
    }
}

void TestImagingFragments::uncompressedPixelsCalledCompressed()
{
    const QByteArray plain = writeDicom(plainChest(12));
    const Radiograph whole = mustRead(plain);
    for (const char* syntax :
         {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80",
          "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.102"}) {
        const qsizetype pixels = plain.lastIndexOf(QByteArray::fromHex("e07f1000"));
        const QByteArray other = withFragments(plain, syntax, {});
        const qsizetype replaced = other.lastIndexOf(QByteArray::fromHex("e07f1000"));
        isReadWith(other.left(replaced) + plain.mid(pixels), whole, u"is uncompressed"_s);
    }
}

void TestImagingFragments::uncompressedPixelsInFragments()
{
    const QByteArray plain = writeDicom(plainChest(12));
    const Radiograph whole = mustRead(plain);
    const qsizetype pixels = plain.lastIndexOf(QByteArray::fromHex("e07f1000")) + 12;
    const QByteArray bytes = plain.mid(pixels);
    // Encapsulated uncompressed is a transfer syntax of its own (PS3.5 A.4.11).
    const auto r = readBytes(withFragments(plain, "1.2.840.10008.1.2.1.98", {bytes}));
    QVERIFY2(r, qPrintable(messageOf(r)));
    QVERIFY(*r->pixels == *whole.pixels && r->notes.isEmpty());
    isReadWith(withFragments(plain, "1.2.840.10008.1.2.1", {bytes}), whole, u"lie in fragments"_s);
    isReadWith(withFragments(plain, "1.2.840.10008.1.2.4.90", {bytes}), whole,
               u"is uncompressed"_s);
    QVERIFY(!readBytes(withFragments(plain, "1.2.840.10008.1.2.1.98", {bytes.chopped(2)})));
    QVERIFY(!readBytes(withFragments(plain, "1.2.840.10008.1.2.4.90", {bytes.chopped(2)})));
}

void TestImagingFragments::tagTreeOfDamagedFiles()
{
    const Compressed chest = compressedChests().front();
    Encapsulation form;
    form.hasDelimiter = false;
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"picture"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(withFragments(chest.file, chest.syntax, {chest.stream}, form));
    file.close();
    const auto tree = readTagTree(path);
    QVERIFY(tree);
    QVERIFY(tree->nodes.size() > 10);
    QCOMPARE(tree->nodes[tree->nodes.size() - 2].tag, quint32{0x7FE00010});
    QVERIFY2(tree->nodes.back().value.contains(u"without its delimiter"_s),
             qPrintable(tree->nodes.back().value));
}

QTEST_GUILESS_MAIN(TestImagingFragments)
#include "test_fragments.moc"
