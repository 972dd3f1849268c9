// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_dataset.h"
#include "core/imaging/dicom/tag_values.h"
#include "core/imaging/dicom/used_tags.h"
#include "tests/core/imaging/chest_file.h"
#include "tests/core/imaging/read_bytes.h"
#include "tests/support/hostile_headers.h"

#include <dcmtk/dcmdata/dcelem.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <QMap>
#include <QTest>

#include <random>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;
using namespace ccad::imaging;

namespace {

/// "(0054,0220)/1/(0008,0104)"
using Path = QString;

/// Everything that the walk meets, by where it is: the first of each tag in its item.
class Recorder final : public DicomVisitor
{
public:
    struct Seen
    {
        QByteArray value;
        bool isWanted = false; ///< by the table of what the reader asks for
    };

    void element(const QByteArray& bytes, const Header& header, const DicomEncoding&,
                 qint64 end) override
    {
        const bool isAsked
            = header.tag == 0x00080005 || isRead(header.tag, m_levels.back().sequence);
        const bool isWanted = m_levels.back().isWanted && isAsked && !holdsRead(header.tag)
            && header.length != undefinedLength && header.tag >> 16 != 0x7FE0
            && !isOverlayData(header.tag) && header.tag >> 16 != 0x0002;
        const Path path = m_levels.back().path + tagText(header.tag);
        // A second sequence of the same tag has the same paths.
        if (isWanted ? !taken(header.tag) : !m_seen.contains(path))
            m_seen.insert(path,
                          {bytes.mid(header.valueOffset, end - header.valueOffset), isWanted});
        if (isWanted)
            m_levels.back().tags << header.tag;
    }
    void opened(const Header& header, bool isSequence) override
    {
        Level level;
        const Level& outer = m_levels.back();
        if (isSequence) {
            level.isWanted = outer.isWanted && isRead(header.tag, outer.sequence)
                && holdsRead(header.tag) && !taken(header.tag);
            level.sequence = header.tag;
            level.path = outer.path + tagText(header.tag) + QChar(u'/');
        } else {
            level = {outer.path + QString::number(++m_levels.back().items) + QChar(u'/'),
                     outer.sequence,
                     outer.isWanted,
                     0,
                     {}};
        }
        m_levels.push_back(level);
    }
    void closed() override
    {
        const Level done = m_levels.takeLast();
        const bool isSequence = done.path.count(QChar(u'/')) % 2 == 1;
        if (done.isWanted && isSequence)
            m_levels.back().tags << done.sequence;
    }
    void restIgnored(const Error&) override { }

    QMap<Path, Seen> m_seen;

private:
    struct Level
    {
        Path path;
        quint32 sequence = 0;
        bool isWanted = true;
        int items = 0;
        QList<quint32> tags;
    };
    [[nodiscard]] bool taken(quint32 tag) const { return m_levels.back().tags.contains(tag); }

    QList<Level> m_levels{Level{}};
};

void listWanted(const WantedItem& item, const Path& path, QMap<Path, WantedValue>& list)
{
    for (const WantedValue& value : item.values)
        list.insert(path + tagText(value.tag), value);
    for (const WantedSequence& sequence : item.sequences)
        for (std::size_t i = 0; i < sequence.items.size(); ++i)
            listWanted(sequence.items[i], path + tagText(sequence.tag) + u"/%1/"_s.arg(i + 1),
                       list);
}

quint32 tagOf(DcmObject& object)
{
    return quint32{object.getGTag()} << 16 | object.getETag();
}

void listHeld(DcmItem& item, const Path& path, QMap<Path, DcmElement*>& list)
{
    for (unsigned long i = 0; i < item.card(); ++i) {
        DcmElement* element = item.getElement(i);
        const Path here = path + tagText(tagOf(*element));
        auto* sequence = dynamic_cast<DcmSequenceOfItems*>(element);
        if (!sequence) {
            list.insert(here, element);
            continue;
        }
        for (unsigned long k = 0; k < sequence->card(); ++k)
            listHeld(*sequence->getItem(k), here + u"/%1/"_s.arg(k + 1), list);
    }
}

/// What DCMTK must hold of a value, as bytes in the machine's order; nothing for text that is not
/// ASCII, which is compared by other tests.
std::optional<QByteArray> expectedOf(const WantedValue& value)
{
    QByteArray bytes(value.bytes.data(), static_cast<qsizetype>(value.bytes.size()));
    static const QByteArrayList numbers = {"US", "SS", "OW", "UL", "SL", "FL", "FD"};
    const qsizetype kind = numbers.indexOf(value.vr);
    if (kind >= 0) {
        const qsizetype width = kind < 3 ? 2 : kind < 6 ? 4 : 8;
        bytes.chop(bytes.size() % width);
        for (qsizetype at = 0; value.bigEndian && at < bytes.size(); at += width)
            std::reverse(bytes.begin() + at, bytes.begin() + at + width);
        return bytes;
    }
    if (!isText(value.vr.toStdString()))
        return bytes;
    bytes = untilNul(bytes);
    while (bytes.endsWith(' ')) // padding, which means nothing and which DCMTK drops
        bytes.chop(1);
    const bool isAscii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0; });
    return isAscii && !bytes.contains('\x1B') ? std::optional(bytes) : std::nullopt;
}

