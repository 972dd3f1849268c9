// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/file_prediction.h"
#include "app/cli/film_relations.h"
#include "app/cli/lung_option.h"
#include "app/cli/results_options.h"
#include "app/cli/results_text.h"
#include "core/intake/named_files.h"

#include <QDir>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli results FILE... --out DIR | --dry-run\n"
      "       [--sr] [--sc] [--gsps] [--map] [--seg] [--pdf] [--kos]\n"
      "       [--model DIR] [--json] [--with-identifiers] [--replace] [--severity] [--no-grade] "
      "[--region-level SHARE]\n"
      "       [--anonymous | --patient-name NAME --patient-id ID --study-date DATE ...]\n"
      "       [--reader NAME --reader-time TIME [--reader-comment TEXT] [--complete] ...]"_s;

bool isAllWell(const results::FilmResults& results)
{
    return !results.problem && results.judgement.status == Judgement::Status::Ok;
}

/// Those of all films, at the end of the run.
int writeSelections(const std::vector<results::JudgedFilm>& films, const ResultsOptions& options)
{
    if (options.isDryRun) {
        const auto made = results::makeKeyObjects(films);
        if (!made)
            return failWith(made.error());
        for (const results::NamedObject& object : *made)
            printMade(object, options.format);
        return AllDone;
    }
    const auto written = results::writeKeyObjects(films, options.choice);
    if (!written)
        return failWith(written.error());
    for (const results::WrittenObject& object : *written)
        printWritten(object, options.format);
    return AllDone;
}

/// Also of a file that cannot even be looked at.
results::FilmResults resultsOf(const NamedFile& file, results::ResultsWriter& writer,
                               const ResultsOptions& options, const CancelToken& cancel)
{
    const results::FilmFile film{file.file, file.path};
    if (!file.problem)
        return options.isDryRun ? writer.make(film, cancel) : writer.write(film, cancel);
    results::FilmResults results;
    results.file = file.file;
    results.judgement = judgementOf(*file.problem);
    return results;
}

/// The exit status; what was judged is added to `judged`.
int writeFilms(const std::vector<NamedFile>& files, results::ResultsWriter& writer,
               const ResultsOptions& options, std::vector<results::JudgedFilm>& judged)
{
    const CancelToken& cancel = interruptToken();
    const Progress progress = terminalProgress();
    int status = AllDone;
    auto relations = FilmRelations::of(files, readSizeFor(writer.classifier()), cancel);
    qint64 done = 0;
    const auto total = static_cast<qint64>(files.size());
    for (const NamedFile& file : files) {
        progress(++done, total, file.file);
        results::FilmResults results = resultsOf(file, writer, options, cancel);
        if (results.judgement.interrupted || cancel.isCancelled()) {
            endProgress();
            printMessage(u"Interrupted after %1 of %2 files."_s.arg(done - 1).arg(total));
            return Interrupted;
        }
        if (results.judgement.finding)
            relations.tell(results.judgement, filmIdentityOf(results.facts), file, cancel);
        printResults(results, options.format);
        if (!isAllWell(results))
            status = SomeFailed;
        if (options.choice.withKeyObjects && results.film && results.result)
            judged.push_back({*results.film, *results.result});
    }
    if (const QString concerns = relations.concerns(); !concerns.isEmpty())
        printMessage(concerns);
    return status;
}

int writeAll(const ResultsOptions& options, const Classifier& classifier)
{
    if (options.choice.choices.withSeverity && classifier.severity() == nullptr)
        return wrongUsage(u"The model package %1 has no severity scores; ccad-cli severity fit "
                          "makes them from scored images."_s.arg(options.model),
                          usage);
    if (!options.isDryRun && !QDir().mkpath(options.choice.out))
        return failWith({ErrorCode::WriteFailed,
                         u"Cannot create the folder %1."_s.arg(options.choice.out),
                         options.choice.out});
    const QTemporaryDir unpacked; // for as long as its files are read
    const auto found
        = namedFiles(options.paths, unpacked.filePath(u"archives"_s), interruptToken());
    if (!found)
        return failWith(found.error());
    const auto lungs = options.needsLungs ? lungSegmenter() : nullptr;
    results::ResultsWriter writer(classifier, lungs.get(), options.choice);
    std::vector<results::JudgedFilm> judged;
    const int status = writeFilms(found->files, writer, options, judged);
    if (status == Interrupted)
        return status;
    if (options.choice.withKeyObjects)
        if (const int selections = writeSelections(judged, options); selections != AllDone)
            return selections;
    if (const QString leftOut = companionText(found->companions); !leftOut.isEmpty())
        printMessage(leftOut);
    if (options.isDryRun)
        printMessage(u"Nothing was written: this was a dry run."_s);
    printIntendedUse();
    return status;
}

} // namespace

int resultsCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Judges chest radiographs and writes what came of it as DICOM objects of their studies: "
        "all\nkinds, or those that are named."_s,
        usage);
    addResultsOptions(options);
    return runWithModel(options, arguments, resultsOptionsFrom, writeAll);
}

} // namespace ccad::cli
