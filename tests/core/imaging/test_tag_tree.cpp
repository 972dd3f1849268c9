// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tag_marks.h"
#include "core/imaging/tag_names.h"
#include "core/imaging/tag_tree.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/small_files.h"

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcvrlo.h>
#include <dcmtk/dcmdata/dcvrus.h>

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include <set>

using namespace ccad;
using namespace ccad::test;

namespace {

Result<TagTree> treeOf(const QByteArray& bytes, const ReadLimits& limits = {})
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("picture"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write a test file to %s", qPrintable(path));
    file.close();
    return readTagTree(path, limits);
}

TagTree smallTree(const Tags& tags)
{
    auto tree = treeOf(writeDicom(small(tags)));
    if (!tree)
        qFatal("%s", qPrintable(tree.error().message));
    return *std::move(tree);
}

/// The node at a path of tags (items by FFFEE000, the first one), or an empty one.
TagNode nodeAt(const std::vector<TagNode>& nodes, std::initializer_list<quint32> path)
{
    const std::vector<TagNode>* level = &nodes;
    const TagNode* found = nullptr;
    for (const quint32 tag : path) {
        const auto it = std::find_if(level->begin(), level->end(),
                                     [tag](const TagNode& node) { return node.tag == tag; });
        if (it == level->end())
            return {};
        found = &*it;
        level = &found->children;
    }
    return *found;
}

constexpr quint32 item = 0xFFFEE000;

/// An explicit little endian element as it lies in a file.
QByteArray element(quint32 tag, const char* vr, const QByteArray& value)
{
    QByteArray bytes(8, '\0');
    qToLittleEndian(quint16(tag >> 16), bytes.data());
    qToLittleEndian(quint16(tag & 0xFFFF), bytes.data() + 2);
    bytes.replace(4, 2, vr);
    qToLittleEndian(quint16(value.size()), bytes.data() + 6);
    return bytes + value;
}

QStringList readerSources()
{
    const QDir folder(QStringLiteral(CCAD_SOURCE_DIR "/core/imaging"));
    QStringList contents;
    for (const QString& name : folder.entryList({QStringLiteral("dicom_*.cpp")})) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            contents << QString::fromUtf8(file.readAll());
    }
    return contents;
}

} // namespace

class TestImagingTagTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAndValues();
    void everySyntaxTellsTheSame_data();
    void everySyntaxTellsTheSame();
    void numbersOfEveryVr_data();
    void numbersOfEveryVr();
    void charsets_data();
    void charsets();
    void anItemMayHaveItsOwnCharset();
    void privateElements();
    void nestedSequences();
    void usesAreMarkedWhereTheyAreRead();
    void usesAreWhatTheReaderAsksFor();
    void patientTextIsMarked();
    void longValuesAreCut();
    void unknownValuesAreShownAsTextOrBytes();
    void cutOffFilesEndWithTheBreak();
    void rubbishBehindThePixelsIsTold();
    void tooManyNodes();
    void depthLimitAndTimeLimit();
    void filesThatAreNoDicom();
    void keywordsBecomeWords_data();
    void keywordsBecomeWords();
};

void TestImagingTagTree::namesAndValues()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_WindowCenter, "2000\\1000 ");
        d.putAndInsertString(DCM_ImageComments, "two\r\nlines");
    });
    QCOMPARE(tree.nodes.front().tag, 0x00020000u);
    QCOMPARE(nodeAt(tree.nodes, {0x00020001}).value, QStringLiteral("00 01"));
    QCOMPARE(nodeAt(tree.nodes, {0x00020010}).value,
             QStringLiteral("1.2.840.10008.1.2.1 (LittleEndianExplicit)"));
    const TagNode name = nodeAt(tree.nodes, {0x00100010});
    QCOMPARE(name.name, QStringLiteral("Patient's Name"));
    QCOMPARE(name.vr, QStringLiteral("PN"));
    QCOMPARE(name.value, QStringLiteral("CCAD^TEST"));
    QCOMPARE(name.length, qint64(10));
    QCOMPARE(nodeAt(tree.nodes, {0x00281050}).value, QStringLiteral("2000\\1000"));
    QCOMPARE(nodeAt(tree.nodes, {0x00204000}).value, QStringLiteral("two  lines"));
    QCOMPARE(nodeAt(tree.nodes, {0x00280010}).value, QStringLiteral("16"));
    QCOMPARE(nodeAt(tree.nodes, {0x7FE00010}).value, QStringLiteral("768 bytes"));
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
        QCOMPARE(pixels.value, QStringLiteral("2,560 bytes"));
}

