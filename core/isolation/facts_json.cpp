// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/facts_json.h"

#include "core/base/json_fields.h"
#include "core/imaging/modality_values.h"

#include <QJsonArray>
#include <QtEndian>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

constexpr qsizetype maxEntries = 65536;

QJsonValue orNull(const auto& optional)
{
    return optional ? QJsonValue(*optional) : QJsonValue();
}

QString fromEntries(const std::vector<std::uint16_t>& entries)
{
    QByteArray bytes(static_cast<qsizetype>(entries.size() * 2), Qt::Uninitialized);
    qToLittleEndian<quint16>(entries.data(), static_cast<qsizetype>(entries.size()), bytes.data());
    return QString::fromLatin1(bytes.toBase64());
}

QJsonObject voiToJson(const Voi& voi)
{
    if (const auto* window = std::get_if<VoiWindow>(&voi))
        return {{u"center"_s, window->center},
                {u"width"_s, window->width},
                {u"function"_s, static_cast<int>(window->function)},
                {u"name"_s, window->name}};
    const auto& table = std::get<VoiTable>(voi);
    return {{u"first"_s, table.firstValue},
            {u"bits"_s, table.bits.bits()},
            {u"entries"_s, fromEntries(table.entries)},
            {u"name"_s, table.name}};
}

QJsonValue spacingToJson(const std::optional<PixelSpacing>& spacing)
{
    if (!spacing)
        return {};
    return QJsonObject{{u"row"_s, spacing->rowMm},
                       {u"column"_s, spacing->columnMm},
                       {u"source"_s, static_cast<int>(spacing->source)},
                       {u"magnification"_s, spacing->magnification}};
}

QJsonValue storedToJson(const std::optional<StoredSize>& stored)
{
    if (!stored)
        return {};
    return QJsonObject{{u"columns"_s, stored->columns}, {u"rows"_s, stored->rows}};
}

std::optional<int> widened(const std::optional<std::uint16_t>& value)
{
    return value ? std::optional<int>(*value) : std::nullopt;
}

/// Reads facts; its error's context is the first faulty key.
class FactReader : public JsonFields
{
public:
    explicit FactReader(const QJsonObject& json) : JsonFields(json, {}, ErrorCode::FileBroken) { }

    BitDepth depth(const QString& key)
    {
        return BitDepth::of(integer(key, 1, BitDepth::most)).value_or(BitDepth());
    }
    template <typename Enum> Enum choice(const QString& key, Enum last)
    {
        return static_cast<Enum>(integer(key, 0, static_cast<int>(last)));
    }
    [[nodiscard]] bool has(const QString& key) { return !isNull(key); }
    bool expect(bool right, const QString& key)
    {
        if (!right)
            fail(key, u"cannot be"_s);
        return right;
    }
    void takeErrorOf(const FactReader& part)
    {
        if (part.error())
            fail(part.error()->context, u"cannot be"_s);
    }
};

VoiWindow windowFrom(FactReader& reader)
{
    VoiWindow window;
    window.center = reader.number(u"center"_s);
    window.function = reader.choice(u"function"_s, VoiFunction::Sigmoid);
    const double least
        = window.function == VoiFunction::Linear ? 1 : std::numeric_limits<double>::denorm_min();
    window.width = reader.number(u"width"_s, least);
    window.name = reader.text(u"name"_s);
    return window;
}

VoiTable tableFrom(FactReader& reader)
{
    VoiTable table;
    table.firstValue = reader.integer(u"first"_s, std::numeric_limits<int>::min(),
                                      std::numeric_limits<int>::max());
    table.bits = reader.depth(u"bits"_s);
    table.name = reader.text(u"name"_s);
    const QString key = u"entries"_s;
    const QByteArray bytes = QByteArray::fromBase64(reader.text(key).toLatin1());
    const qsizetype count = bytes.size() / 2;
    if (!reader.expect(bytes.size() % 2 == 0 && count > 0 && count <= maxEntries, key))
        return table;
    table.entries.resize(static_cast<std::size_t>(count));
    qFromLittleEndian<quint16>(bytes.constData(), count, table.entries.data());
    reader.expect(
        *std::max_element(table.entries.begin(), table.entries.end()) <= table.bits.highest(), key);
    return table;
}

