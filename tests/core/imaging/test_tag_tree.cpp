// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/small_files.h"
#include "tests/core/imaging/tag_tree_fixture.h"

#include <dcmtk/dcmdata/dcvrlo.h>
#include <dcmtk/dcmdata/dcvrus.h>

#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestImagingTagTree final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndValues();
    void everySyntaxTellsTheSame_data();
    void everySyntaxTellsTheSame();
    void privateElements();
    void nestedSequences();
    void cutOffFilesEndWithTheBreak();
    void rubbishBehindThePixelsIsTold();
    void tooManyNodes();
    void depthLimitAndTimeLimit();
    void filesThatAreNoDicom();
};

void TestImagingTagTree::namesAndValues()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "2000\\1000 ");
        d.putAndInsertString(DCM_ImageComments, "two\r\nlines");
    });
    QCOMPARE(tree.nodes.front().tag, 0x00020000u);
    QCOMPARE(nodeAt(tree.nodes, {0x00020001}).value, u"00 01"_s);
    QCOMPARE(nodeAt(tree.nodes, {0x00020010}).value,
             u"1.2.840.10008.1.2.1 (LittleEndianExplicit)"_s);
    const TagNode name = nodeAt(tree.nodes, {0x00100010});
    QCOMPARE(name.name, u"Patient's Name"_s);
    QCOMPARE(name.vr, u"PN"_s);
    QCOMPARE(name.value, u"CCAD^TEST"_s);
    QCOMPARE(name.length, qint64(10));
    QCOMPARE(nodeAt(tree.nodes, {0x00281050}).value, u"2000\\1000"_s);
    QCOMPARE(nodeAt(tree.nodes, {0x00204000}).value, u"two  lines"_s);
    QCOMPARE(nodeAt(tree.nodes, {0x00280010}).value, u"16"_s);
    QCOMPARE(nodeAt(tree.nodes, {0x7FE00010}).value, u"768 bytes"_s);
    QVERIFY(!tree.truncated);
}

void TestImagingTagTree::everySyntaxTellsTheSame_data()
{
    QTest::addColumn<QByteArray>("syntax");
    for (const QByteArray& syntax : syntaxes)
        QTest::newRow(syntax.constData()) << syntax;
}

void TestImagingTagTree::everySyntaxTellsTheSame()
{
    QFETCH(QByteArray, syntax);
    const auto tree = treeOf(chestFile(syntax));
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    QVERIFY(nodeAt(tree->nodes, {0x00020010}).value.startsWith(QString::fromLatin1(syntax)));
    const auto check = [&](std::initializer_list<quint32> path, const char* vr, const char* value) {
        const TagNode node = nodeAt(tree->nodes, path);
        QCOMPARE(node.vr, QString::fromLatin1(vr));
        QCOMPARE(node.value, QString::fromLatin1(value));
    };
    check({0x00080060}, "CS", "DX");
    check({0x00280010}, "US", "32");
    check({0x00281051}, "DS", "3000");
    check({0x00280103}, "US", "0");
    check({0x00540220, item, 0x00080104}, "LO", "postero-anterior");
    if (syntax != "1.2.840.10008.1.2.4.51") { // DCMTK's lossy encoder drops VOI LUTs
        check({0x00283010, item, 0x00283003}, "LO", "curve");
        check({0x00283010}, "SQ", "");
    }
    const TagNode pixels = nodeAt(tree->nodes, {0x7FE00010});
    const bool isCompressed = pixels.length < 0;
    QCOMPARE(pixels.value.startsWith(u"compressed, "), isCompressed);
    if (!isCompressed)
        QCOMPARE(pixels.value, u"2,560 bytes"_s);
}

void TestImagingTagTree::privateElements()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DcmTag(0x0009, 0x0010, EVR_LO), "CCAD TEST 1.0");
        auto* known = new DcmLongString(DcmTag(0x0009, 0x1001, EVR_LO));
        known->putString("secret");
        d.insert(known, OFTrue);
        auto* orphan = new DcmUnsignedShort(DcmTag(0x0009, 0x2001, EVR_US));
        orphan->putUint16(7, 0);
        d.insert(orphan, OFTrue);
    });
    QCOMPARE(nodeAt(tree.nodes, {0x00090010}).name, u"Private Creator"_s);
    const TagNode known = nodeAt(tree.nodes, {0x00091001});
    QCOMPARE(known.name, u"Private element (CCAD TEST 1.0)"_s);
    QCOMPARE(known.value, u"secret"_s);
    QVERIFY(known.isPrivate && known.identifiesPatient);
    const TagNode orphan = nodeAt(tree.nodes, {0x00092001});
    QCOMPARE(orphan.name, u"Private element"_s);
    QCOMPARE(orphan.value, u"7"_s);
    QVERIFY(!nodeAt(tree.nodes, {0x00080060}).isPrivate);
}