void TestImagingTagTree::numbersOfEveryVr_data()
{
    QTest::addColumn<QByteArray>("vr");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* vr, const char* hex, const char* text) {
        QTest::newRow(vr) << QByteArray(vr) << QByteArray::fromHex(hex)
                          << QString::fromLatin1(text);
    };
    row("US", "0100ffff", "1\\65535");
    row("SS", "ffff0080", "-1\\-32768");
    row("UL", "ffffffff", "4294967295");
    row("SL", "feffffff", "-2");
    row("FL", "cdcccc3d0000c03f", "0.1\\1.5");
    row("FD", "9a9999999999b93f", "0.1");
    row("AT", "280010001000f07f", "(0028,0010)\\(0010,7FF0)");
    row("DS", "312e3520205c2d32", "1.5\\-2");
    row("UI", "312e3200", "1.2");
}

void TestImagingTagTree::numbersOfEveryVr()
{
    QFETCH(QByteArray, vr);
    QFETCH(QByteArray, value);
    QFETCH(QString, text);
    // A public tag that the dictionary does not know keeps the VR that is written.
    const auto tree
        = treeOf(element(0x00080060, "CS", "DX") + element(0x00280ABC, vr.constData(), value));
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    const TagNode node = nodeAt(tree->nodes, {0x00280ABC});
    QCOMPARE(node.name, QStringLiteral("Unknown element"));
    QCOMPARE(node.vr, QString::fromLatin1(vr));
    QCOMPARE(node.value, text);
}

void TestImagingTagTree::charsets_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("text");
    QTest::newRow("Latin-1") << QByteArray("ISO_IR 100") << QByteArray("M\xFCller")
                             << QStringLiteral("Müller");
    QTest::newRow("Cyrillic") << QByteArray("ISO_IR 144") << QByteArray("\xBB\xEE\xDA")
                              << QStringLiteral("Люк");
    QTest::newRow("UTF-8") << QByteArray("ISO_IR 192") << QByteArray("山田^太郎")
                           << QStringLiteral("山田^太郎");
    // The example of PS3.5 I.2. (Japanese by escapes is what glibc's iconv cannot do for DCMTK.)
    QTest::newRow("Korean, by escapes")
        << QByteArray("\\ISO 2022 IR 149")
        << QByteArray("Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB"
                      "^\x1B$)C\xB1\xE6\xB5\xBF")
        << QStringLiteral("Hong^Gildong=洪^吉洞=홍^길동");
    QTest::newRow("unknown charset")
        << QByteArray("ISO_IR 999") << QByteArray("M\xFCller") << QStringLiteral("Müller");
    QTest::newRow("no charset, but UTF-8")
        << QByteArray() << QByteArray("Müller") << QStringLiteral("Müller");
}

void TestImagingTagTree::charsets()
{
    QFETCH(QByteArray, charset);
    QFETCH(QByteArray, name);
    QFETCH(QString, text);
    const TagTree tree = smallTree([&](DcmDataset& d) {
        if (!charset.isEmpty())
            d.putAndInsertString(DCM_SpecificCharacterSet, charset.constData());
        d.putAndInsertString(DCM_PatientName, name.constData());
    });
    QCOMPARE(nodeAt(tree.nodes, {0x00100010}).value, text);
}

void TestImagingTagTree::anItemMayHaveItsOwnCharset()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
        for (int i = 0; i < 2; ++i) {
            DcmItem* code = nullptr;
            d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
            if (i == 0)
                code->putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 100");
            code->putAndInsertString(DCM_CodeMeaning, i == 0 ? "schr\xE4g" : "schräg");
        }
    });
    const TagNode codes = nodeAt(tree.nodes, {0x00540220});
    QCOMPARE(int(codes.children.size()), 2);
    for (const TagNode& code : codes.children)
        QCOMPARE(nodeAt(code.children, {0x00080104}).value, QStringLiteral("schräg"));
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
    QCOMPARE(nodeAt(tree.nodes, {0x00090010}).name, QStringLiteral("Private Creator"));
    const TagNode known = nodeAt(tree.nodes, {0x00091001});
    QCOMPARE(known.name, QStringLiteral("Private element (CCAD TEST 1.0)"));
    QCOMPARE(known.value, QStringLiteral("secret"));
    QVERIFY(known.isPrivate && known.identifiesPatient);
    const TagNode orphan = nodeAt(tree.nodes, {0x00092001});
    QCOMPARE(orphan.name, QStringLiteral("Private element"));
    QCOMPARE(orphan.value, QStringLiteral("7"));
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
    QCOMPARE(requests.vr, QStringLiteral("SQ"));
    QCOMPARE(int(requests.children.size()), 2);
    QCOMPARE(requests.children[1].name, QStringLiteral("Item 2"));
    const TagNode value = nodeAt(requests.children[1].children, {0x00400008, item, 0x00080100});
    QCOMPARE(value.value, QStringLiteral("CXR"));
    QCOMPARE(value.name, QStringLiteral("Code Value"));
    // What a sequence hides, its items hide as well.
    QVERIFY(requests.identifiesPatient && value.identifiesPatient);
    QCOMPARE(value.use, 0u);
}