Voi voiFrom(const QJsonValue& value, FactReader& facts)
{
    FactReader reader(value.toObject());
    const Voi voi
        = reader.contains(u"entries"_s) ? Voi(tableFrom(reader)) : Voi(windowFrom(reader));
    facts.takeErrorOf(reader);
    return voi;
}

PixelSpacing spacingFrom(const QJsonObject& json, FactReader& facts)
{
    FactReader reader(json);
    PixelSpacing spacing;
    constexpr double least = std::numeric_limits<double>::denorm_min();
    spacing.rowMm = reader.number(u"row"_s, least);
    spacing.columnMm = reader.number(u"column"_s, least);
    spacing.source = reader.choice(u"source"_s, SpacingSource::CalibratedByObject);
    spacing.magnification = reader.number(u"magnification"_s, 1);
    facts.takeErrorOf(reader);
    return spacing;
}

constexpr int maxSide = 1 << 28; // ReadLimits::maxPixels in one row

StoredSize storedFrom(const QJsonObject& json, FactReader& facts)
{
    FactReader reader(json);
    const StoredSize stored{reader.integer(u"columns"_s, 1, maxSide),
                            reader.integer(u"rows"_s, 1, maxSide)};
    facts.takeErrorOf(reader);
    return stored;
}

std::shared_ptr<const VoiTable> modalityTableFrom(const QJsonObject& json, FactReader& facts)
{
    FactReader reader(json);
    auto table = std::make_shared<const VoiTable>(tableFrom(reader));
    facts.takeErrorOf(reader);
    return table;
}

void readPicture(FactReader& reader, Radiograph& radiograph)
{
    radiograph.columns = reader.integer(u"columns"_s, 1, maxSide);
    radiograph.rows = reader.integer(u"rows"_s, 1, maxSide);
    reader.expect(qint64{radiograph.columns} * radiograph.rows <= maxSide, u"rows"_s);
    if (reader.has(u"stored"_s))
        radiograph.stored = storedFrom(reader.object(u"stored"_s), reader);
    radiograph.bits = reader.depth(u"bits"_s);
    radiograph.valueScale = reader.number(u"value_scale"_s);
    radiograph.valueOffset = reader.number(u"value_offset"_s);
    reader.expect(givesValues(radiograph.bits, radiograph.valueScale, radiograph.valueOffset),
                  u"value_scale"_s);
    radiograph.valueUnit = reader.text(u"value_unit"_s);
    if (reader.has(u"lowest_stored"_s))
        radiograph.lowestStored = reader.integer(u"lowest_stored"_s, -32768, 0);
    if (reader.has(u"modality_table"_s))
        radiograph.modalityTable = modalityTableFrom(reader.object(u"modality_table"_s), reader);
    radiograph.inverted = reader.flag(u"inverted"_s);
    const auto padding = [&](const QString& key) -> std::optional<std::uint16_t> {
        if (!reader.has(key))
            return std::nullopt;
        return static_cast<std::uint16_t>(reader.integer(key, 0, 65535));
    };
    radiograph.paddingFirst = padding(u"padding_first"_s);
    radiograph.paddingLast = padding(u"padding_last"_s);
}

void readVois(FactReader& reader, Radiograph& radiograph)
{
    const QJsonArray vois = reader.array(u"vois"_s);
    for (const QJsonValue& voi : vois)
        radiograph.vois.push_back(voiFrom(voi, reader));
    radiograph.initialVoi = voiFrom(reader.object(u"initial_voi"_s), reader);
}

void readPatient(FactReader& reader, Radiograph& radiograph)
{
    if (reader.has(u"age"_s))
        radiograph.patientAgeYears = reader.number(u"age"_s, 0);
    radiograph.patientSex = reader.text(u"sex"_s);
    radiograph.patientId = reader.text(u"patient_id"_s);
    radiograph.patientName = reader.text(u"patient_name"_s);
    radiograph.studyDate = reader.text(u"study_date"_s);
    radiograph.patientBirthDate = reader.text(u"birth_date"_s);
}

