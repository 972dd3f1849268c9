// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/tag_names.h"
#include "core/imaging/film_objects.h"
#include "core/imaging/tags/internal/patient_tags.h"
#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/small_files.h"
#include "tests/core/imaging/tag_tree_fixture.h"
#include "tests/support/overlay_writer.h"

#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QStringList readerSources()
{
    const QDir folder(QStringLiteral(CCAD_SOURCE_DIR "/core/imaging/dicom"));
    QStringList contents;
    for (const QString& name : folder.entryList({u"*.cpp"_s})) {
        if (name == u"used_tags.cpp") // the table that they are held against
            continue;
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            contents << QString::fromUtf8(file.readAll());
    }
    return contents;
}

} // namespace

class TestImagingTagValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersOfEveryVr_data();
    void numbersOfEveryVr();
    void charsets_data();
    void charsets();
    void anItemMayHaveItsOwnCharset();
    void usesAreMarkedWhereTheyAreRead();
    void usesAreWhatTheReaderAsksFor();
    void patientTextIsMarked();
    void wordsOfOverlaysAreMarked();
    void longValuesAreCut();
    void unknownValuesAreShownAsTextOrBytes();
    void keywordsBecomeWords_data();
    void keywordsBecomeWords();
};

void TestImagingTagValues::numbersOfEveryVr_data()
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

void TestImagingTagValues::numbersOfEveryVr()
{
    QFETCH(QByteArray, vr);
    QFETCH(QByteArray, value);
    QFETCH(QString, text);
    // A public tag that the dictionary does not know keeps the VR that is written.
    const auto tree
        = treeOf(element(0x00080060, "CS", "DX") + element(0x00280ABC, vr.constData(), value));
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    const TagNode node = nodeAt(tree->nodes, {0x00280ABC});
    QCOMPARE(node.name, u"Unknown element"_s);
    QCOMPARE(node.vr, QString::fromLatin1(vr));
    QCOMPARE(node.value, text);
}

void TestImagingTagValues::charsets_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("text");
    QTest::newRow("Latin-1") << QByteArray("ISO_IR 100") << QByteArray("M\xFCller") << u"Müller"_s;
    QTest::newRow("Cyrillic") << QByteArray("ISO_IR 144") << QByteArray("\xBB\xEE\xDA") << u"Люк"_s;
    QTest::newRow("UTF-8") << QByteArray("ISO_IR 192") << QByteArray("山田^太郎") << u"山田^太郎"_s;
    // The example of PS3.5 I.2; the others are in test_code_extensions.
    QTest::newRow("Korean, by escapes")
        << QByteArray("\\ISO 2022 IR 149")
        << QByteArray("Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB"
                      "^\x1B$)C\xB1\xE6\xB5\xBF")
        << u"Hong^Gildong=洪^吉洞=홍^길동"_s;
    QTest::newRow("unknown charset")
        << QByteArray("ISO_IR 999") << QByteArray("M\xFCller") << u"Müller"_s;
    QTest::newRow("no charset, but UTF-8") << QByteArray() << QByteArray("Müller") << u"Müller"_s;
}

void TestImagingTagValues::charsets()
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

void TestImagingTagValues::anItemMayHaveItsOwnCharset()
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
        QCOMPARE(nodeAt(code.children, {0x00080104}).value, u"schräg"_s);
}

