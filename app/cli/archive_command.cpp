// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/archive_options.h"
#include "app/cli/commands.h"
#include "core/archives/archive_client.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

struct NamedAttribute
{
    const char* name;
    quint32 tag;
};
/// Keys of the JSON, and the order of the table.
constexpr NamedAttribute attributes[] = {
    {"patient_name", attribute::patientName},
    {"patient_id", attribute::patientId},
    {"patient_birth_date", attribute::patientBirthDate},
    {"patient_sex", attribute::patientSex},
    {"study_date", attribute::studyDate},
    {"study_time", attribute::studyTime},
    {"accession_number", attribute::accessionNumber},
    {"study_description", attribute::studyDescription},
    {"modalities_in_study", attribute::modalitiesInStudy},
    {"images_in_study", attribute::imagesInStudy},
    {"study_uid", attribute::studyUid},
    {"modality", attribute::modality},
    {"series_number", attribute::seriesNumber},
    {"series_description", attribute::seriesDescription},
    {"images_in_series", attribute::imagesInSeries},
    {"series_uid", attribute::seriesUid},
    {"instance_number", attribute::instanceNumber},
    {"sop_class_uid", attribute::sopClassUid},
    {"sop_instance_uid", attribute::sopInstanceUid},
};

QJsonObject jsonOf(const QueryMatch& match, const Query& query)
{
    QJsonObject json;
    for (const auto& [name, tag] : attributes)
        if (query.keys.contains(tag))
            json[QLatin1String(name)] = match.text(tag);
    return json;
}

/// Only what the archive said, parted by two spaces; the caller asked for it.
QString lineOf(const QueryMatch& match, const Query& query)
{
    QStringList texts;
    for (const auto& [name, tag] : attributes)
        if (query.keys.contains(tag) && !match.text(tag).isEmpty())
            texts.append(onOneLine(match.text(tag)));
    return texts.join(u"  "_s);
}

int echoNode(const ArchiveOptions& options)
{
    const auto ok = archives::echo(options.node, options.limits, interruptToken());
    if (options.json)
        printJson({{u"node"_s, options.node.name},
                   {u"answers"_s, ok.hasValue()},
                   {u"reason"_s, ok ? QJsonValue() : QJsonValue(ok.error().message)}});
    if (!ok)
        return failWith(ok.error());
    if (!options.json)
        printLine(u"%1 answers."_s.arg(options.node.name));
    return AllDone;
}

int findInNode(const ArchiveOptions& options)
{
    const auto answer = archives::find(options.node, options.query, options.limits,
                                       terminalProgress(), interruptToken());
    endProgress();
    if (!answer)
        return failWith(answer.error());
    for (const QueryMatch& match : answer->matches)
        options.json ? printJson(jsonOf(match, options.query))
                     : printLine(lineOf(match, options.query));
    if (!answer->isCut)
        return AllDone;
    printMessage(u"There are more than %1 matches; ask more closely or add --limit."_s.arg(
        options.limits.mostMatches));
    return SomeFailed;
}

Result<Retrieval> retrieved(const ArchiveOptions& options, const StagingFolder& folder)
{
    const Progress progress = terminalProgress();
    const CancelToken& cancel = interruptToken();
    if (options.byMove)
        return dimse::move(options.node, options.query, options.moveTarget, folder, options.limits,
                           progress, cancel);
    return archives::get(options.node, options.query, folder, options.limits, progress, cancel);
}

int retrieveFromNode(const ArchiveOptions& options)
{
    const auto folder = StagingFolder::open(options.out);
    if (!folder)
        return failWith(folder.error());
    const auto retrieval = retrieved(options, *folder);
    endProgress();
    if (!retrieval)
        return failWith(retrieval.error());
    for (const ReceivedObject& object : retrieval->objects) {
        if (options.json)
            printJson({{u"path"_s, object.path},
                       {u"sop_class_uid"_s, QString::fromLatin1(object.sopClassUid)},
                       {u"sop_instance_uid"_s, QString::fromLatin1(object.sopInstanceUid)},
                       {u"study_uid"_s, QString::fromLatin1(object.studyUid)},
                       {u"bytes"_s, object.bytes}});
        else
            printLine(object.path);
    }
    for (const QString& problem : retrieval->problems)
        printMessage(problem);
    if (retrieval->failed > 0)
        return SomeFailed;
    if (retrieval->objects.empty())
        printMessage(u"Nothing came."_s);
    return retrieval->objects.empty() ? SomeFailed : AllDone;
}

void printSent(const SentFile& file, bool json)
{
    if (json) {
        printJson(
            {{u"file"_s, file.file},
             {u"status"_s, file.problem ? u"error"_s : u"ok"_s},
             {u"reason"_s, file.problem ? QJsonValue(file.problem->message) : QJsonValue()},
             {u"warning"_s, file.warning.isEmpty() ? QJsonValue() : QJsonValue(file.warning)}});
        return;
    }
    if (file.problem)
        printMessage(u"%1: %2"_s.arg(onOneLine(file.file), file.problem->message));
    else
        printLine(u"%1: kept"_s.arg(onOneLine(file.file)));
    if (!file.warning.isEmpty())
        printMessage(u"%1: %2"_s.arg(onOneLine(file.file), file.warning));
}

int sendToNode(const ArchiveOptions& options)
{
    const auto sent = archives::send(options.node, options.files, options.limits,
                                     terminalProgress(), interruptToken());
    endProgress();
    if (!sent)
        return failWith(sent.error());
    for (const SentFile& file : *sent)
        printSent(file, options.json);
    const bool isAllKept = std::all_of(sent->begin(), sent->end(),
                                       [](const SentFile& file) { return !file.problem; });
    return isAllKept ? AllDone : SomeFailed;
}

} // namespace

int archiveCommand(const QStringList& arguments)
{
    CommandOptions options(u"Asks an archive on the network, retrieves from it and sends to it, by "
                           "DICOM or DICOMweb.\nOther machines are talked to with TLS alone."_s,
                           archiveUsage);
    addArchiveOptions(options);
    if (const auto status = parse(options.parser(), arguments, archiveUsage))
        return *status;
    const auto asked = archiveOptionsFrom(options);
    if (!asked)
        return asked.error().code == ErrorCode::InvalidArgument
            ? wrongUsage(asked.error().message, archiveUsage)
            : failWith(asked.error());
    if (!options.complaint().isEmpty())
        return wrongUsage(options.complaint(), archiveUsage);
    (void)interruptToken();
    switch (asked->action) {
    case ArchiveAction::Echo:
        return echoNode(*asked);
    case ArchiveAction::Find:
        return findInNode(*asked);
    case ArchiveAction::Retrieve:
        return retrieveFromNode(*asked);
    case ArchiveAction::Send:
        return sendToNode(*asked);
    }
    return WrongUsage;
}

} // namespace ccad::cli