void TestImagingTagTree::usesAreMarkedWhereTheyAreRead()
{
    constexpr unsigned display = unsigned(TagUse::Display);
    constexpr unsigned prediction = unsigned(TagUse::Prediction);
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_PixelSpacing, "0.1\\0.1");
        for (const char* meaning : {"postero-anterior", "second"}) {
            DcmItem* code = nullptr;
            d.findOrCreateSequenceItem(DCM_ViewCodeSequence, code, -2);
            code->putAndInsertString(DCM_CodeMeaning, meaning);
        }
        DcmItem* elsewhere = nullptr;
        d.findOrCreateSequenceItem(DCM_ProcedureCodeSequence, elsewhere, -2);
        elsewhere->putAndInsertString(DCM_CodeMeaning, "radiograph");
        for (int i = 0; i < 2; ++i)
            addLut(d, true, 0, 12, {0, 4095}, "curve");
    });
    QCOMPARE(nodeAt(tree.nodes, {0x00280004}).use, display | prediction);
    QCOMPARE(nodeAt(tree.nodes, {0x00280030}).use, display);
    QCOMPARE(nodeAt(tree.nodes, {0x00080060}).use, prediction);
    QCOMPARE(nodeAt(tree.nodes, {0x00185101}).use, prediction);
    QCOMPARE(nodeAt(tree.nodes, {0x0020000D}).use, 0u);
    QCOMPARE(nodeAt(tree.nodes, {0x00540220, item, 0x00080104}).use, prediction);
    const TagNode views = nodeAt(tree.nodes, {0x00540220});
    QCOMPARE(nodeAt(views.children[1].children, {0x00080104}).use, 0u);
    QCOMPARE(nodeAt(tree.nodes, {0x00081032, item, 0x00080104}).use, 0u);
    const TagNode luts = nodeAt(tree.nodes, {0x00283010});
    for (const TagNode& lut : luts.children)
        QCOMPARE(nodeAt(lut.children, {0x00283006}).use, display | prediction);
}

/// The table against the reader's own sources: what it asks DCMTK for, and what of the file reaches
/// DCMTK at all.
void TestImagingTagTree::usesAreWhatTheReaderAsksFor()
{
    std::set<quint32> asked;
    static const QRegularExpression name(QStringLiteral("DCM_([A-Za-z0-9]+)"));
    static const QRegularExpression hex(QStringLiteral("0x([0-9A-F]{8})\\b"));
    const auto& dictionary = dcmDataDict.rdlock();
    for (const QString& source : readerSources()) {
        for (auto it = name.globalMatch(source); it.hasNext();) {
            const QByteArray keyword = it.next().captured(1).toLatin1();
            const DcmDictEntry* entry = dictionary.findEntry(keyword.constData());
            QVERIFY2(entry, keyword.constData());
            asked.insert(quint32{entry->getGroup()} << 16 | entry->getElement());
        }
        for (auto it = hex.globalMatch(source); it.hasNext();)
            asked.insert(it.next().captured(1).toUInt(nullptr, 16));
    }
    dcmDataDict.rdunlock();
    // Delimiters, and masks that are no tags.
    for (const quint32 other : {0xFFFEE000u, 0xFFFEE00Du, 0xFFFEE0DDu, 0xFFFFFFFFu})
        asked.erase(other);
    std::set<quint32> table;
    for (const imaging::UsedTag& row : imaging::usedTags())
        table.insert(row.tag);
    table.insert(0x7FE00010);
    asked.insert(0x7FE00010); // by its own constant, in a header
    for (const quint32 tag : asked)
        QVERIFY2(table.count(tag),
                 qPrintable(QStringLiteral("%1 is not in the table").arg(tag, 8, 16, QChar(u'0'))));
    for (const quint32 tag : table)
        QVERIFY2(asked.count(tag),
                 qPrintable(QStringLiteral("nobody asks for %1").arg(tag, 8, 16, QChar(u'0'))));
}

