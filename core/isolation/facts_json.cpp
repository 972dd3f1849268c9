// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/facts_json.h"

#include <QJsonArray>
#include <QtEndian>

#include <cmath>
#include <limits>

namespace ccad::isolation {

namespace {

constexpr double anyNumber = std::numeric_limits<double>::max();
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
        return {{QStringLiteral("center"), window->center},
                {QStringLiteral("width"), window->width},
                {QStringLiteral("function"), static_cast<int>(window->function)},
                {QStringLiteral("name"), window->name}};
    const auto& table = std::get<VoiTable>(voi);
    return {{QStringLiteral("first"), table.firstValue},
            {QStringLiteral("bits"), table.bits},
            {QStringLiteral("entries"), fromEntries(table.entries)},
            {QStringLiteral("name"), table.name}};
}

QJsonValue spacingToJson(const std::optional<PixelSpacing>& spacing)
{
    if (!spacing)
        return {};
    return QJsonObject{{QStringLiteral("row"), spacing->rowMm},
                       {QStringLiteral("column"), spacing->columnMm},
                       {QStringLiteral("source"), static_cast<int>(spacing->source)}};
}

std::optional<int> widened(const std::optional<std::uint16_t>& value)
{
    return value ? std::optional<int>(*value) : std::nullopt;
}

/// Takes values out of an object and remembers the first key that is not as it must be.
class FactReader
{
public:
    FactReader(const QJsonObject& json, QString& wrong) : m_json(json), m_wrong(wrong) { }

