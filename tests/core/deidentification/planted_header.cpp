// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/deidentification/planted_header.h"

#include "tests/core/deidentification/deid_fixture.h"

using namespace Qt::StringLiterals;

namespace ccad::test {

namespace {

constexpr const char* sopClasses[]
    = {UID_DigitalXRayImageStorageForPresentation, UID_ComputedRadiographyImageStorage,
       UID_SecondaryCaptureImageStorage, UID_ComprehensiveSRStorage, "1.2.826.0.1.3680043.9.1"};

constexpr unsigned fullDates = 1U << 5;
constexpr unsigned movedDates = 1U << 6;

QByteArray vrOf(const PlainTable::Row& row)
{
    const quint32 tag = row.tag.toUInt(nullptr, 16);
    const DcmTag known(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF));
    const QByteArray vr = known.getVRName();
    if (known.getEVR() != EVR_UNKNOWN && known.getEVR() != EVR_UN)
        return vr == "ox" ? "OB"_ba : vr == "xs" ? "US"_ba : vr;
    // Attributes that are younger than DCMTK's dictionary.
    if (row.keyword.endsWith("Sequence"))
        return "SQ";
    if (row.keyword.endsWith("DateTime"))
        return "DT";
    if (row.keyword.startsWith("DateOf"))
        return "DA";
    return row.keyword.endsWith("UID") ? "UI"_ba : "LO"_ba;
}

/// Makes values with strings of their own in them.
class Planter
{
public:
    explicit Planter(unsigned number, PlantedHeader& header)
        : m_random(number), m_number(number), m_header(header)
    {
    }

    [[nodiscard]] unsigned below(unsigned end) { return m_random() % end; }

    /// "QZ0012x0345": in no word of any other value.
    QByteArray secret()
    {
        const QByteArray made = "QZ" + QByteArray::number(m_number).rightJustified(4, '0') + "x"
            + QByteArray::number(++m_count).rightJustified(4, '0');
        m_header.secrets << made;
        return made;
    }

    QByteArray valueFor(const QByteArray& vr)
    {
        if (vr == "UI") {
            const QByteArray uid = "1.2.826.0.1." + QByteArray::number(m_number + 1) + '.'
                + QByteArray::number(++m_count + 100000);
            m_header.secrets << uid;
            return uid;
        }
        if (vr == "DA")
            return QByteArray::number(19500101 + static_cast<int>(below(28)) + 10000 * below(70));
        if (vr == "TM")
            return QByteArray::number(100000 + below(59)) + ".25";
        if (vr == "DT")
            return valueFor("DA") + "101112";
        if (vr == "AS")
            return QByteArray::number(10 + below(80)).rightJustified(3, '0') + "Y";
        if (vr == "DS" || vr == "IS")
            return QByteArray::number(100 + below(800));
        if (vr == "CS" && below(2) == 0)
            return "M";
        if (vr == "CS") {
            const QByteArray code = secret().toUpper().replace('X', '_');
            m_header.secrets << code;
            return code;
        }
        if (vr == "PN")
            return secret() + '^' + secret();
        if (vr == "UR")
            return "https://" + secret();
        return secret() + " of the chest";
    }

private:
    std::mt19937 m_random;
    unsigned m_number;
    unsigned m_count = 0;
    PlantedHeader& m_header;
};

DcmTag tagOf(const QByteArray& digits, const QByteArray& vr)
{
    const quint32 tag = digits.toUInt(nullptr, 16);
    return {static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF),
            DcmVR(vr.constData())};
}

/// Puts one attribute of the table into an item, with a secret in it where its VR holds text.
Planted plant(DcmItem& item, const PlainTable::Row& row, Planter& planter, bool isNested)
{
    Planted planted{row, vrOf(row), {}, isNested};
    const DcmTag tag = tagOf(row.tag, planted.vr);
    static const QList<QByteArray> bulk{"OB", "OW", "UN", "OF", "OD", "OL"};
    static const QList<QByteArray> numbers{"US", "UL", "SS", "SL", "FL", "FD", "AT"};
    if (planted.vr == "SQ") {
        DcmItem* held = nullptr;
        item.findOrCreateSequenceItem(tag, held, -2);
        held->putAndInsertString(DCM_PatientName, planter.valueFor("PN").constData());
        planted.value = planter.valueFor("UT");
        held->putAndInsertString(DCM_TextValue, planted.value.constData());
    } else if (bulk.contains(planted.vr)) {
        const QByteArray bytes = planter.secret() + ' ';
        item.putAndInsertUint8Array(DcmTag(tag, EVR_OB),
                                    reinterpret_cast<const Uint8*>(bytes.constData()),
                                    static_cast<unsigned long>(bytes.size()));
        planted.vr = "OB";
        planted.value = bytes;
    } else if (numbers.contains(planted.vr)) {
        item.putAndInsertString(tag, planted.vr == "AT" ? "(0010,0010)" : "77");
    } else {
        planted.value = planter.valueFor(planted.vr);
        item.putAndInsertString(tag, planted.value.constData());
    }
    return planted;
}