QByteArray bytesOf(DcmElement& element)
{
    if (element.getVR() == EVR_UT) {
        OFString text;
        element.getOFStringArray(text, OFFalse);
        return {text.c_str(), static_cast<qsizetype>(text.size())};
    }
    // As it would be written on this machine.
    QByteArray bytes(static_cast<qsizetype>(element.getLength()), '\0');
    if (!bytes.isEmpty()
        && element
               .getPartialValue(bytes.data(), 0, static_cast<Uint32>(bytes.size()), nullptr,
                                gLocalByteOrder)
               .bad())
        qFatal("DCMTK does not give a value back");
    return bytes;
}

/// Bytes padded to an even length or not.
bool holds(DcmElement& element, const QByteArray& expected)
{
    const QByteArray bytes = bytesOf(element);
    if (element.getVR() == EVR_UT)
        return bytes == expected;
    return bytes.startsWith(expected) && bytes.size() - expected.size() <= 1;
}

/// Fails the test, and says where, unless DCMTK holds exactly what the walk saw of what is asked
/// for. Gives the number of its values.
int compare(const QByteArray& file, const char* name)
{
    const ReadGuard guard({}, {});
    Recorder recorder;
    WantedElements wanted;
    const auto seen = scanDicom(file, guard, recorder, MediumIndex::Walked);
    const auto layout = scanDicom(file, guard, wanted, MediumIndex::Walked);
    if (seen.hasValue() != layout.hasValue())
        QTest::qFail("two walks differ", __FILE__, __LINE__);
    if (!layout)
        return 0; // then DCMTK is given nothing
    QMap<Path, WantedValue> values;
    listWanted(wanted.dataset(), {}, values);
    for (auto it = recorder.m_seen.begin(); it != recorder.m_seen.end(); ++it)
        if (it->isWanted != values.contains(it.key()))
            QTest::qFail(qPrintable(QString::fromLatin1(name) + it.key()), __FILE__, __LINE__);

    const auto dataset = datasetOf(wanted.dataset());
    if (!dataset)
        qFatal("%s", qPrintable(dataset.error().message));
    QMap<Path, DcmElement*> held;
    listHeld(**dataset, {}, held);
    int count = 0;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const QByteArray saw = recorder.m_seen.value(it.key()).value;
        const bool isSame
            = saw == QByteArray(it->bytes.data(), static_cast<qsizetype>(it->bytes.size()));
        DcmElement* element = held.take(it.key());
        const auto expected = expectedOf(*it);
        const bool isHeld
            = it->bytes.empty() ? !element : element && (!expected || holds(*element, *expected));
        if (!isSame || !isHeld)
            QTest::qFail(qPrintable(QString::fromLatin1(name) + it.key()), __FILE__, __LINE__);
        ++count;
    }
    for (auto it = held.begin(); it != held.end(); ++it)
        QTest::qFail(qPrintable(u"only DCMTK has "_s + it.key()), __FILE__, __LINE__);
    return count;
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