void TestImagingTagTree::nestedSequences()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        DcmItem* outer = nullptr;
        d.findOrCreateSequenceItem(DCM_RequestAttributesSequence, outer, -2);
        d.findOrCreateSequenceItem(DCM_RequestAttributesSequence, outer, -2);
        DcmItem* inner = nullptr;
        outer->findOrCreateSequenceItem(DCM_ScheduledProtocolCodeSequence, inner, -2);
        inner->putAndInsertString(DCM_CodeValue, "CXR");
    });
    const TagNode requests = nodeAt(tree.nodes, {0x00400275});
    QCOMPARE(requests.vr, u"SQ"_s);
    QCOMPARE(int(requests.children.size()), 2);
    QCOMPARE(requests.children[1].name, u"Item 2"_s);
    const TagNode value = nodeAt(requests.children[1].children, {0x00400008, item, 0x00080100});
    QCOMPARE(value.value, u"CXR"_s);
    QCOMPARE(value.name, u"Code Value"_s);
    // What a sequence hides, its items hide as well.
    QVERIFY(requests.identifiesPatient && value.identifiesPatient);
    QCOMPARE(value.use, 0u);
}

void TestImagingTagTree::cutOffFilesEndWithTheBreak()
{
    const QByteArray whole = chestFile("1.2.840.10008.1.2.1");
    const auto complete = treeOf(whole);
    QVERIFY(complete);
    const size_t all = complete->nodes.size();
    const auto cut = treeOf(whole.left(whole.size() - 100));
    QVERIFY2(cut, qPrintable(cut ? QString() : cut.error().message));
    QCOMPARE(cut->nodes.size(), all); // the pixels are missing, the break is told instead
    const TagNode& last = cut->nodes.back();
    QCOMPARE(last.tag, 0u);
    QCOMPARE(last.name, u"The file breaks off here"_s);
    QVERIFY2(last.value.contains(u"(7FE0,0010)"_s), qPrintable(last.value));
    // Wherever it is cut, the tree is no larger and there is a word about it, or an error.
    for (qsizetype size = 0; size < whole.size(); size += 7) {
        const auto tree = treeOf(whole.left(size));
        if (tree)
            QVERIFY(!tree->nodes.empty() && tree->nodes.size() <= all);
        else
            QVERIFY(!tree.error().message.isEmpty());
    }
}

void TestImagingTagTree::rubbishBehindThePixelsIsTold()
{
    const auto tree = treeOf(chestFile("1.2.840.10008.1.2.1") + QByteArray(20, 'x'));
    QVERIFY(tree);
    QCOMPARE(tree->nodes.back().name, u"The file breaks off here"_s);
    QVERIFY(!nodeAt(tree->nodes, {0x7FE00010}).value.isEmpty());
}

void TestImagingTagTree::tooManyNodes()
{
    QByteArray bytes = element(0x00080060, "CS", "DX");
    const QByteArray one = element(0x00091001, "US", QByteArray::fromHex("0100"));
    for (int i = 0; i < 100005; ++i)
        bytes += one;
    const auto tree = treeOf(bytes);
    QVERIFY(tree);
    QVERIFY(tree->truncated);
    QCOMPARE(int(tree->nodes.size()), 100000);
}

void TestImagingTagTree::depthLimitAndTimeLimit()
{
    // Sequence in item in sequence, each of undefined length, one level too many.
    const QByteArray sequence = QByteArray::fromHex("4000080053510000ffffffff");
    const QByteArray openItem = QByteArray::fromHex("feff00e0ffffffff");
    QByteArray bytes = element(0x00080060, "CS", "DX");
    for (int i = 0; i < 65; ++i)
        bytes += sequence + openItem;
    const auto deep = treeOf(bytes);
    QVERIFY2(deep, qPrintable(deep ? QString() : deep.error().message));
    QVERIFY(deep->nodes.back().value.contains(u"nested deeper than 64"_s));
    ReadLimits hurried;
    hurried.timeoutMs = -1;
    const auto late = treeOf(chestFile("1.2.840.10008.1.2.1"), hurried);
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::TimedOut);
}

void TestImagingTagTree::filesThatAreNoDicom()
{
    const auto png
        = treeOf(QByteArray::fromHex("89504e470d0a1a0a0000000d49484452") + QByteArray(200, 0));
    QVERIFY(!png);
    QCOMPARE(png.error().code, ErrorCode::Unsupported);
    QCOMPARE(png.error().message,
             u"Cannot read picture: it is a PNG picture, which has no DICOM tags."_s);
    const auto words = treeOf("nothing but words, long enough to be looked at");
    QVERIFY(!words);
    QCOMPARE(words.error().code, ErrorCode::Unsupported);
    const auto missing = readTagTree(u"/nowhere/at/all.dcm"_s);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
}

QTEST_GUILESS_MAIN(TestImagingTagTree)
#include "test_tag_tree.moc"
