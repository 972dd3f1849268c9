// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "tests/core/deidentification/deid_fixture.h"
#include "tests/core/deidentification/planted_header.h"

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Headers that are made up, with strings that tell who they are about in every VR, nested, private
/// and in free text. What comes out is read by DCMTK and held against the table by code that
/// shares nothing with the program's.
class TestPlantedHeaders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyActionIsRight();
    void everyAttributeWasTried();

private:
    [[nodiscard]] QString whatIsWrong(const PlantedHeader& header, DcmDataset& after,
                                      const Planted& attribute, int days) const;

    PlainTable m_table;
    std::set<QByteArray> m_tried;
    std::set<QByteArray> m_vrs;
};

namespace {

constexpr unsigned headers = 600;

QByteArray contentOf(const char* name)
{
    return readFile(QStringLiteral(CCAD_SOURCE_DIR "/resources/deidentification/")
                        + QLatin1StringView(name),
                    1 << 20)
        .value();
}

bool isMoment(const QByteArray& vr)
{
    return vr == "DA" || vr == "DT" || vr == "TM";
}

/// A date, or a moment, as many days later.
QByteArray moved(const QByteArray& value, const QByteArray& vr, int days)
{
    if (vr == "TM")
        return value;
    const QDate day = QDate::fromString(QString::fromLatin1(value.left(8)), u"yyyyMMdd"_s);
    return day.addDays(days).toString(u"yyyyMMdd"_s).toLatin1() + value.mid(8);
}

} // namespace

void TestPlantedHeaders::initTestCase()
{
    m_table = PlainTable::read(contentOf("actions.tsv"), contentOf("attribute_types.tsv"));
    QVERIFY(m_table.rows.size() > 630);
    QVERIFY(m_table.types.size() > 20);
}

/// Empty: the attribute is as it should be.
QString TestPlantedHeaders::whatIsWrong(const PlantedHeader& header, DcmDataset& after,
                                        const Planted& attribute, int days) const
{
    DcmItem* item = &after;
    if (attribute.isNested
        && after.findAndGetSequenceItem(DCM_ReferencedSeriesSequence, item).bad())
        return u"the item is gone"_s;
    const quint32 number = attribute.row.tag.toUInt(nullptr, 16);
    const DcmTagKey tag(static_cast<Uint16>(number >> 16), static_cast<Uint16>(number & 0xFFFF));
    const QByteArray asked = askedFor(m_table, header, attribute);
    const bool isThere = item->tagExists(tag);
    const bool hasValue = item->tagExistsWithValue(tag);
    QByteArray value = textOf(*item, tag);
    const bool isSequence = attribute.vr == "SQ";
    const bool isBulk = attribute.vr == "OB";
    if (asked == "X")
        return isThere ? u"is there"_s : QString();
    if (asked == "C" && (isBulk || attribute.vr == "AE"))
        return QString(); // removed, emptied or replaced: the search for secrets tells
    if (!isThere)
        return u"is gone"_s;
    if (asked == "Z")
        return hasValue ? u"has the value %1"_s.arg(QString::fromLatin1(value)) : QString();
    if (asked == "D" && !isSequence)
        return hasValue && (value != attribute.value || attribute.value.isEmpty())
            ? QString()
            : u"has no other value"_s;
    if (asked == "U" && !isSequence)
        return value.startsWith("2.25.") ? QString() : u"has no new UID"_s;
    if (asked == "K" && !isSequence && !isBulk && !attribute.value.isEmpty())
        return value == attribute.value ? QString() : u"was not kept"_s;
    if (asked == "C" && isMoment(attribute.vr))
        return value == moved(attribute.value, attribute.vr, days) ? QString() : u"was not moved"_s;
    return {};
}

void TestPlantedHeaders::everyActionIsRight()
{
    int actions = 0;
    QStringList wrong;
    for (unsigned number = 0; number < headers; ++number) {
        const PlantedHeader header = plantedHeader(m_table, number);
        const auto done = deidentified(header.content, DeidOptions::fromInt(header.options));
        QVERIFY2(done.hasValue(),
                 done ? "" : qPrintable(u"%1: %2"_s.arg(number).arg(done.error().message)));
        const auto file = readBack(done->file);
        QVERIFY2(file, qPrintable(QString::number(number)));
        QByteArrayList kept;
        for (const Planted& attribute : header.attributes) {
            ++actions;
            m_tried.insert(attribute.row.tag);
            m_vrs.insert(attribute.vr);
            const QByteArray asked = askedFor(m_table, header, attribute);
            if (asked == "K")
                kept << attribute.value;
            const QString what
                = whatIsWrong(header, *file->getDataset(), attribute, done->daysMoved);
            if (!what.isEmpty())
                wrong << u"header %1: (%2) %3 of VR %4, asked for %5, %6"_s.arg(
                    QString::number(number), QString::fromLatin1(attribute.row.tag),
                    QString::fromLatin1(attribute.row.keyword), QString::fromLatin1(attribute.vr),
                    QString::fromLatin1(asked), what);
        }
        const QByteArray lowered = done->file.toLower();
        const QByteArray allKept = kept.join(' ');
        for (const QByteArray& secret : header.secrets) {
            if (!allKept.contains(secret) && lowered.contains(secret.toLower()))
                wrong << u"header %1: %2 is left"_s.arg(QString::number(number),
                                                        QString::fromLatin1(secret));
        }
        QVERIFY2(wrong.size() < 20, qPrintable(wrong.join(u'\n')));
    }
    qInfo("%d actions in %u headers, %d wrong", actions, headers, int(wrong.size()));
    QVERIFY(actions > 40000);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestPlantedHeaders::everyAttributeWasTried()
{
    for (const PlainTable::Row& row : m_table.rows)
        QVERIFY2(m_tried.contains(row.tag), row.tag.constData());
    for (const char* vr : {"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "OB", "PN", "SH",
                           "SQ", "ST", "TM", "UI", "US", "UT", "UR"})
        QVERIFY2(m_vrs.contains(vr), vr);
}

QTEST_GUILESS_MAIN(TestPlantedHeaders)
#include "test_planted_headers.moc"