void TestImagingTagTree::patientTextIsMarked()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_AccessionNumber, "4711");
        d.putAndInsertString(DCM_InstitutionName, "St. Elsewhere");
        d.putAndInsertString(DCM_StudyDate, "20230102");
        d.putAndInsertString(DCM_ContentTime, "101010");
        d.putAndInsertString(DCM_NameOfPhysiciansReadingStudy, "A^B");
        d.putAndInsertString(DCM_PatientSex, "F");
        d.putAndInsertString(DCM_PatientAge, "056Y");
    });
    for (const quint32 hidden : {0x00100010u, 0x00100020u, 0x00080050u, 0x00080080u, 0x00080020u,
                                 0x00080033u, 0x00081060u})
        QVERIFY2(nodeAt(tree.nodes, {hidden}).identifiesPatient, QByteArray::number(hidden, 16));
    for (const quint32 shown :
         {0x00100040u, 0x00101010u, 0x00080060u, 0x00080018u, 0x00280010u, 0x7FE00010u})
        QVERIFY2(!nodeAt(tree.nodes, {shown}).identifiesPatient, QByteArray::number(shown, 16));
}

void TestImagingTagTree::longValuesAreCut()
{
    const QByteArray text(20000, 'x');
    const TagTree tree = smallTree([&](DcmDataset& d) {
        d.putAndInsertString(DCM_TextValue, text.constData());
        std::vector<std::uint16_t> entries(4096, 1234);
        addLut(d, true, 0, 12, entries, "long");
    });
    const TagNode node = nodeAt(tree.nodes, {0x0040A160});
    QCOMPARE(node.value.size(), 1024);
    QVERIFY(node.value.endsWith(QChar(u'…')));
    QCOMPARE(node.length, qint64(20000));
    QVERIFY(nodeAt(tree.nodes, {0x00283010, item, 0x00283006}).value.size() <= 1024);
}

void TestImagingTagTree::unknownValuesAreShownAsTextOrBytes()
{
    const auto un = [](quint32 tag, const QByteArray& value) {
        QByteArray bytes = element(tag, "UN", {}).left(6) + QByteArray(6, '\0') + value;
        qToLittleEndian(quint32(value.size()), bytes.data() + 8);
        return bytes;
    };
    const auto tree = treeOf(element(0x00080060, "CS", "DX") + un(0x00091001, "made by us")
                             + un(0x00091002, QByteArray::fromHex("0102ff"))
                             + un(0x00091003, QByteArray(1000, '\x01'))
                             + un(0x00280010, QByteArray::fromHex("1000")));
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    QCOMPARE(nodeAt(tree->nodes, {0x00091001}).value, QStringLiteral("made by us"));
    QCOMPARE(nodeAt(tree->nodes, {0x00091002}).value, QStringLiteral("01 02 ff"));
    QCOMPARE(nodeAt(tree->nodes, {0x00091003}).value, QStringLiteral("1,000 bytes"));
    // The dictionary knows what the writer did not.
    QCOMPARE(nodeAt(tree->nodes, {0x00280010}).value, QStringLiteral("16"));
    QCOMPARE(nodeAt(tree->nodes, {0x00280010}).vr, QStringLiteral("UN"));
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
    QCOMPARE(last.name, QStringLiteral("The file breaks off here"));
    QVERIFY2(last.value.contains(QStringLiteral("(7FE0,0010)")), qPrintable(last.value));
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
    QCOMPARE(tree->nodes.back().name, QStringLiteral("The file breaks off here"));
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
    QVERIFY(deep->nodes.back().value.contains(QStringLiteral("nested deeper than 64")));
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
             QStringLiteral("Cannot read picture: it is a PNG picture, which has no DICOM tags."));
    const auto words = treeOf("nothing but words, long enough to be looked at");
    QVERIFY(!words);
    QCOMPARE(words.error().code, ErrorCode::Unsupported);
    const auto missing = readTagTree(QStringLiteral("/nowhere/at/all.dcm"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
}

void TestImagingTagTree::keywordsBecomeWords_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](const char* keyword, const char* words) {
        QTest::newRow(keyword) << QString::fromLatin1(words);
    };
    row("SOPInstanceUID", "SOP Instance UID");
    row("NumberOfFrames", "Number of Frames");
    row("VOILUTSequence", "VOI LUT Sequence");
    row("LUTData", "LUT Data");
    row("XRayTubeCurrent", "X-Ray Tube Current");
    row("KVP", "KVP");
    row("PixelSpacing", "Pixel Spacing");
    row("OtherPatientIDsSequence", "Other Patient IDs Sequence");
    row("RETIRED_StudyComments", "Study Comments (retired)");
}

void TestImagingTagTree::keywordsBecomeWords()
{
    QFETCH(QString, words);
    QCOMPARE(imaging::wordsOfKeyword(QString::fromLatin1(QTest::currentDataTag())), words);
}

QTEST_GUILESS_MAIN(TestImagingTagTree)
#include "test_tag_tree.moc"
