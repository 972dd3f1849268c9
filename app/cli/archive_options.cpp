// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/archive_options.h"

#include "core/base/kept_data.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::cli {

const QString archiveUsage
    = u"ccad-cli archive echo NODE\n"
      "       ccad-cli archive find NODE [--level patient|study|series|image] [--key WORD=VALUE "
      "...]\n"
      "       [--fuzzy] [--limit N]\n"
      "       ccad-cli archive retrieve NODE --out DIR --key study=UID [--key series=UID ...]\n"
      "       [--by get|move] [--listen ADDRESS:PORT]\n"
      "       ccad-cli archive send NODE FILE...\n"
      "       all: [--nodes FILE] [--node NAME=ADDRESS ...] [--timeout SECONDS] [--json]"_s;

namespace {

Error invalid(const QString& sentence)
{
    return {ErrorCode::InvalidArgument, sentence, {}};
}

/// By its name on the command line, by its name in the file, or by its address.
Result<Node> nodeNamed(const CommandOptions& options, const QString& name)
{
    for (const QString& text : options.texts("node")) {
        const qsizetype equals = text.indexOf(u'=');
        if (equals < 1)
            return invalid(u"--node needs NAME=ADDRESS, not \"%1\"."_s.arg(text));
        if (text.left(equals) == name)
            return nodeOfAddress(name, text.mid(equals + 1));
    }
    const QString own = keptPlace(KeptKind::Nodes); // the window's
    if (options.isSet("nodes") || (!name.contains(u"://"_s) && QFileInfo::exists(own))) {
        const auto nodes = readNodes(options.text("nodes", own));
        if (!nodes)
            return nodes.error();
        for (const Node& node : *nodes)
            if (node.name == name)
                return node;
    }
    if (name.contains(u"://"_s))
        return nodeOfAddress(name, name);
    return invalid(
        u"There is no node \"%1\"; name it by --nodes FILE or --node NAME=ADDRESS."_s.arg(name));
}

Result<ArchiveAction> actionNamed(const QString& word)
{
    const std::pair<const char*, ArchiveAction> actions[] = {
        {"echo", ArchiveAction::Echo},
        {"find", ArchiveAction::Find},
        {"retrieve", ArchiveAction::Retrieve},
        {"send", ArchiveAction::Send},
    };
    for (const auto& [name, action] : actions)
        if (word == QLatin1String(name))
            return action;
    return invalid(u"\"archive\" needs echo, find, retrieve or send."_s);
}

Result<QueryLevel> levelNamed(const QString& word)
{
    for (const QueryLevel level :
         {QueryLevel::Patient, QueryLevel::Study, QueryLevel::Series, QueryLevel::Image})
        if (word.toUpper() == nameOf(level))
            return level;
    return invalid(u"--level needs patient, study, series or image."_s);
}

Result<void> takeKeys(Query& query, const QStringList& keys)
{
    for (const QString& key : keys) {
        const qsizetype equals = key.indexOf(u'=');
        if (equals < 1)
            return invalid(u"--key needs WORD=VALUE, not \"%1\"."_s.arg(key));
        if (auto ok = addKey(query, key.left(equals), key.mid(equals + 1)); !ok)
            return ok;
    }
    return {};
}

Result<void> takeFind(ArchiveOptions& archive, const CommandOptions& options)
{
    const auto level = levelNamed(options.text("level", u"study"_s));
    if (!level)
        return level.error();
    archive.query.level = *level;
    archive.query.keys = usualKeys(*level);
    archive.query.isFuzzy = options.isSet("fuzzy");
    return takeKeys(archive.query, options.texts("key"));
}

Result<void> takeListener(ArchiveOptions& archive, const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const uint port = text.mid(colon + 1).toUInt(&isNumber);
    if (colon < 1 || !isNumber || port > 65535)
        return invalid(u"--listen needs ADDRESS:PORT, such as 127.0.0.1:11112."_s);
    archive.moveTarget = {text.left(colon), static_cast<quint16>(port)};
    return {};
}

/// The level follows from the UIDs: what is named most closely is retrieved.
Result<void> takeRetrieve(ArchiveOptions& archive, const CommandOptions& options)
{
    const auto out = options.outFolder();
    if (!out)
        return out.error();
    archive.out = *out;
    if (auto ok = takeKeys(archive.query, options.texts("key")); !ok)
        return ok;
    const auto has = [&](quint32 tag) { return archive.query.keys.contains(tag); };
    if (!has(attribute::studyUid)
        || std::any_of(archive.query.keys.begin(), archive.query.keys.end(), [](const auto& key) {
               return key.first != attribute::studyUid && key.first != attribute::seriesUid
                   && key.first != attribute::sopInstanceUid;
           }))
        return invalid(u"What is retrieved is named by --key study=UID, series=UID and "
                       "instance=UID."_s);
    archive.query.level = has(attribute::sopInstanceUid) ? QueryLevel::Image
        : has(attribute::seriesUid)                      ? QueryLevel::Series
                                                         : QueryLevel::Study;
    const QString by = options.text("by", u"get"_s);
    if (by != u"get"_s && by != u"move"_s)
        return invalid(u"--by needs get or move."_s);
    archive.byMove = by == u"move"_s;
    if (archive.byMove && archive.node.protocol == NodeProtocol::DicomWeb)
        return invalid(u"DICOMweb has no move; leave --by out."_s);
    return options.isSet("listen") ? takeListener(archive, options.text("listen")) : Result<void>();
}

} // namespace