    double number(const QString& key, double low = -anyNumber, double high = anyNumber)
    {
        const QJsonValue value = m_json.value(key);
        const double number = value.toDouble();
        // The comparison is false for what is not a number at all.
        return expect(value.isDouble() && number >= low && number <= high, key) ? number : low;
    }
    int integer(const QString& key, int low, int high)
    {
        const double value = number(key, low, high);
        return expect(value == std::floor(value), key) ? static_cast<int>(value) : low;
    }
    template <typename Enum> Enum choice(const QString& key, Enum last)
    {
        return static_cast<Enum>(integer(key, 0, static_cast<int>(last)));
    }
    QString text(const QString& key)
    {
        const QJsonValue value = m_json.value(key);
        expect(value.isString(), key);
        return value.toString();
    }
    bool flag(const QString& key)
    {
        const QJsonValue value = m_json.value(key);
        expect(value.isBool(), key);
        return value.toBool();
    }
    QJsonArray list(const QString& key)
    {
        const QJsonValue value = m_json.value(key);
        expect(value.isArray(), key);
        return value.toArray();
    }
    QJsonObject object(const QString& key)
    {
        const QJsonValue value = m_json.value(key);
        expect(value.isObject(), key);
        return value.toObject();
    }
    [[nodiscard]] bool has(const QString& key) const { return !m_json.value(key).isNull(); }
    bool expect(bool right, const QString& key)
    {
        if (!right && m_wrong.isEmpty())
            m_wrong = key;
        return right;
    }

private:
    const QJsonObject& m_json;
    QString& m_wrong;
};

VoiWindow windowFrom(FactReader& reader)
{
    VoiWindow window;
    window.center = reader.number(QStringLiteral("center"));
    window.function = reader.choice(QStringLiteral("function"), VoiFunction::Sigmoid);
    const double least
        = window.function == VoiFunction::Linear ? 1 : std::numeric_limits<double>::denorm_min();
    window.width = reader.number(QStringLiteral("width"), least);
    window.name = reader.text(QStringLiteral("name"));
    return window;
}

VoiTable tableFrom(FactReader& reader)
{
    VoiTable table;
    table.firstValue = reader.integer(QStringLiteral("first"), std::numeric_limits<int>::min(),
                                      std::numeric_limits<int>::max());
    table.bits = reader.integer(QStringLiteral("bits"), 1, 16);
    table.name = reader.text(QStringLiteral("name"));
    const QString key = QStringLiteral("entries");
    const QByteArray bytes = QByteArray::fromBase64(reader.text(key).toLatin1());
    const qsizetype count = bytes.size() / 2;
    if (!reader.expect(bytes.size() % 2 == 0 && count > 0 && count <= maxEntries, key))
        return table;
    table.entries.resize(static_cast<std::size_t>(count));
    qFromLittleEndian<quint16>(bytes.constData(), count, table.entries.data());
    return table;
}

Voi voiFrom(const QJsonValue& value, QString& wrong)
{
    const QJsonObject json = value.toObject();
    FactReader reader(json, wrong);
    if (json.contains(QStringLiteral("entries")))
        return tableFrom(reader);
    return windowFrom(reader);
}

std::optional<PixelSpacing> spacingFrom(const QJsonObject& json, QString& wrong)
{
    FactReader reader(json, wrong);
    PixelSpacing spacing;
    spacing.rowMm = reader.number(QStringLiteral("row"), 0);
    spacing.columnMm = reader.number(QStringLiteral("column"), 0);
    spacing.source
        = reader.choice(QStringLiteral("source"), SpacingSource::NominalScannedPixelSpacing);
    return spacing;
}

void readPicture(FactReader& reader, Radiograph& radiograph)
{
    constexpr int maxSide = 1 << 28; // ReadLimits::maxPixels in one row
    radiograph.columns = reader.integer(QStringLiteral("columns"), 1, maxSide);
    radiograph.rows = reader.integer(QStringLiteral("rows"), 1, maxSide);
    reader.expect(qint64{radiograph.columns} * radiograph.rows <= maxSide, QStringLiteral("rows"));
    radiograph.bits = reader.integer(QStringLiteral("bits"), 1, 16);
    radiograph.valueScale = reader.number(QStringLiteral("value_scale"));
    reader.expect(radiograph.valueScale != 0, QStringLiteral("value_scale"));
    radiograph.valueOffset = reader.number(QStringLiteral("value_offset"));
    radiograph.valueUnit = reader.text(QStringLiteral("value_unit"));
    radiograph.inverted = reader.flag(QStringLiteral("inverted"));
    const auto padding = [&](const QString& key) -> std::optional<std::uint16_t> {
        if (!reader.has(key))
            return std::nullopt;
        return static_cast<std::uint16_t>(reader.integer(key, 0, 65535));
    };
    radiograph.paddingFirst = padding(QStringLiteral("padding_first"));
    radiograph.paddingLast = padding(QStringLiteral("padding_last"));
}

void readVois(FactReader& reader, Radiograph& radiograph, QString& wrong)
{
    const QJsonArray vois = reader.list(QStringLiteral("vois"));
    for (const QJsonValue& voi : vois)
        radiograph.vois.push_back(voiFrom(voi, wrong));
    radiograph.initialVoi = voiFrom(reader.object(QStringLiteral("initial_voi")), wrong);
}

void readPatient(FactReader& reader, Radiograph& radiograph)
{
    if (reader.has(QStringLiteral("age")))
        radiograph.patientAgeYears = reader.number(QStringLiteral("age"));
    radiograph.patientSex = reader.text(QStringLiteral("sex"));
    radiograph.patientId = reader.text(QStringLiteral("patient_id"));
    radiograph.patientName = reader.text(QStringLiteral("patient_name"));
    radiograph.studyDate = reader.text(QStringLiteral("study_date"));
    radiograph.patientBirthDate = reader.text(QStringLiteral("birth_date"));
}

void readRest(FactReader& reader, Radiograph& radiograph, QString& wrong)
{
    radiograph.format = reader.choice(QStringLiteral("format"), FileFormat::Tiff);
    radiograph.modality = reader.text(QStringLiteral("modality"));
    radiograph.bodyPart = reader.text(QStringLiteral("body_part"));
    radiograph.view = reader.choice(QStringLiteral("view"), View::Oblique);
    radiograph.viewText = reader.text(QStringLiteral("view_text"));
    if (reader.has(QStringLiteral("spacing")))
        radiograph.spacing = spacingFrom(reader.object(QStringLiteral("spacing")), wrong);
    radiograph.rowDirection = reader.text(QStringLiteral("row_direction"));
    radiograph.columnDirection = reader.text(QStringLiteral("column_direction"));
    radiograph.sopInstanceUid = reader.text(QStringLiteral("sop_instance_uid"));
    radiograph.transferSyntaxUid = reader.text(QStringLiteral("transfer_syntax_uid"));
    const QJsonArray notes = reader.list(QStringLiteral("notes"));
    for (const QJsonValue& note : notes) {
        reader.expect(note.isString(), QStringLiteral("notes"));
        radiograph.notes << note.toString();
    }
    if (reader.has(QStringLiteral("refusal")))
        radiograph.refusal = reader.text(QStringLiteral("refusal"));
}

} // namespace