void readRest(FactReader& reader, Radiograph& radiograph)
{
    radiograph.format = reader.choice(u"format"_s, FileFormat::Tiff);
    radiograph.modality = reader.text(u"modality"_s);
    radiograph.bodyPart = reader.text(u"body_part"_s);
    radiograph.view = reader.choice(u"view"_s, View::Oblique);
    radiograph.viewText = reader.text(u"view_text"_s);
    if (reader.has(u"spacing"_s))
        radiograph.spacing = spacingFrom(reader.object(u"spacing"_s), reader);
    radiograph.rowDirection = reader.text(u"row_direction"_s);
    radiograph.columnDirection = reader.text(u"column_direction"_s);
    radiograph.sopInstanceUid = reader.text(u"sop_instance_uid"_s);
    radiograph.transferSyntaxUid = reader.text(u"transfer_syntax_uid"_s);
    const QJsonArray notes = reader.array(u"notes"_s);
    radiograph.notes = notesFromJson(notes);
    reader.expect(radiograph.notes.size() == notes.size(), u"notes"_s);
    if (reader.has(u"refusal"_s))
        radiograph.refusal = reader.text(u"refusal"_s);
}

} // namespace

QJsonObject factsToJson(const Radiograph& radiograph)
{
    // The names count the members: a new member does not compile until it is transferred, too.
    const auto& [columns, rows, pixels, stored, bits, valueScale, valueOffset, valueUnit,
                 lowestStored, modalityTable, inverted, paddingFirst, paddingLast, vois, initialVoi,
                 format, modality, bodyPart, view, viewText, spacing, age, sex, patientId,
                 patientName, studyDate, birthDate, rowDirection, columnDirection, sopInstanceUid,
                 transferSyntaxUid, planes, notes, refusal]
        = radiograph;
    (void)pixels; // these two alone stay behind
    (void)planes;
    QJsonArray voiArray;
    for (const Voi& voi : vois)
        voiArray.append(voiToJson(voi));
    return {{u"columns"_s, columns},
            {u"rows"_s, rows},
            {u"stored"_s, storedToJson(stored)},
            {u"bits"_s, bits.bits()},
            {u"value_scale"_s, valueScale},
            {u"value_offset"_s, valueOffset},
            {u"value_unit"_s, valueUnit},
            {u"lowest_stored"_s, orNull(lowestStored)},
            {u"modality_table"_s, modalityTable ? voiToJson(*modalityTable) : QJsonValue()},
            {u"inverted"_s, inverted},
            {u"padding_first"_s, orNull(widened(paddingFirst))},
            {u"padding_last"_s, orNull(widened(paddingLast))},
            {u"vois"_s, voiArray},
            {u"initial_voi"_s, voiToJson(initialVoi)},
            {u"format"_s, static_cast<int>(format)},
            {u"modality"_s, modality},
            {u"body_part"_s, bodyPart},
            {u"view"_s, static_cast<int>(view)},
            {u"view_text"_s, viewText},
            {u"spacing"_s, spacingToJson(spacing)},
            {u"age"_s, orNull(age)},
            {u"sex"_s, sex},
            {u"patient_id"_s, patientId},
            {u"patient_name"_s, patientName},
            {u"study_date"_s, studyDate},
            {u"birth_date"_s, birthDate},
            {u"row_direction"_s, rowDirection},
            {u"column_direction"_s, columnDirection},
            {u"sop_instance_uid"_s, sopInstanceUid},
            {u"transfer_syntax_uid"_s, transferSyntaxUid},
            {u"notes"_s, notesToJson(notes)},
            {u"refusal"_s, orNull(refusal)}};
}

QJsonObject factsWithoutTables(const Radiograph& radiograph, const VoiWindow& initial)
{
    Radiograph reduced = radiograph;
    reduced.modalityTable.reset();
    std::erase_if(reduced.vois,
                  [](const Voi& voi) { return std::holds_alternative<VoiTable>(voi); });
    if (std::holds_alternative<VoiTable>(reduced.initialVoi))
        reduced.initialVoi = initial;
    return factsToJson(reduced);
}

std::optional<Radiograph> factsFromJson(const QJsonObject& json, QString& wrong)
{
    FactReader reader(json);
    Radiograph radiograph;
    readPicture(reader, radiograph);
    readVois(reader, radiograph);
    readPatient(reader, radiograph);
    readRest(reader, radiograph);
    if (!reader.error())
        return radiograph;
    wrong = reader.error()->context;
    return std::nullopt;
}

} // namespace ccad::isolation
