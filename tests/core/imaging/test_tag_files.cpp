// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/tag_tree.h"

#include <QDirIterator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

QString dicomFolder()
{
    const QString shared
        = qEnvironmentVariable("CCAD_SHARED", QStringLiteral(CCAD_SOURCE_DIR "/../shared"));
    return shared + u"/data/dicom"_s;
}

int countNodes(const std::vector<TagNode>& nodes)
{
    int count = 0;
    for (const TagNode& node : nodes)
        count += 1 + countNodes(node.children);
    return count;
}

/// "00400275/1/00400008/0/00080100": tags in hex, and items by their index.
QString valueAt(const std::vector<TagNode>& nodes, const QString& path)
{
    const std::vector<TagNode>* level = &nodes;
    QString value = u"(none)"_s;
    for (const QString& step : path.split(QChar(u'/'))) {
        auto it = level->end();
        if (step.size() == 8)
            it = std::find_if(level->begin(), level->end(), [&](const TagNode& node) {
                return node.tag == step.toUInt(nullptr, 16);
            });
        else if (step.toUInt() < level->size())
            it = level->begin() + step.toInt();
        if (it == level->end())
            return u"(none)"_s;
        value = it->value;
        level = &it->children;
    }
    return value;
}

} // namespace

/// Real files, of many writers: see shared/data/dicom.
class TestImagingTagFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!QDir(dicomFolder()).exists())
            QSKIP("The shared DICOM files are not here; set CCAD_SHARED to their folder.");
    }

    void everyFileGivesTagsOrAReason();
    void values_data();
    void values();
};

void TestImagingTagFiles::everyFileGivesTagsOrAReason()
{
    int files = 0;
    int trees = 0;
    QDirIterator walk(dicomFolder(), QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        ++files;
        const auto tree = readTagTree(path);
        if (!tree) {
            QVERIFY2(tree.error().message.endsWith(QChar(u'.')), qPrintable(path));
            continue;
        }
        ++trees;
        QVERIFY2(countNodes(tree->nodes) > 3, qPrintable(path));
    }
    QVERIFY2(files > 100, "there are fewer files than there should be");
    QVERIFY2(trees * 10 > files * 7, qPrintable(u"%1 of %2"_s.arg(trees).arg(files)));
}

void TestImagingTagFiles::values_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* file, const char* path, const char* value) {
        QTest::addRow("%s %s", file, path) << QString::fromLatin1(path) << QString::fromUtf8(value);
    };
    // As dcmdump of DCMTK 3.6.7 prints them.
    row("MR_small_bigendian.dcm", "00080008", "DERIVED\\SECONDARY\\OTHER");
    row("MR_small_bigendian.dcm", "00100010", "CompressedSamples^MR1");
    row("MR_small_implicit.dcm", "00280010", "64");
    row("image_dfl.dcm", "00100010", "^^^^");
    row("image_dfl.dcm", "00280011", "512");
    row("nested_priv_SQ.dcm", "00010001/0/00010001/0/00010001", "Double Nested SQ");
    row("nested_priv_SQ.dcm", "00010001/0/00010002", "Nested SQ");
    row("priv_SQ.dcm", "3F030010", "aaabbbccc MEDICAL SYSTEMS");
    row("UN_sequence.dcm", "4453100C/0/00081115/0/0020000E",
        "1.2.840.113619.2.327.3.185221411.476.1398588726.276");
    row("rtplan.dcm", "300A0070/0/300C0004/0/300A0082",
        "239.531250000000\\239.531250000000\\-751.87000000000");
    row("rtplan.dcm", "300A00B0/0/00081090", "Zapper9000");
    row("dicomdirtests/DICOMDIR", "00041220/3/00041500", "77654033\\CR1\\6154");
}

void TestImagingTagFiles::values()
{
    QFETCH(QString, path);
    QFETCH(QString, value);
    const QString file = QString::fromLatin1(QTest::currentDataTag()).section(QChar(u' '), 0, 0);
    const auto tree = readTagTree(dicomFolder() + u"/pydicom/"_s + file);
    QVERIFY2(tree, qPrintable(tree ? QString() : tree.error().message));
    QCOMPARE(valueAt(tree->nodes, path), value);
}

QTEST_GUILESS_MAIN(TestImagingTagFiles)
#include "test_tag_files.moc"
