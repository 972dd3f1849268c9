// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/content_items.h"

#include "core/results/internal/common_modules.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

const char* wordFor(Relation relation)
{
    switch (relation) {
    case Relation::Contains:
        return "CONTAINS";
    case Relation::ConceptModifier:
        return "HAS CONCEPT MOD";
    case Relation::ObservationContext:
        return "HAS OBS CONTEXT";
    case Relation::AcquisitionContext:
        return "HAS ACQ CONTEXT";
    case Relation::SelectedFrom:
        break;
    }
    return "SELECTED FROM";
}

/// Columns and rows in turn: pixels of the file, whose first one covers 0..1; the first point again
/// at the end, which closes a polyline (PS3.3 C.18.6.1.2).
std::vector<float> graphicData(const ContourLine& outline, const FilmSource& film)
{
    std::vector<float> data;
    const auto add = [&](const ContourPoint& point) {
        data.push_back(static_cast<float>(point.x * film.columns));
        data.push_back(static_cast<float>(point.y * film.rows));
    };
    for (const ContourPoint& point : outline.points)
        add(point);
    add(outline.points.front());
    return data;
}

} // namespace

void ContentWriter::begin(ValueWriter& item, Relation relation, const char* valueType,
                          const Code& name)
{
    item.text(DCM_RelationshipType, wordFor(relation));
    item.text(DCM_ValueType, valueType);
    if (!name.isEmpty())
        item.code(DCM_ConceptNameCodeSequence, name);
}

void ContentWriter::beContainer(ValueWriter& item, const char* templateId)
{
    item.text(DCM_ContinuityOfContent, "SEPARATE");
    if (templateId == nullptr)
        return;
    item.addItem(DCM_ContentTemplateSequence, [templateId](ValueWriter& used) {
        used.text(DCM_MappingResource, "DCMR");
        used.text(DCM_MappingResourceUID, "1.2.840.10008.8.1.1");
        used.text(DCM_TemplateIdentifier, templateId);
    });
}

void ContentWriter::refer(ValueWriter& item, const FilmSource& film)
{
    item.addItem(DCM_ReferencedSOPSequence,
                 [&film](ValueWriter& reference) { addReferencedFrame(reference, film); });
}

void ContentWriter::text(Relation relation, const Code& name, const QString& value)
{
    if (fitted(value, "UT").isEmpty())
        return;
    add(relation, "TEXT", name, [&](ValueWriter& item) { item.text(DCM_TextValue, value); });
}

void ContentWriter::code(Relation relation, const Code& name, const Code& value)
{
    if (value.isEmpty())
        return;
    add(relation, "CODE", name,
        [&](ValueWriter& item) { item.code(DCM_ConceptCodeSequence, value); });
}

void ContentWriter::uid(Relation relation, const Code& name, const QString& value)
{
    if (value.isEmpty())
        return;
    add(relation, "UIDREF", name, [&](ValueWriter& item) { item.text(DCM_UID, value); });
}

void ContentWriter::personName(Relation relation, const Code& name, const QString& value)
{
    if (fitted(value, "PN").isEmpty())
        return;
    add(relation, "PNAME", name, [&](ValueWriter& item) { item.text(DCM_PersonName, value); });
}

void ContentWriter::date(Relation relation, const Code& name, const QDate& value)
{
    if (!value.isValid())
        return;
    add(relation, "DATE", name,
        [&](ValueWriter& item) { item.text(DCM_Date, value.toString(u"yyyyMMdd"_s)); });
}

void ContentWriter::beNumber(ValueWriter& item, const QString& value, const Code& unit)
{
    item.addItem(DCM_MeasuredValueSequence, [&](ValueWriter& measured) {
        measured.text(DCM_NumericValue, value);
        measured.code(DCM_MeasurementUnitsCodeSequence, unit);
    });
}

void ContentWriter::outline(const Code& name, const ContourLine& outline, const FilmSource& film)
{
    if (outline.points.empty())
        return;
    add(Relation::Contains, "SCOORD", name, [&](ValueWriter& item) {
        item.text(DCM_GraphicType, "POLYLINE");
        item.floats(DCM_GraphicData, graphicData(outline, film));
        ContentWriter(item).image(Relation::SelectedFrom, film, [](ContentWriter&) {});
    });
}

} // namespace ccad::results
