// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/damaged_chest.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// Cut into pieces of odd lengths.
QList<QByteArray> inPieces(const QByteArray& stream)
{
    return {stream.left(201), stream.mid(201, 301), stream.mid(502)};
}

} // namespace

/// Damage to the fragments around a compressed picture is noted where all of its pixels are there.
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
    void furtherPicturesThatNobodyDeclares_data() { chestRows(); }
    void furtherPicturesThatNobodyDeclares();
    void tagTreeOfDamagedFiles();
};

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

void TestImagingFragments::furtherPicturesThatNobodyDeclares()
{
    FETCH_CHEST();
    isReadWith(withFragments(chest.file, chest.syntax, {chest.stream, chest.stream, chest.stream}),
               whole, u"declares one frame, but its pixel data holds 3 pictures"_s);
    if (isJpeg(chest) || isJpeg2000(chest)) {
        const QByteArray twice = chest.stream + chest.stream;
        isReadWith(withFragments(chest.file, chest.syntax, {twice}), whole,
                   u"declares one frame, but its pixel data holds 2 pictures"_s);
    }
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