void TestImagingTagValues::usesAreMarkedWhereTheyAreRead()
{
    constexpr unsigned display = unsigned(TagUse::Display);
    constexpr unsigned prediction = unsigned(TagUse::Prediction);
    const TagTree tree = smallTree([](DcmDataset& d) {
        d.putAndInsertString(DCM_PixelSpacing, "0.1\\0.1");
        d.putAndInsertString(DCM_EstimatedRadiographicMagnificationFactor, "1.1");
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
    // Unequal spacings are those of pixels that are not square, which are stretched.
    QCOMPARE(nodeAt(tree.nodes, {0x00280030}).use, display | prediction);
    QCOMPARE(nodeAt(tree.nodes, {0x00181114}).use, display);
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

void TestImagingTagValues::usesAreWhatTheReaderAsksFor()
{
    std::set<quint32> asked;
    // DCMTK's loggers have names like DCM_dcmjpegLogger.
    static const QRegularExpression name(u"DCM_([A-Z][A-Za-z0-9]*)"_s);
    static const QRegularExpression hex(u"0x([0-9A-F]{8})\\b"_s);
    const auto& dictionary = dcmDataDict.rdlock();
    for (const QString& source : readerSources()) {
        for (auto it = name.globalMatch(source); it.hasNext();) {
            const QByteArray keyword = it.next().captured(1).toLatin1();
            const DcmDictEntry* entry = dictionary.findEntry(keyword.constData());
            QVERIFY2(entry, keyword.constData());
            asked.insert(quint32{entry->getGroup()} << 16 | entry->getElement());
        }
        for (auto it = hex.globalMatch(source); it.hasNext();) {
            const quint32 number = it.next().captured(1).toUInt(nullptr, 16);
            if (number >> 16 != 0xFFFF) // a limit or a mask: no tag has that group (PS3.5 7.1)
                asked.insert(number);
        }
    }
    dcmDataDict.rdunlock();
    // Items and delimiters.
    for (const quint32 other : {0xFFFEE000u, 0xFFFEE00Du, 0xFFFEE0DDu})
        asked.erase(other);
    std::set<quint32> table;
    for (const imaging::UsedTag& row : imaging::usedTags())
        table.insert(row.tag);
    table.insert(0x7FE00010);
    for (const quint32 named : {0x7FE00010u, checksumCreatorTag, checksumTag})
        asked.insert(named); // by a constant of its own, in a header
    for (const quint32 tag : asked)
        QVERIFY2(table.count(tag),
                 qPrintable(u"%1 is not in the table"_s.arg(tag, 8, 16, QChar(u'0'))));
    for (const quint32 tag : table)
        QVERIFY2(asked.count(tag),
                 qPrintable(u"nobody asks for %1"_s.arg(tag, 8, 16, QChar(u'0'))));
}

void TestImagingTagValues::patientTextIsMarked()
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
                                 0x00080033u, 0x00081060u, 0x00080018u})
        QVERIFY2(nodeAt(tree.nodes, {hidden}).identifiesPatient, QByteArray::number(hidden, 16));
    for (const quint32 shown :
         {0x00100040u, 0x00101010u, 0x00080060u, 0x00080016u, 0x00280010u, 0x7FE00010u})
        QVERIFY2(!nodeAt(tree.nodes, {shown}).identifiesPatient, QByteArray::number(shown, 16));
}

void TestImagingTagValues::wordsOfOverlaysAreMarked()
{
    const TagTree tree = smallTree([](DcmDataset& d) {
        OverlaySpec overlay;
        overlay.group = 0x601E;
        overlay.columns = 24;
        overlay.rows = 16;
        overlay.isSet = squareFrame(3, 2, 7, 1);
        overlay.label = u"Doe"_s;
        overlay.description = u"Jane Doe, left"_s;
        addOverlay(d, overlay);
        d.putAndInsertString(DcmTag(0x6002, 0x4000, EVR_LT), "of Jane Doe");
    });
    for (const quint32 hidden : {0x601E0022u, 0x601E1500u, 0x60024000u})
        QVERIFY2(nodeAt(tree.nodes, {hidden}).identifiesPatient, QByteArray::number(hidden, 16));
    for (const quint32 shown : {0x601E0010u, 0x601E0040u, 0x601E3000u})
        QVERIFY2(!nodeAt(tree.nodes, {shown}).identifiesPatient, QByteArray::number(shown, 16));
}

void TestImagingTagValues::longValuesAreCut()
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

void TestImagingTagValues::unknownValuesAreShownAsTextOrBytes()
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
    QCOMPARE(nodeAt(tree->nodes, {0x00091001}).value, u"made by us"_s);
    QCOMPARE(nodeAt(tree->nodes, {0x00091002}).value, u"01 02 ff"_s);
    QCOMPARE(nodeAt(tree->nodes, {0x00091003}).value, u"1,000 bytes"_s);
    // The dictionary knows what the writer did not.
    QCOMPARE(nodeAt(tree->nodes, {0x00280010}).value, u"16"_s);
    QCOMPARE(nodeAt(tree->nodes, {0x00280010}).vr, u"UN"_s);
}

void TestImagingTagValues::keywordsBecomeWords_data()
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

void TestImagingTagValues::keywordsBecomeWords()
{
    QFETCH(QString, words);
    QCOMPARE(imaging::wordsOfKeyword(QString::fromLatin1(QTest::currentDataTag())), words);
}

QTEST_GUILESS_MAIN(TestImagingTagValues)
#include "test_tag_values.moc"