void addArchiveOptions(CommandOptions& options)
{
    options.addValue("nodes", "file of nodes (docs/formats.md); else those of the window", "FILE");
    options.addValue("node", "a node by its address: dicom://HOST:PORT/AET, dicoms:// or https://",
                     "NAME=ADDRESS");
    options.addValue("level", "find: patient, study (default), series or image", "LEVEL");
    options.addValue("key", u"what to match: "_s + keyWords().join(u", "_s), "WORD=VALUE");
    options.addFlag("fuzzy", "find: names that sound alike, too, where the archive can");
    options.addValue("limit", "find: at most so many matches (10000)", "N");
    options.addValue("out", "retrieve: folder for what comes", "DIR");
    options.addValue("by", "retrieve: get (default) or move", "HOW");
    options.addValue("listen", "retrieve by move: where the archive sends to", "ADDRESS:PORT");
    options.addValue("timeout", "seconds that an answer may take (60)", "SECONDS");
    options.addFlag("json", "prints JSON, one object a line");
}

Result<ArchiveOptions> archiveOptionsFrom(CommandOptions& options)
{
    const QStringList words = options.parser().positionalArguments();
    if (words.size() < 2)
        return invalid(u"An action and a node are needed."_s);
    ArchiveOptions archive;
    const auto action = actionNamed(words.at(0));
    if (!action)
        return action.error();
    archive.action = *action;
    const auto node = nodeNamed(options, words.at(1));
    if (!node)
        return node.error();
    archive.node = *node;
    archive.json = options.isSet("json");
    int seconds = archive.limits.answerMs / 1000;
    options.read("timeout", 1, 3600, seconds);
    archive.limits.answerMs = seconds * 1000;
    options.read("limit", 1, 1000000, archive.limits.mostMatches);
    archive.files = words.mid(2);
    if ((archive.action == ArchiveAction::Send) == archive.files.isEmpty())
        return invalid(archive.action == ArchiveAction::Send ? u"No file is given."_s
                                                             : u"There is one node too many."_s);
    Result<void> ok;
    if (archive.action == ArchiveAction::Find)
        ok = takeFind(archive, options);
    else if (archive.action == ArchiveAction::Retrieve)
        ok = takeRetrieve(archive, options);
    return ok ? Result<ArchiveOptions>(archive) : ok.error();
}

} // namespace ccad::cli
