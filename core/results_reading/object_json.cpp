// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/content_words.h"
#include "core/results_reading/object_text.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

QJsonValue codeJson(const Code& code)
{
    if (code.isEmpty())
        return QJsonValue::Null;
    return QJsonObject{
        {u"value"_s, code.value}, {u"scheme"_s, code.scheme}, {u"meaning"_s, code.meaning}};
}

QJsonArray pointsJson(const std::vector<QPointF>& points)
{
    QJsonArray array;
    for (const QPointF point : points)
        array.append(QJsonArray{point.x(), point.y()});
    return array;
}

QJsonObject referenceJson(const ObjectReference& reference)
{
    return {{u"kind"_s, sopClassWords(reference.sopClassUid)},
            {u"sop_class_uid"_s, reference.sopClassUid},
            {u"sop_instance_uid"_s, reference.sopInstanceUid}};
}

QJsonObject itemJson(const ContentItem& item)
{
    QJsonArray children;
    for (const ContentItem& child : item.children)
        children.append(itemJson(child));
    QJsonObject json{{u"type"_s, item.valueType},
                     {u"relation"_s, textOrNull(item.relation)},
                     {u"name"_s, codeJson(item.name)},
                     {u"text"_s, textOrNull(item.value)},
                     {u"children"_s, children}};
    if (item.number)
        json.insert(u"number"_s, *item.number);
    if (!item.code.isEmpty())
        json.insert(item.valueType == u"NUM" ? u"unit"_s : u"code"_s, codeJson(item.code));
    if (item.region)
        json.insert(u"points"_s, pointsJson(item.region->points));
    return json;
}

QJsonObject stateJson(const PresentationState& state)
{
    QJsonArray texts;
    QJsonArray graphics;
    for (const GraphicAnnotation& annotation : state.annotations) {
        for (const TextObject& text : annotation.texts)
            texts.append(text.text);
        for (const GraphicObject& graphic : annotation.graphics)
            graphics.append(QJsonObject{
                {u"layer"_s, annotation.layer},
                {u"units"_s, graphic.units == GraphicUnits::Pixel ? u"pixel"_s : u"display"_s},
                {u"points"_s, pointsJson(graphic.points)}});
    }
    return {{u"label"_s, state.label},       {u"degrees"_s, state.quarterTurns * 90},
            {u"flipped"_s, state.isFlipped}, {u"texts"_s, texts},
            {u"graphics"_s, graphics},       {u"notes"_s, QJsonArray::fromStringList(state.notes)}};
}

QJsonObject mapJson(const ParametricMap& map)
{
    QJsonArray frames;
    for (const MapFrame& frame : map.frames)
        frames.append(QJsonObject{{u"label"_s, frame.label},
                                  {u"explanation"_s, textOrNull(frame.explanation)}});
    return {{u"columns"_s, map.columns},
            {u"rows"_s, map.rows},
            {u"saliency"_s, map.isSaliency},
            {u"frames"_s, frames}};
}

} // namespace

QJsonObject objectJson(const ReadObject& object)
{
    const ObjectFacts& facts = object.facts;
    QJsonArray references;
    for (const ObjectReference& reference : facts.references)
        references.append(referenceJson(reference));
    QJsonObject json{{u"kind"_s, object.kind()},
                     {u"sop_class_uid"_s, facts.sopClassUid},
                     {u"sop_instance_uid"_s, facts.sopInstanceUid},
                     {u"study_instance_uid"_s, textOrNull(facts.studyInstanceUid)},
                     {u"date"_s, textOrNull(facts.made)},
                     {u"written_by"_s, textOrNull(facts.writtenBy())},
                     {u"description"_s, textOrNull(facts.description)},
                     {u"about"_s, references}};
    if (const auto* report = std::get_if<StructuredReport>(&object.content)) {
        json.insert(u"completion"_s, textOrNull(report->completion));
        json.insert(u"verification"_s, textOrNull(report->verification));
        json.insert(u"truncated"_s, report->isTruncated);
        json.insert(u"report"_s, itemJson(report->root));
    } else if (const auto* state = std::get_if<PresentationState>(&object.content)) {
        json.insert(u"state"_s, stateJson(*state));
    } else {
        json.insert(u"map"_s, mapJson(std::get<ParametricMap>(object.content)));
    }
    return json;
}

} // namespace ccad::results
