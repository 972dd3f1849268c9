// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/lung_option.h"
#include "app/cli/screen_options.h"
#include "app/cli/screening_text.h"
#include "core/base/data_dirs.h"
#include "core/screening/overlay_export.h"
#include "core/screening/result_export.h"
#include "core/screening/screener.h"
#include "core/worklist/identity_concerns.h"
#include "core/worklist/worklist_export.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

/// The journal to go on with, if there is one; asks for --resume rather than spoil an older batch.
Result<std::unique_ptr<Journal>> earlierJournal(const ScreenOptions& options)
{
    const QString path = options.journal();
    if (!QFileInfo::exists(path))
        return std::unique_ptr<Journal>();
    if (!options.resume)
        return Error{ErrorCode::InvalidArgument,
                     u"%1 is the journal of an earlier batch. Add --resume to go on "
                     "with it, or choose another --out."_s.arg(path),
                     path};
    auto journal = Journal::open(path);
    if (!journal)
        return journal.error();
    const ScreeningJob& job = (*journal)->job();
    const bool fits = (options.paths.isEmpty() || options.paths == job.sources)
        && options.shard == job.shard && options.shards == job.shards;
    if (!fits)
        return Error{ErrorCode::InvalidArgument,
                     u"The batch in %1 was begun with other paths or another shard "
                     "(%2, shard %3/%4)."_s.arg(path, job.sources.join(u", "_s),
                                                QString::number(job.shard),
                                                QString::number(job.shards)),
                     path};
    return journal;
}

/// How many overlays could not be written; each has a message.
Result<qint64> writeOverlaysOf(const Journal& journal, const ScreenOptions& options)
{
    OverlayExport overlays;
    overlays.folder = options.saliency;
    overlays.existing = options.existing;
    qint64 missing = 0;
    int inTheWay = 0;
    auto written = journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
        const auto drawn = writeOverlays({study}, overlays, interruptToken());
        if (!drawn)
            return drawn.error();
        for (const QString& problem : drawn->problems)
            printMessage(problem);
        missing += drawn->problems.size();
        inTheWay += drawn->inTheWay;
        return {};
    });
    if (!written)
        return written.error();
    if (inTheWay > 0)
        printMessage(u"Add --resume --replace to replace them, or choose another "
                     "folder for --saliency."_s);
    return missing;
}

/// The objects of the rows that are asked for; what could not be written has a message.
Result<ResultsOfRows> writeResultsOf(const Journal& journal, const Classifier& classifier,
                                     const ScreenOptions& options)
{
    std::vector<ScreenedStudy> rows;
    auto walked = journal.forEachByUrgency([&](const ScreenedStudy& study) -> Result<void> {
        if (study.status == StudyStatus::Ok && (study.positive || options.resultsOfAll))
            rows.push_back(study);
        return {};
    });
    if (!walked)
        return walked.error();
    const auto lungs = lungSegmenter();
    auto written = writeResultsOfRows(rows, journal.job(), classifier, lungs.get(), options.results,
                                      interruptToken(), terminalProgress());
    endProgress();
    if (!written)
        return written;
    for (const QString& problem : written->problems)
        printMessage(problem);
    if (written->inTheWay > 0)
        printMessage(u"Add --resume --replace to replace them, or choose another folder for "
                     "--results."_s);
    printMessage(
        u"Objects of %1 films and %2 key object selections are in %3."_s.arg(written->films)
            .arg(written->keyObjects.size())
            .arg(options.results.out));
    return written;
}

/// Writes the objects, and the worklist once more with their names. How many films gave none.
Result<qint64> presentResults(const Journal& journal, const Classifier& classifier,
                              const ScreenOptions& options, ResultColumns& columns)
{
    auto written = writeResultsOf(journal, classifier, options);
    if (!written)
        return written.error();
    columns = std::move(written->columns);
    const WorklistExport how{options.withIdentifiers, &columns};
    if (auto named = writeWorklistCsv(journal, options.out, how); !named)
        return named.error();
    return static_cast<qint64>(written->problems.size());
}

