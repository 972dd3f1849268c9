// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/object_text.h"

#include "core/base/plain_number.h"
#include "core/results_reading/internal/content_words.h"
#include "core/results_reading/model_report.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

QString indented(const QString& line, int level)
{
    return QString(level * qsizetype{2}, u' ') + line;
}

/// The tree's depth is limited by the walk.
void addItem(QStringList& lines, const ContentItem& item, int level, FreeWords words)
{
    lines << indented(itemText(item, words), level);
    for (const ContentItem& child : item.children)
        addItem(lines, child, level + 1, words);
}

void addReport(QStringList& lines, const StructuredReport& report, FreeWords words)
{
    // Behind the flag stand the names of those who verified.
    const bool isHidden = words == FreeWords::Hidden;
    QStringList state{report.completion,
                      isHidden ? report.verification.section(u' ', 0, 0) : report.verification};
    state.removeAll(QString());
    if (!state.isEmpty())
        lines << u"The report is %1."_s.arg(state.join(u", "_s));
    addItem(lines, report.root, 0, words);
    if (report.isTruncated)
        lines << u"The report holds more; the rest is left out."_s;
}

void addState(QStringList& lines, const PresentationState& state, FreeWords words)
{
    const bool isHidden = words == FreeWords::Hidden;
    if (!state.creator.isEmpty() && !isHidden)
        lines << u"Made by %1."_s.arg(state.creator);
    std::size_t graphics = 0;
    for (const GraphicAnnotation& annotation : state.annotations)
        graphics += annotation.graphics.size();
    lines << u"%1 layers, %2 graphics, %3 overlays."_s.arg(state.layers.size())
                 .arg(graphics)
                 .arg(state.planes.size());
    if (state.quarterTurns != 0 || state.isFlipped)
        lines << u"The film is turned by %1 degrees clockwise%2."_s.arg(state.quarterTurns * 90)
                     .arg(state.isFlipped ? u", then left and right are exchanged"_s : QString());
    for (const StateVoi& one : state.vois)
        if (const auto* window = std::get_if<VoiWindow>(&one.voi))
            lines << u"Window: centre %1, width %2."_s.arg(plainNumber(window->center),
                                                           plainNumber(window->width));
        else
            lines << u"Window: a table of %1 entries."_s.arg(
                std::get<VoiTable>(one.voi).entries.size());
    if (!state.shutter.isEmpty())
        lines << u"A shutter hides parts of the film."_s;
    lines << state.notes;
    if (isHidden)
        return;
    for (const GraphicAnnotation& annotation : state.annotations)
        for (const TextObject& text : annotation.texts)
            for (const QString& line : text.text.split(u'\n'))
                lines << indented(line, 1);
}

void addMap(QStringList& lines, const ParametricMap& map)
{
    lines
        << u"%1 x %2 pixels in %3 frames."_s.arg(map.columns).arg(map.rows).arg(map.frames.size());
    for (const MapFrame& frame : map.frames)
        lines << indented(frame.explanation.isEmpty() ? frame.label : frame.explanation, 1);
    if (!map.isSaliency)
        lines << u"It is no map of saliency; CCAD does not draw it."_s;
    lines << map.notes;
}

} // namespace

QString itemText(const ContentItem& item, FreeWords words)
{
    QString name = item.name.meaning.isEmpty() ? item.name.value : item.name.meaning;
    if (name.isEmpty())
        name = item.relation.isEmpty() ? item.valueType.toLower() : item.relation;
    if (item.value.isEmpty())
        return name;
    const bool isFree = item.valueType != u"CODE" && item.valueType != u"NUM"
        && item.valueType != u"SCOORD" && item.valueType != u"CONTAINER";
    return u"%1: %2"_s.arg(name, isFree && words == FreeWords::Hidden ? u"(hidden)"_s : item.value);
}

QStringList objectLines(const ReadObject& object, FreeWords words)
{
    QStringList lines;
    const bool isHidden = words == FreeWords::Hidden;
    const ObjectFacts& facts = object.facts;
    QString first = object.kind();
    first.front() = first.front().toUpper();
    if (!facts.description.isEmpty() && !isHidden)
        first += u": %1"_s.arg(facts.description);
    lines << first;
    if (const QString by = facts.writtenBy(); !by.isEmpty())
        lines << u"Written by %1."_s.arg(by);
    for (const ObjectEquipment& contributor : facts.contributors)
        if (!contributor.model.isEmpty())
            lines << u"With %1."_s.arg(
                QStringList{contributor.model, contributor.versions.value(0)}.join(u' ').trimmed());
    if (!facts.made.isEmpty() && !isHidden)
        lines << u"Date: %1."_s.arg(facts.made);
    for (const ObjectReference& reference : facts.references)
        lines << u"About %1."_s.arg(isHidden ? sopClassWords(reference.sopClassUid)
                                             : referenceWords(reference));
    if (const auto* report = std::get_if<StructuredReport>(&object.content))
        addReport(lines, *report, words);
    else if (const auto* state = std::get_if<PresentationState>(&object.content))
        addState(lines, *state, words);
    else
        addMap(lines, std::get<ParametricMap>(object.content));
    return lines;
}

} // namespace ccad::results
