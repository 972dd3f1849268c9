// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/results_text.h"

#include "app/cli/console.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString reasonOf(const results::FilmResults& results)
{
    return results.problem ? results.problem->message : results.judgement.reason;
}

QString statusWord(const results::FilmResults& results)
{
    return results.problem ? wordFor(Judgement::Status::Failed) : wordFor(results.judgement.status);
}

std::vector<TagNode> mainTagsOf(const results::ResultObject& object)
{
    const auto tree = results::tagsOf(object);
    return tree ? results::mainTags(*tree) : std::vector<TagNode>();
}

/// "(0010,0020)"
QString tagWord(quint32 tag)
{
    const QString digits = QString::number(tag, 16).toUpper().rightJustified(8, u'0');
    return u"(%1,%2)"_s.arg(digits.left(4), digits.mid(4));
}

QString kindColumn(results::ObjectKind kind)
{
    return results::nameOf(kind).leftJustified(4);
}

QJsonObject writtenJson(const results::WrittenObject& object)
{
    return {{u"kind"_s, results::nameOf(object.kind)},
            {u"path"_s, object.path},
            {u"sop_instance_uid"_s, object.sopInstanceUid}};
}

/// Nobody's name is on a terminal unless somebody asked for it.
QString valueOf(const TagNode& node, const ResultsFormat& format)
{
    return node.identifiesPatient && !format.withIdentifiers && !node.value.isEmpty()
        ? u"(hidden)"_s
        : node.value;
}

QJsonObject madeJson(const results::ResultObject& object, const QString& name,
                     const ResultsFormat& format)
{
    QJsonArray tags;
    for (const TagNode& node : mainTagsOf(object))
        tags.append(QJsonObject{{u"tag"_s, tagWord(node.tag)},
                                {u"name"_s, node.name},
                                {u"value"_s, valueOf(node, format)}});
    return {{u"kind"_s, results::nameOf(object.kind)},
            {u"file"_s, results::objectFileName(object.kind, name)},
            {u"bytes"_s, object.bytes.size()},
            {u"sop_instance_uid"_s, object.sopInstanceUid},
            {u"tags"_s, tags}};
}

void printMadeText(const results::ResultObject& object, const QString& name,
                   const ResultsFormat& format)
{
    printLine(
        u"%1  %2  %3 bytes"_s
            .arg(kindColumn(object.kind), onOneLine(results::objectFileName(object.kind, name)))
            .arg(object.bytes.size()));
    for (const TagNode& node : mainTagsOf(object))
        printLine(u"      %1  %2  %3"_s.arg(tagWord(node.tag), node.name.leftJustified(24),
                                            onOneLine(valueOf(node, format))));
}

QJsonObject resultsJson(const results::FilmResults& results, const ResultsFormat& format)
{
    QJsonArray objects;
    for (const results::WrittenObject& object : results.objects)
        objects.append(writtenJson(object));
    QJsonArray made;
    for (const results::ResultObject& object : results.made)
        made.append(madeJson(object, results.name, format));
    QJsonArray leftOut;
    for (const results::LeftOutObject& object : results.leftOut)
        leftOut.append(
            QJsonObject{{u"kind"_s, results::nameOf(object.kind)}, {u"reason"_s, object.reason}});
    const QString reason = reasonOf(results);
    QJsonObject json{
        {u"file"_s, results.file},
        {u"status"_s, statusWord(results)},
        {u"reason"_s, reason.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(reason)},
        {u"warnings"_s, QJsonArray::fromStringList(results.judgement.warnings())},
        {u"notes"_s, notesToJson(results.judgement.notes())},
        {u"objects"_s, objects},
        {u"left_out"_s, leftOut},
        {u"milliseconds"_s,
         QJsonObject{{u"judge"_s, results.judgeMs}, {u"write"_s, results.writeMs}}}};
    if (!made.isEmpty())
        json[u"would_write"_s] = made;
    return json;
}

/// What is said of the film because of the files beside it.
bool isOnOtherFiles(NoteCode code)
{
    return code == NoteCode::SharedUid || code == NoteCode::Copy || code == NoteCode::Overlays;
}

} // namespace

void printWritten(const results::WrittenObject& object, const ResultsFormat& format)
{
    if (format.json)
        printJson({{u"objects"_s, QJsonArray{writtenJson(object)}}});
    else
        printLine(u"%1  %2"_s.arg(kindColumn(object.kind), onOneLine(object.path)));
}

void printMade(const results::NamedObject& object, const ResultsFormat& format)
{
    if (format.json)
        printJson({{u"would_write"_s, QJsonArray{madeJson(object.object, object.name, format)}}});
    else
        printMadeText(object.object, object.name, format);
}

void printResults(const results::FilmResults& results, const ResultsFormat& format)
{
    endProgress();
    if (format.json) {
        printJson(resultsJson(results, format));
        return;
    }
    for (const results::WrittenObject& object : results.objects)
        printLine(u"%1  %2  %3"_s.arg(kindColumn(object.kind), onOneLine(results.file),
                                      onOneLine(object.path)));
    for (const results::ResultObject& object : results.made)
        printMadeText(object, results.name, format);
    for (const results::LeftOutObject& object : results.leftOut)
        printMessage(
            u"%1: no %2: %3"_s.arg(results.file, results::nameOf(object.kind), object.reason));
    if (const QString reason = reasonOf(results); !reason.isEmpty())
        printMessage(u"%1: %2"_s.arg(results.file, reason));
    for (const ReaderNote& note : results.judgement.notes().coded())
        if (isOnOtherFiles(note.code))
            printMessage(u"%1: %2"_s.arg(results.file, note.sentence));
}

} // namespace ccad::cli
