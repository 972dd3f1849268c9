// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/broken_bytes.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What is wrong with a file is said with tag, offset and numbers, before anything is allocated.
class TestImagingGuards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncationIsNamed();
    void wrongLengthIsNamed();
    void absurdSizeIsNamed_data();
    void absurdSizeIsNamed();
    void contradictingBitsAreNamed();
    void codestreamSizeMustAgree_data();
    void codestreamSizeMustAgree();
    void deepSequences_data();
    void deepSequences();
    void deflateBombIsTooLarge();
    void shortLutIsNamed();
};

void TestImagingGuards::truncationIsNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto r = readBytes(file.left(file.size() - 100));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(u"(7FE0,0010)"_s), qPrintable(r.error().message));
    QVERIFY2(r.error().message.contains(u"declares 2560 bytes, but ends after 2460"_s),
             qPrintable(r.error().message));
}

void TestImagingGuards::wrongLengthIsNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto shorter = readBytes(withLength(file, 0x7FE0, 0x0010, 2000).left(file.size() - 560));
    QVERIFY(!shorter);
    QVERIFY2(shorter.error().message.contains(u"ends after 2000 of 2560 bytes"_s),
             qPrintable(shorter.error().message));
    const auto longer = readBytes(withLength(file, 0x0010, 0x0010, 60000));
    QVERIFY(!longer);
    QCOMPARE(longer.error().code, ErrorCode::FileBroken);
    QVERIFY2(longer.error().message.contains(u"(0010,0010)"_s), qPrintable(longer.error().message));
    const auto huge = readBytes(withLength(file, 0x7FE0, 0x0010, 0xFFFFFFF0));
    QVERIFY(!huge);
    QVERIFY2(huge.error().message.contains(u"4294967280"_s), qPrintable(huge.error().message));
}

void TestImagingGuards::absurdSizeIsNamed_data()
{
    QTest::addColumn<quint16>("rows");
    QTest::addColumn<quint16>("columns");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("none") << quint16{0} << quint16{0} << ErrorCode::FileBroken;
    QTest::newRow("large") << quint16{9999} << quint16{9999} << ErrorCode::FileBroken;
    QTest::newRow("largest") << quint16{65535} << quint16{65535} << ErrorCode::TooLarge;
}

void TestImagingGuards::absurdSizeIsNamed()
{
    QFETCH(quint16, rows);
    QFETCH(quint16, columns);
    QFETCH(ErrorCode, code);
    for (const QByteArray& syntax : syntaxes) {
        if (syntax == "1.2.840.10008.1.2" || syntax == "1.2.840.10008.1.2.1.99"
            || syntax == "1.2.840.10008.1.2.2")
            continue; // withWord changes explicit little endian files
        const QByteArray file
            = withWord(withWord(chestFile(syntax), 0x0028, 0x0010, rows), 0x0028, 0x0011, columns);
        const auto r = readBytes(file);
        QVERIFY(!r);
        QCOMPARE(r.error().code, code);
        QVERIFY2(r.error().message.contains(QString::number(rows)), qPrintable(r.error().message));
    }
}

void TestImagingGuards::contradictingBitsAreNamed()
{
    const QByteArray file = chestFile("1.2.840.10008.1.2.1");
    const auto stored = readBytes(withWord(file, 0x0028, 0x0101, 20));
    QVERIFY(!stored);
    QVERIFY2(stored.error().message.contains(u"20 stored"_s), qPrintable(stored.error().message));
    const auto high = readBytes(withWord(file, 0x0028, 0x0102, 3));
    QVERIFY(!high);
    QVERIFY2(high.error().message.contains(u"high bit 3"_s), qPrintable(high.error().message));
    const auto samples = readBytes(withWord(file, 0x0028, 0x0002, 2));
    QVERIFY(!samples);
    QVERIFY2(samples.error().message.contains(u"(0028,0002)"_s),
             qPrintable(samples.error().message));
    // The length of the pixels settles what three would be.
    const auto settled = readBytes(withWord(file, 0x0028, 0x0002, 3));
    QVERIFY2(settled, qPrintable(messageOf(settled)));
    QVERIFY2(settled->notes.join(u' ').contains(u"holds 1 a pixel"_s),
             qPrintable(settled->notes.join(u' ')));
    QVERIFY(!readBytes(withWord(file, 0x0028, 0x0100, 12)));
}