/// A private block, free text in attributes that the table does not list, and text where a number
/// or a code belongs.
void plantElsewhere(DcmDataset& dataset, const QByteArray& name, const QByteArray& id,
                    Planter& planter)
{
    const auto put = [](DcmItem& item, DcmTag tag, const QByteArray& value) {
        item.putAndInsertString(tag, value.constData());
    };
    put(dataset, DcmTag(0x0019, 0x0010, EVR_LO), "GEMS_ACQU_01");
    put(dataset, DcmTag(0x0019, 0x1023, EVR_DS), "1.5");
    put(dataset, DcmTag(0x0019, 0x1027, EVR_LO), "for " + name);
    put(dataset, DcmTag(0x0019, 0x1099, EVR_LT), planter.valueFor("LT"));
    put(dataset, DcmTag(0x0029, 0x0010, EVR_LO), planter.valueFor("LO"));
    put(dataset, DcmTag(0x0029, 0x1001, EVR_UT), planter.valueFor("UT"));
    put(dataset, DcmTag(0x0029, 0x1002, EVR_OB), planter.valueFor("LO"));
    DcmItem* within = nullptr;
    dataset.findOrCreateSequenceItem(DcmTag(0x0029, 0x1003, EVR_SQ), within, -2);
    put(*within, DCM_PatientName, planter.valueFor("PN"));

    put(dataset, DCM_Manufacturer, "ACME for " + name);
    put(dataset, DCM_ManufacturerModelName, id);
    put(dataset, DCM_SoftwareVersions, "1.2 " + id);
    put(dataset, DCM_BodyPartExamined, name.left(16).toUpper());
    put(dataset, DCM_ImageType, "ORIGINAL\\PRIMARY");
    put(dataset, DCM_KVP, id.left(16));
    put(dataset, DcmTag(0x0018, 0x1016), "call +49 30 123456, " + name);
    DcmItem* code = nullptr;
    dataset.findOrCreateSequenceItem(DCM_ProcedureCodeSequence, code, -2);
    put(*code, DCM_CodeValue, id.left(16));
    put(*code, DCM_CodingSchemeDesignator, "99LOCAL");
    put(*code, DCM_CodeMeaning, "Chest of " + name);
}

} // namespace

PlainTable PlainTable::read(const QByteArray& actions, const QByteArray& types)
{
    PlainTable table;
    for (const QByteArray& line : actions.split('\n')) {
        QList<QByteArray> fields = line.split('\t');
        const bool isRow = !line.startsWith('#') && !line.startsWith("tag") && !line.isEmpty();
        // Patterns, groups of messages and of the meta header, and what stands behind the pixels.
        const bool isElsewhere = fields[0].contains('x') || fields[0].startsWith("gggg")
            || fields[0] < "00080000" || fields[0].startsWith("fff");
        if (!isRow || isElsewhere)
            continue;
        fields.resize(13);
        table.rows << Row{fields[0], fields[1], fields.mid(2)};
    }
    for (const QByteArray& line : types.split('\n')) {
        const QList<QByteArray> fields = line.split('\t');
        if (line.startsWith('#') || fields.size() != 3 || fields[0] == "uid")
            continue;
        for (const QByteArray& entry : fields[2].split(' '))
            table.types[fields[0]][entry.left(8)] = entry.mid(9).trimmed();
    }
    return table;
}

PlantedHeader plantedHeader(const PlainTable& table, unsigned number)
{
    PlantedHeader header;
    Planter planter(number, header);
    header.sopClass = sopClasses[number % std::size(sopClasses)];
    header.options = planter.below(1024);
    if ((header.options & fullDates) != 0)
        header.options &= ~movedDates;
    header.content = film(
        [&](DcmDataset& dataset) {
            dataset.putAndInsertString(DCM_SOPClassUID, header.sopClass.constData());
            // Whatever else there is, it is somebody's.
            QList<QByteArray> there{"00100010", "00100020"};
            const QByteArray name = planter.secret();
            const QByteArray id = planter.secret();
            dataset.putAndInsertString(DCM_PatientName, (name + "^ANNA").constData());
            dataset.putAndInsertString(DCM_PatientID, id.constData());
            DcmItem* nested = nullptr;
            dataset.findOrCreateSequenceItem(DCM_ReferencedSeriesSequence, nested, -2);
            QList<QByteArray> thereWithin;
            for (int i = 0; i < 100; ++i) {
                const auto place = planter.below(static_cast<unsigned>(table.rows.size()));
                const PlainTable::Row& row = table.rows[static_cast<qsizetype>(place)];
                const bool isNested = planter.below(4) == 0;
                QList<QByteArray>& seen = isNested ? thereWithin : there;
                if (seen.contains(row.tag))
                    continue;
                seen << row.tag;
                DcmItem& item = isNested ? *nested : static_cast<DcmItem&>(dataset);
                header.attributes << plant(item, row, planter, isNested);
            }
            plantElsewhere(dataset, name, id, planter);
        },
        number % 3 == 0 ? "1.2.840.10008.1.2"_ba : "1.2.840.10008.1.2.1"_ba);
    return header;
}

QByteArray askedFor(const PlainTable& table, const PlantedHeader& header, const Planted& attribute)
{
    bool keeps = false;
    bool cleans = false;
    for (int i = 0; i < 10; ++i) {
        const QByteArray code
            = (header.options >> i & 1U) != 0 ? attribute.row.codes[i + 1] : QByteArray();
        keeps = keeps || code == "K";
        cleans = cleans || code == "C";
    }
    const bool isMoment = attribute.vr == "DA" || attribute.vr == "DT" || attribute.vr == "TM";
    if (cleans && (!keeps || (isMoment && (header.options & movedDates) != 0)))
        return "C";
    if (keeps)
        return "K";
    const QList<QByteArray> letters = attribute.row.codes[0].split('/');
    if (letters.size() == 1)
        return letters[0];
    QByteArray type = "1";
    if (!attribute.isNested && table.types.contains(header.sopClass))
        type = table.types[header.sopClass].value(attribute.row.tag, "3");
    if (type == "3")
        return letters[0];
    const bool mayBeEmpty = type.startsWith('2');
    for (const QByteArray& letter : letters)
        if (letter != "X" && (mayBeEmpty || letter != "Z"))
            return letter.left(1);
    return letters.last().left(1);
}

} // namespace ccad::test
