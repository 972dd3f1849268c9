// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_wanted.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/hostile_headers.h"
#include "tests/support/parser_comparison.h"

#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;
using namespace ccad::imaging;

namespace {

/// Fails the test, and says where, unless DCMTK holds exactly what the walk saw of what is asked
/// for. Gives the number of its values.
int compare(const QByteArray& file, const char* name)
{
    const ParserComparison comparison = compareParsers(file);
    for (const QString& difference : comparison.differences)
        QTest::qFail(qPrintable(QString::fromLatin1(name) + u": "_s + difference), __FILE__,
                     __LINE__);
    return comparison.values;
}

} // namespace

/// One parser decides what a DICOM file says: DCMTK holds the tags, values and lengths that the
/// walk saw, and nothing else.
class TestImagingOneParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVr();
    void ambiguousDatasetsAgree();
    void cutOffDatasetsAgree();
    void brokenFilesAgree_data();
    void brokenFilesAgree();
    void nestingBehindAForeignVrIsNotSeen();
    void aForeignVrHidesNothing();
    void theDictionaryKnowsWhatAWriterDidNot();
    void onlyTheFirstItemsOfASequence();
};

void TestImagingOneParser::everyVr()
{
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const QByteArray vr{QByteArray(1, static_cast<char>(first))
                                + static_cast<char>(second)};
            compare(withForeignVr(vr), vr.toHex().constData());
        }
}

void TestImagingOneParser::ambiguousDatasetsAgree()
{
    int values = 0;
    int number = 0;
    for (const QByteArray& dataset : ambiguousDatasets())
        values += compare(dataset, QByteArray::number(number++).constData());
    QVERIFY2(values > 150, qPrintable(QString::number(values)));
}

void TestImagingOneParser::cutOffDatasetsAgree()
{
    for (const QByteArray& dataset : ambiguousDatasets())
        for (qsizetype size = 8; size < dataset.size(); ++size)
            compare(dataset.left(size), "cut off");
}

void TestImagingOneParser::brokenFilesAgree_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("values");
    for (const QByteArray& syntax : syntaxes) {
        // DCMTK's lossy JPEG changes the values, and drops the three elements of the VOI LUT.
        const bool isLossy = syntax == "1.2.840.10008.1.2.4.51";
        QTest::newRow(syntax.constData()) << chestFile(syntax) << (isLossy ? 18 : 21);
    }
}

void TestImagingOneParser::brokenFilesAgree()
{
    QFETCH(QByteArray, file);
    QFETCH(int, values);
    QCOMPARE(compare(file, "whole"), values);
    std::mt19937 random(20211004);
    for (int i = 0; i < 2000; ++i) {
        QByteArray changed = file;
        for (int k = 0; k < 3; ++k) {
            const auto at = 128 + random() % static_cast<std::size_t>(file.size() - 128);
            changed[static_cast<qsizetype>(at)] = static_cast<char>(random());
        }
        compare(changed, "changed");
    }
}

void TestImagingOneParser::nestingBehindAForeignVrIsNotSeen()
{
    const auto picture = readBytes(hiddenNesting());
    QVERIFY2(picture, qPrintable(messageOf(picture)));
    QCOMPARE(picture->columns, 16);
}

void TestImagingOneParser::aForeignVrHidesNothing()
{
    for (const char* vr : {"\x01\x01", "ox", "xs", "lt", "na", "up", "us", "??", "ZZ"}) {
        WantedElements wanted;
        const QByteArray file = withForeignVr(QByteArray(vr, 2));
        const auto layout = scanDicom(file, ReadGuard({}, {}), wanted, MediumIndex::Refused);
        QVERIFY2(layout, vr);
        QVERIFY2(!wanted.dataset().has(0x00280011), vr);
        QVERIFY2(wanted.dataset().has(0x00280100), vr);
    }
}

void TestImagingOneParser::theDictionaryKnowsWhatAWriterDidNot()
{
    const ElementForm wide{true, false, 4};
    const QByteArray file = rawElement(0x00080060, "UN", "DX", wide)
        + rawElement(0x00280010, "UN", QByteArray("\x10\0", 2), wide)
        + rawElement(0x00280011, "UN", QByteArray("\x10\0", 2), wide)
        + rawElement(0x00280030, "UN", "0.25\\0.25 ", wide)
        + rawElement(0x00280100, "UN", QByteArray("\x08\0", 2), wide)
        + rawElement(0x7FE00010, "OB", QByteArray(256, '\x20'), wide);
    const auto picture = readBytes(file);
    QVERIFY2(picture, qPrintable(messageOf(picture)));
    QCOMPARE(picture->rows, 16);
    QVERIFY(picture->spacing);
    QCOMPARE(picture->spacing->rowMm, 0.25);
}

void TestImagingOneParser::onlyTheFirstItemsOfASequence()
{
    const QByteArray items = rawItem(0xFFFEE000, {}).repeated(100000);
    const QByteArray file = rawElement(0x00080060, "CS", "DX")
        + rawElement(0x00283010, "SQ", items, {true, false, 4});
    WantedElements wanted;
    const auto layout = scanDicom(file, ReadGuard({}, {}), wanted, MediumIndex::Refused);
    QVERIFY(layout);
    QCOMPARE(wanted.dataset().sequences.size(), std::size_t{1});
    QCOMPARE(wanted.dataset().sequences.front().items.size(), std::size_t{1000});
}

QTEST_GUILESS_MAIN(TestImagingOneParser)
#include "test_one_parser.moc"