QJsonObject factsToJson(const Radiograph& radiograph)
{
    // The names count the members: a new one does not compile until it travels, too.
    const auto& [columns, rows, pixels, bits, valueScale, valueOffset, valueUnit, inverted,
                 paddingFirst, paddingLast, vois, initialVoi, format, modality, bodyPart, view,
                 viewText, spacing, age, sex, patientId, patientName, studyDate, birthDate,
                 rowDirection, columnDirection, sopInstanceUid, transferSyntaxUid, notes, refusal]
        = radiograph;
    (void)pixels; // alone stays behind
    QJsonArray voiArray;
    for (const Voi& voi : vois)
        voiArray.append(voiToJson(voi));
    return {{QStringLiteral("columns"), columns},
            {QStringLiteral("rows"), rows},
            {QStringLiteral("bits"), bits},
            {QStringLiteral("value_scale"), valueScale},
            {QStringLiteral("value_offset"), valueOffset},
            {QStringLiteral("value_unit"), valueUnit},
            {QStringLiteral("inverted"), inverted},
            {QStringLiteral("padding_first"), orNull(widened(paddingFirst))},
            {QStringLiteral("padding_last"), orNull(widened(paddingLast))},
            {QStringLiteral("vois"), voiArray},
            {QStringLiteral("initial_voi"), voiToJson(initialVoi)},
            {QStringLiteral("format"), static_cast<int>(format)},
            {QStringLiteral("modality"), modality},
            {QStringLiteral("body_part"), bodyPart},
            {QStringLiteral("view"), static_cast<int>(view)},
            {QStringLiteral("view_text"), viewText},
            {QStringLiteral("spacing"), spacingToJson(spacing)},
            {QStringLiteral("age"), orNull(age)},
            {QStringLiteral("sex"), sex},
            {QStringLiteral("patient_id"), patientId},
            {QStringLiteral("patient_name"), patientName},
            {QStringLiteral("study_date"), studyDate},
            {QStringLiteral("birth_date"), birthDate},
            {QStringLiteral("row_direction"), rowDirection},
            {QStringLiteral("column_direction"), columnDirection},
            {QStringLiteral("sop_instance_uid"), sopInstanceUid},
            {QStringLiteral("transfer_syntax_uid"), transferSyntaxUid},
            {QStringLiteral("notes"), QJsonArray::fromStringList(notes)},
            {QStringLiteral("refusal"), orNull(refusal)}};
}

QJsonObject factsWithoutTables(const Radiograph& radiograph, const VoiWindow& initial)
{
    Radiograph reduced = radiograph;
    std::erase_if(reduced.vois,
                  [](const Voi& voi) { return std::holds_alternative<VoiTable>(voi); });
    if (std::holds_alternative<VoiTable>(reduced.initialVoi))
        reduced.initialVoi = initial;
    return factsToJson(reduced);
}

std::optional<Radiograph> factsFromJson(const QJsonObject& json, QString& wrong)
{
    FactReader reader(json, wrong);
    Radiograph radiograph;
    readPicture(reader, radiograph);
    readVois(reader, radiograph, wrong);
    readPatient(reader, radiograph);
    readRest(reader, radiograph, wrong);
    if (!wrong.isEmpty())
        return std::nullopt;
    return radiograph;
}

} // namespace ccad::isolation
