// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/screen_options.h"

#include "app/cli/console.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli screen PATH... --out FILE.csv [--model DIR] [--jobs N] [--resume] "
      u"[--retry-failed]\n"
      "         [--shard I/N] [--watch] [--json] [--saliency DIR] [--replace] "
      "[--with-identifiers]\n"
      "         [--results DIR [--result-kinds LIST] [--result-rows ROWS] [--anonymous]]\n"
      "       ccad-cli screen --merge FILE.csv... --out FILE.csv [--json] [--replace]\n"
      "         [--with-identifiers]"_s;

QString text(const char* words)
{
    return QString::fromLatin1(words);
}

struct Parser
{
    QCommandLineOption out{text("out"), text("The worklist; its journal lies beside it."),
                           text("FILE.csv")};
    QCommandLineOption model{text("model"), text("Model package to use."), text("DIR")};
    QCommandLineOption jobs{text("jobs"), text("Files in work at once (default: cores + 1)."),
                            text("N")};
    QCommandLineOption resume{text("resume"), text("Goes on with the batch of that journal.")};
    QCommandLineOption retryFailed{text("retry-failed"),
                                   text("Tries the failed files again; with --resume.")};
    QCommandLineOption shard{text("shard"), text("Only every N-th file, beginning with the I-th."),
                             text("I/N")};
    QCommandLineOption merge{text("merge"), text("Joins the worklists of all shards.")};
    QCommandLineOption watch{text("watch"),
                             text("Waits for new files in the folders until interrupted.")};
    QCommandLineOption json{text("json"), text("One JSON object a line.")};
    QCommandLineOption saliency{text("saliency"),
                                text("Writes the pictures with the saliency map laid over them."),
                                text("DIR")};
    QCommandLineOption results{text("results"),
                               text("Writes DICOM objects for the archive; the worklist names "
                                    "them."),
                               text("DIR")};
    QCommandLineOption resultKinds{text("result-kinds"),
                                   text("Which: of sr, sc, gsps, map, seg, pdf and kos (default: "
                                        "sr,sc,kos)."),
                                   text("LIST"), text("sr,sc,kos")};
    QCommandLineOption resultRows{text("result-rows"),
                                  text("Of which rows: positive (default) or all with a finding."),
                                  text("ROWS"), text("positive")};
    QCommandLineOption anonymous{text("anonymous"),
                                 text("Pictures without DICOM tags have no patient in the "
                                      "objects.")};
    QCommandLineOption replace{text("replace"),
                               text("Lets FILE.csv and overlays replace files that are none of "
                                    "CCAD's.")};
    QCommandLineOption identifiers{text("with-identifiers"),
                                   text("Adds patient ID, name and study date.")};
    QCommandLineParser parser;

    Parser()
    {
        parser.setApplicationDescription(
            text("Screens folders, DICOMDIRs, ZIP archives and files: every file gets a row, the\n"
                 "most urgent first."));
        parser.addOptions({out, model, jobs, resume, retryFailed, shard, merge, watch, json,
                           saliency, results, resultKinds, resultRows, anonymous, replace,
                           identifiers});
        parser.addPositionalArgument(text("PATH"), text("What to screen, or to merge."),
                                     text("PATH..."));
    }
};

/// What is wrong with them, or nothing.
std::optional<QString> parseShard(const QString& value, ScreenOptions& options)
{
    static const QRegularExpression pattern(text("^(\\d{1,5})/(\\d{1,5})$"));
    const auto match = pattern.match(value);
    options.shard = match.captured(1).toInt();
    options.shards = match.captured(2).toInt();
    if (!match.hasMatch() || options.shard < 1 || options.shard > options.shards)
        return text("--shard needs I/N with I from 1 to N, such as 2/8.");
    return std::nullopt;
}

/// What is wrong with the options that say which objects are written, or nothing.
std::optional<QString> parseResults(const Parser& p, ScreenOptions& options)
{
    results::ResultsChoice& choice = options.results;
    choice.out = p.parser.value(p.results);
    choice.existing = options.existing;
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    if (p.parser.isSet(p.anonymous))
        choice.typed.emplace().anonymous = true;
    const QString rows = p.parser.value(p.resultRows);
    options.resultsOfAll = rows == u"all";
    if (!options.resultsOfAll && rows != u"positive")
        return text("--result-rows is positive or all.");
    for (const QString& name : p.parser.value(p.resultKinds).split(u',', Qt::SkipEmptyParts)) {
        const auto kind = results::kindOf(name.trimmed());
        if (!kind)
            return u"There is no kind of result \"%1\": sr, sc, gsps, map, seg, pdf and kos are "
                   "known."_s.arg(name);
        if (*kind == results::ObjectKind::KeyObjects)
            choice.withKeyObjects = true;
        else
            choice.kinds.push_back(*kind);
    }
    const bool isAsked = p.parser.isSet(p.resultKinds) || p.parser.isSet(p.resultRows);
    if (isAsked && choice.out.isEmpty())
        return text("--result-kinds and --result-rows need --results DIR.");
    return std::nullopt;
}

std::optional<QString> problemOf(const ScreenOptions& options)
{
    if (options.out.isEmpty())
        return text("--out FILE.csv is needed.");
    if (options.paths.isEmpty() && !options.resume)
        return options.merge ? text("No worklist to merge is given.")
                             : text("No file or folder is given.");
    if (options.watch && options.shards > 1)
        return text("--watch and --shard do not go together.");
    if (options.retryFailed && !options.resume)
        return text("--retry-failed needs --resume.");
    if (options.merge && !options.results.out.isEmpty())
        return text("--merge and --results do not go together.");
    return std::nullopt;
}

} // namespace

std::variant<ScreenOptions, int> screenOptions(const QStringList& arguments)
{
    Parser p;
    if (const auto status = parse(p.parser, arguments, usage))
        return *status;
    ScreenOptions options;
    options.paths = p.parser.positionalArguments();
    options.out = p.parser.value(p.out);
    options.model = p.parser.value(p.model);
    options.saliency = p.parser.value(p.saliency);
    options.resume = p.parser.isSet(p.resume);
    options.retryFailed = p.parser.isSet(p.retryFailed);
    options.merge = p.parser.isSet(p.merge);
    options.watch = p.parser.isSet(p.watch);
    options.existing = p.parser.isSet(p.replace) ? Existing::Replace : Existing::Keep;
    options.json = p.parser.isSet(p.json);
    options.withIdentifiers = p.parser.isSet(p.identifiers);
    if (p.parser.isSet(p.jobs)) {
        options.jobs = p.parser.value(p.jobs).toInt();
        if (options.jobs < 1 || options.jobs > 256)
            return wrongUsage(text("--jobs needs a number from 1 to 256."), usage);
    }
    if (p.parser.isSet(p.shard))
        if (const auto problem = parseShard(p.parser.value(p.shard), options))
            return wrongUsage(*problem, usage);
    if (const auto problem = parseResults(p, options))
        return wrongUsage(*problem, usage);
    for (const QCommandLineOption& idle : {p.resume, p.watch, p.shard, p.model, p.jobs})
        if (options.merge && p.parser.isSet(idle))
            return wrongUsage(
                u"--merge does not go together with --%1."_s.arg(idle.names().first()), usage);
    if (const auto problem = problemOf(options))
        return wrongUsage(*problem, usage);
    return options;
}

} // namespace ccad::cli