/// `classifier` is null where nothing is judged.
int present(const Journal& journal, const ScreenOptions& options, const Classifier* classifier)
{
    WorklistExport how{options.withIdentifiers};
    // Asked again: something may have been put there since.
    if (const auto target = checkWorklistTarget(options.out, options.existing); !target)
        return failWith(target.error());
    if (const auto written = writeWorklistCsv(journal, options.out, how); !written)
        return failWith(written.error());
    qint64 missing = 0;
    if (!options.saliency.isEmpty()) {
        const auto drawn = writeOverlaysOf(journal, options);
        if (!drawn)
            return failWith(drawn.error());
        missing = *drawn;
    }
    ResultColumns columns;
    if (!options.results.out.isEmpty() && classifier != nullptr) {
        const auto unwritten = presentResults(journal, *classifier, options, columns);
        if (!unwritten)
            return failWith(unwritten.error());
        missing += *unwritten;
        how.results = &columns;
    }
    const auto remarks = remarksOnBatch(journal);
    if (!remarks)
        return failWith(remarks.error());
    if (!remarks->isEmpty())
        printMessage(*remarks);
    if (const auto printed = printWorklist(journal, options.json, how); !printed)
        return failWith(printed.error());
    const auto counts = journal.counts();
    if (!counts)
        return failWith(counts.error());
    printMessage(summaryOf(*counts, options.out));
    printIntendedUse();
    const auto isVoid = foundNothing(journal);
    if (!isVoid)
        return failWith(isVoid.error());
    const auto superseded = journal.supersededCount();
    if (!superseded)
        return failWith(superseded.error());
    const bool isMissed = *isVoid && !options.watch; // what is watched may come yet
    const qint64 unanswered = counts->refused + counts->failed - *superseded + missing;
    return isMissed || unanswered > 0 ? SomeFailed : AllDone;
}

int mergeShards(const ScreenOptions& options)
{
    QStringList journals;
    for (const QString& path : options.paths) {
        const QString beside = path + u".journal"_s;
        journals << (QFileInfo::exists(beside) ? beside : path);
    }
    if (const auto merged = Journal::merge(journals, options.journal()); !merged)
        return failWith(merged.error());
    const auto journal = Journal::open(options.journal());
    return journal ? present(**journal, options, nullptr) : failWith(journal.error());
}

ScreeningJob jobOf(const ScreenOptions& options, const ModelManifest& manifest,
                   const QString& folder)
{
    ScreeningJob job = screeningJob(options.paths, manifest, folder);
    job.shard = options.shard;
    job.shards = options.shards;
    return job;
}

void showProgress(const ScreeningProgress& progress)
{
    static const Progress show = terminalProgress();
    if (!progress.notice.isEmpty()) {
        endProgress();
        printMessage(progress.notice);
    }
    show(progress.counts.done(), progress.counts.total, progressText(progress));
}

int run(Journal& journal, const Classifier& classifier, const ScreenOptions& options)
{
    ScreeningOptions how;
    how.workers = options.jobs;
    how.retryFailed = options.retryFailed;
    how.watch = options.watch;
    how.leaveOut = QStringList{options.out, options.saliency, options.results.out};
    how.leaveOut.removeAll(QString());
    const auto counts
        = screen(journal, classifier, how, RunControl(interruptToken()), showProgress);
    endProgress();
    // A watch ends by being interrupted.
    const bool isWatchDone
        = options.watch && !counts && counts.error().code == ErrorCode::Cancelled;
    if (!counts && !isWatchDone) {
        if (counts.error().code == ErrorCode::Cancelled)
            printMessage(u"Interrupted. The same command with --resume goes on."_s);
        return failWith(counts.error());
    }
    const int status = present(journal, options, &classifier);
    // With overlays, somebody may want to look at the pictures; a watch may go on.
    if (!options.watch && options.saliency.isEmpty())
        if (const auto removed = removeUnpacked(journal); !removed)
            printMessage(removed.error().message);
    return status;
}

int screenPaths(const ScreenOptions& options)
{
    auto earlier = earlierJournal(options);
    if (!earlier)
        return failWith(earlier.error());
    std::unique_ptr<Journal> journal = *std::move(earlier);
    if (!journal && options.paths.isEmpty())
        return failWith(
            {ErrorCode::FileNotFound,
             u"There is no batch to resume: %1 does not exist."_s.arg(options.journal()),
             options.journal()});
    const QString folder = !options.model.isEmpty() ? options.model
        : journal                                   ? journal->job().modelFolder
                                                    : defaultModelDir();
    const auto classifier = Classifier::load(folder);
    if (!classifier)
        return failWith(classifier.error());
    const bool isNew = !journal;
    if (isNew) {
        auto created
            = Journal::create(options.journal(), jobOf(options, (*classifier)->manifest(), folder));
        if (!created)
            return failWith(created.error());
        journal = *std::move(created);
    }
    const int status = run(*journal, **classifier, options);
    // Where nothing came of it, a second try should not have to ask for --resume.
    if (isNew && status != AllDone)
        (void)Journal::discardUnlisted(std::move(journal));
    return status;
}

} // namespace

int screenCommand(const QStringList& arguments)
{
    const auto parsed = screenOptions(arguments);
    if (const int* status = std::get_if<int>(&parsed))
        return *status;
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    const auto& options = std::get<ScreenOptions>(parsed);
    if (const auto target = checkWorklistTarget(options.out, options.existing); !target)
        return failWith(target.error());
    return options.merge ? mergeShards(options) : screenPaths(options);
}

} // namespace ccad::cli