void TestImagingGuards::codestreamSizeMustAgree_data()
{
    QTest::addColumn<QByteArray>("syntax");
    QTest::addColumn<QByteArray>("marker");
    QTest::addColumn<int>("offset");
    QTest::newRow("JPEG 2000") << QByteArray("1.2.840.10008.1.2.4.90")
                               << QByteArray::fromHex("ff4fff51") << 9;
    QTest::newRow("JPEG lossless")
        << QByteArray("1.2.840.10008.1.2.4.70") << QByteArray::fromHex("ffc3") << 6;
    QTest::newRow("JPEG extended")
        << QByteArray("1.2.840.10008.1.2.4.51") << QByteArray::fromHex("ffc1") << 6;
    QTest::newRow("JPEG-LS") << QByteArray("1.2.840.10008.1.2.4.80") << QByteArray::fromHex("fff7")
                             << 6;
}

void TestImagingGuards::codestreamSizeMustAgree()
{
    QFETCH(QByteArray, syntax);
    QFETCH(QByteArray, marker);
    QFETCH(int, offset);
    QByteArray file = chestFile(syntax);
    const qsizetype at = file.indexOf(marker, file.lastIndexOf(QByteArray::fromHex("e07f1000")));
    QVERIFY(at > 0);
    file[at + offset] = static_cast<char>(0x30); // the high byte of a width or height
    const auto r = readBytes(file);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(u"it declares 40 x 32 pixels"_s),
             qPrintable(r.error().message));
}

void TestImagingGuards::deepSequences_data()
{
    QTest::addColumn<int>("depth");
    QTest::addColumn<bool>("defined");
    QTest::addColumn<bool>("isExplicit");
    for (const int depth : {64, 65, 10000, 200000}) {
        for (const bool defined : {false, true}) {
            for (const bool isExplicit : {false, true})
                QTest::addRow("%d %s %s", depth, defined ? "defined" : "undefined",
                              isExplicit ? "explicit" : "implicit")
                    << depth << defined << isExplicit;
        }
    }
}

void TestImagingGuards::deepSequences()
{
    QFETCH(int, depth);
    QFETCH(bool, defined);
    QFETCH(bool, isExplicit);
    const auto r = readBytes(nestedSequences(depth, defined, isExplicit));
    QVERIFY(!r);
    const bool tooDeep = depth > 64;
    QCOMPARE(r.error().code, tooDeep ? ErrorCode::TooLarge : ErrorCode::Refused);
    QCOMPARE(r.error().message.contains(u"deeper than 64 levels"_s), tooDeep);
}

void TestImagingGuards::deflateBombIsTooLarge()
{
    ReadLimits limits;
    limits.maxFileBytes = 6000;
    DicomSpec spec;
    spec.columns = 400;
    spec.rows = 400;
    spec.values.assign(160000, 7);
    spec.transferSyntax = "1.2.840.10008.1.2.1.99";
    const QByteArray file = writeDicom(spec);
    QVERIFY2(file.size() < 6000, qPrintable(QString::number(file.size())));
    const auto r = readBytes(file, limits);
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::TooLarge);
    QVERIFY2(r.error().message.contains(u"deflated"_s), qPrintable(r.error().message));
}

void TestImagingGuards::shortLutIsNamed()
{
    DicomSpec spec;
    spec.columns = 8;
    spec.rows = 8;
    spec.values = drawChest(8, 8, 4095);
    spec.tags = [](DcmDataset& d) {
        addLut(d, false, 0, 16, {1, 2, 3, 4}, "short");
        DcmItem* item = nullptr;
        d.findAndGetSequenceItem(DCM_ModalityLUTSequence, item);
        const Uint16 descriptor[] = {4000, 0, 16};
        item->putAndInsertUint16Array(DcmTag(DCM_LUTDescriptor, EVR_US), descriptor, 3);
    };
    const auto r = readBytes(writeDicom(spec));
    QVERIFY(!r);
    QCOMPARE(r.error().code, ErrorCode::FileBroken);
    QVERIFY2(r.error().message.contains(u"has 4 of 4000 entries"_s), qPrintable(r.error().message));
}

QTEST_GUILESS_MAIN(TestImagingGuards)
#include "test_guards.moc"
