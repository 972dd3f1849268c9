// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/screening/screener.h"

#include "core/base/scratch_folder.h"
#include "core/intake/folder_watch.h"
#include "core/screening/internal/pipeline.h"
#include "core/worklist/throughput.h"

#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <thread>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using screening::Outcome;
using screening::Pipeline;

constexpr int progressMs = 250;
constexpr qint64 lookAgainMs = 1000; ///< at watched folders
constexpr qint64 longestRestMs = 30000; ///< between looks that take long

Error cancelled()
{
    return Error{ErrorCode::Cancelled, u"The batch was interrupted; it can be resumed."_s, {}};
}

/// One run of one batch.
class Run
{
public:
    Run(Journal& journal, const Classifier& classifier, const ScreeningOptions& options,
        const RunControl& control, const std::function<void(const ScreeningProgress&)>& progress)
        : m_journal(journal), m_classifier(classifier), m_options(options), m_control(control),
          m_progress(progress)
    {
    }

    [[nodiscard]] Result<JournalCounts> operator()()
    {
        if (auto prepared = prepare(); !prepared)
            return prepared.error();
        Pipeline pipeline(m_classifier, m_options, m_control);
        if (auto judged = judgeQueued(pipeline); !judged)
            return judged.error();
        return m_options.watch ? watch(pipeline) : m_journal.counts();
    }

private:
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<void> unpackAgain();
    [[nodiscard]] Result<void> judgeQueued(Pipeline& pipeline);
    [[nodiscard]] Result<void> fill(Pipeline& pipeline);
    [[nodiscard]] Result<void> record(std::vector<Outcome> outcomes);
    [[nodiscard]] Result<JournalCounts> watch(Pipeline& pipeline);
    [[nodiscard]] Result<void> list(const Journal::AddEntry& add, CompanionCounts& companions);
    [[nodiscard]] Result<void> lookAgain(FolderWatch& folders, Pipeline& pipeline);
    [[nodiscard]] Result<void> followSources(const QStringList& missing);
    [[nodiscard]] Result<std::vector<IntakeEntry>> freshFiles(FolderWatch& folders) const;
    [[nodiscard]] Result<void> takeInFresh(const std::vector<IntakeEntry>& files);
    [[nodiscard]] Result<void> takeInFile(const IntakeEntry& file, const Journal::AddEntry& add);
    [[nodiscard]] Result<void> report(const QString& doing = {}, const QString& notice = {});
    [[nodiscard]] Result<bool> isUnpacked() const;
    [[nodiscard]] QStringList ownFiles() const;
    [[nodiscard]] IntakeRequest request(const QStringList& paths) const
    {
        IntakeRequest request;
        request.paths = paths;
        request.unpackFolder = unpackFolderOf(m_journal.path());
        request.unpackToken = m_unpackToken;
        request.leaveOut = ownFiles();
        return request;
    }

    Journal& m_journal;
    const Classifier& m_classifier;
    const ScreeningOptions& m_options;
    const RunControl& m_control;
    const std::function<void(const ScreeningProgress&)>& m_progress;
    screening::Throughput m_throughput;
    QByteArray m_unpackToken;
    QStringList m_missing; ///< watched paths that are not there
    qint64 m_lastQueued = 0; ///< number of the last study that went into the pipeline
    bool m_allQueued = false;
};

Result<void> Run::prepare()
{
    if (m_journal.job().modelSha256 != m_classifier.manifest().weightsSha256)
        return Error{ErrorCode::InvalidArgument,
                     u"This batch was begun with another model (%1 %2); go on with "
                     "that one, or begin a new batch."_s.arg(m_journal.job().modelName,
                                                             m_journal.job().modelVersion),
                     m_journal.path()};
    if (m_options.retryFailed)
        if (const auto requeued = m_journal.requeueFailed(); !requeued)
            return requeued.error();
    const auto isListed = m_journal.isListed();
    if (!isListed)
        return isListed.error();
    auto token = m_journal.unpackToken();
    if (!token)
        return token.error();
    m_unpackToken = *std::move(token);
    if (*isListed)
        return unpackAgain();
    if (auto reported = report(u"Looking for files"_s); !reported)
        return reported;
    CompanionCounts companions;
    auto listed = m_journal.addListing(
        [&](const Journal::AddEntry& add) { return list(add, companions); }, &companions);
    if (!listed)
        (void)removeUnpacked(m_journal); // no row knows of it
    return listed;
}

/// The first listing. What is still being copied into a watched folder is left to the watch.
Result<void> Run::list(const Journal::AddEntry& add, CompanionCounts& companions)
{
    const auto addComplete = [&](const IntakeEntry& entry) -> Result<void> {
        if (m_options.watch && FolderWatch::mayStillGrow(entry, QDateTime::currentDateTime()))
            return {};
        return add(entry);
    };
    const auto taken
        = takeIn(request(m_journal.job().sources), addComplete, m_control.cancelToken());
    if (!taken)
        return taken.error();
    companions = *taken;
    return {};
}

/// Files below the sources that are no studies: a watched journal would be new for ever.
QStringList Run::ownFiles() const
{
    QStringList files = m_options.leaveOut;
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".lock", ".unpacked"})
        files << m_journal.path() + QLatin1String(suffix);
    return files;
}

/// Is every queued file there that came from an archive?
Result<bool> Run::isUnpacked() const
{
    constexpr int page = 1000;
    const QString folder = unpackFolderOf(m_journal.path()) + QLatin1Char('/');
    for (qint64 last = 0;;) {
        const auto queued = m_journal.queued(last, page);
        if (!queued)
            return queued.error();
        if (queued->empty())
            return true;
        for (const ScreenedStudy& study : *queued)
            if (study.path.startsWith(folder) && !QFileInfo::exists(study.path))
                return false;
        last = queued->back().number;
    }
}

/// Unpacked archives may be gone when a batch is taken up later.
Result<void> Run::unpackAgain()
{
    const auto unpacked = isUnpacked();
    if (!unpacked)
        return unpacked.error();
    if (*unpacked)
        return {};
    const auto taken = takeIn(
        request(m_journal.job().sources), [](const IntakeEntry&) { return Result<void>(); },
        m_control.cancelToken());
    return taken ? Result<void>() : taken.error();
}

/// Files that are complete by now and not in the journal.
Result<std::vector<IntakeEntry>> Run::freshFiles(FolderWatch& folders) const
{
    std::vector<IntakeEntry> fresh;
    for (IntakeEntry& entry : folders.completeFiles(QDateTime::currentDateTime())) {
        const auto known = m_journal.knows(entry);
        if (!known)
            return known.error();
        if (!*known || entry.isReplaced)
            fresh.push_back(std::move(entry));
    }
    return fresh;
}

Result<void> Run::takeInFresh(const std::vector<IntakeEntry>& files)
{
    return m_journal.addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (const IntakeEntry& file : files)
            if (auto taken = takeInFile(file, add); !taken)
                return taken;
        return {};
    });
}

Result<void> Run::takeInFile(const IntakeEntry& file, const Journal::AddEntry& add)
{
    if (file.problem)
        return add(file);
    const auto addAs = [&](IntakeEntry entry) {
        entry.isReplaced = file.isReplaced && entry.archive.path.isEmpty();
        return add(entry);
    };
    IntakeRequest one = request({file.path});
    const QStringList& sources = m_journal.job().sources;
    one.areNamed = std::any_of(sources.begin(), sources.end(), [&](const QString& source) {
        return QFileInfo(source).absoluteFilePath() == file.path;
    });
    const auto taken = takeIn(one, addAs, m_control.cancelToken());
    // Somebody may have removed the file again; the others still count.
    const bool isGone = !taken && taken.error().code == ErrorCode::FileNotFound;
    return taken || isGone ? Result<void>() : taken.error();
}

Result<void> Run::fill(Pipeline& pipeline)
{
    // Not for every free place, since a query costs as much for one row as for many.
    constexpr int worthAsking = 16;
    const int room = pipeline.room();
    if (m_allQueued || room < worthAsking)
        return {};
    auto queued = m_journal.queued(m_lastQueued, room);
    if (!queued)
        return queued.error();
    m_allQueued = queued->empty();
    if (!m_allQueued)
        m_lastQueued = queued->back().number;
    pipeline.put(*std::move(queued));
    return {};
}

Result<void> Run::record(std::vector<Outcome> outcomes)
{
    if (outcomes.empty())
        return {};
    std::vector<ScreenedStudy> studies;
    std::vector<QByteArray> thumbnails;
    for (Outcome& outcome : outcomes) {
        studies.push_back(std::move(outcome.study));
        thumbnails.push_back(std::move(outcome.thumbnail));
    }
    m_throughput.add(qint64(studies.size()));
    return m_journal.record(studies, thumbnails);
}

Result<void> Run::judgeQueued(Pipeline& pipeline)
{
    m_allQueued = false;
    QElapsedTimer sinceReport;
    while (!m_control.cancelToken().isCancelled()) {
        if (auto filled = fill(pipeline); !filled)
            return filled;
        if (auto recorded = record(pipeline.take(progressMs)); !recorded)
            return recorded;
        if (const auto failure = pipeline.failure())
            return *failure;
        const bool isDone = m_allQueued && pipeline.isEmpty();
        if (isDone || !sinceReport.isValid() || sinceReport.elapsed() >= progressMs) {
            sinceReport.start();
            if (auto reported = report(); !reported)
                return reported;
        }
        if (isDone)
            return {};
    }
    return cancelled();
}

/// Says which sources went away and which are back. When one of them is back, its rows that could
/// not be read meanwhile are queued again.
Result<void> Run::followSources(const QStringList& missing)
{
    QStringList notices;
    bool isBack = false;
    for (const QString& path : missing)
        if (!m_missing.contains(path))
            notices << u"%1 cannot be reached; waiting for it to come back."_s.arg(path);
    for (const QString& path : m_missing)
        if (!missing.contains(path)) {
            notices << u"%1 is back; watching goes on."_s.arg(path);
            isBack = true;
        }
    m_missing = missing;
    for (const QString& notice : notices)
        if (auto reported = report({}, notice); !reported)
            return reported;
    if (!isBack)
        return {};
    const auto requeued = m_journal.requeueFailed();
    return requeued ? Result<void>() : requeued.error();
}

Result<void> Run::lookAgain(FolderWatch& folders, Pipeline& pipeline)
{
    const auto fresh = freshFiles(folders);
    if (!fresh)
        return fresh.error();
    if (auto followed = followSources(folders.missing()); !followed)
        return followed;
    if (!fresh->empty())
        if (auto taken = takeInFresh(*fresh); !taken)
            return taken;
    // Duplicates of a film that was written over are queued again, too.
    const auto counts = m_journal.counts();
    if (!counts)
        return counts.error();
    if (counts->queued == 0)
        return {};
    m_lastQueued = 0;
    return judgeQueued(pipeline);
}

Result<JournalCounts> Run::watch(Pipeline& pipeline)
{
    FolderWatch folders(m_journal.job().sources, ownFiles());
    while (!m_control.cancelToken().isCancelled()) {
        const QString doing = m_missing.isEmpty()
            ? u"Watching for new files"_s
            : u"Waiting for %1, which cannot be reached"_s.arg(m_missing.join(u", "_s));
        if (auto reported = report(doing); !reported)
            return reported.error();
        QElapsedTimer looking;
        looking.start();
        if (auto looked = lookAgain(folders, pipeline); !looked)
            return looked.error();
        // Scanning many thousands of files takes a while; most of the time is for others.
        const qint64 restMs
            = std::clamp<qint64>(10 * looking.elapsed(), lookAgainMs, longestRestMs);
        std::this_thread::sleep_for(std::chrono::milliseconds(restMs));
    }
    return cancelled();
}

Result<void> Run::report(const QString& doing, const QString& notice)
{
    if (!m_progress)
        return {};
    const auto counts = m_journal.counts();
    if (!counts)
        return counts.error();
    const double perSecond = m_throughput.perSecond();
    m_progress({*counts, perSecond, perSecond > 0 ? double(counts->queued) / perSecond : 0, doing,
                notice});
    return {};
}

} // namespace

QString unpackFolderOf(const QString& journal)
{
    return QFileInfo(journal).absoluteFilePath() + u".unpacked"_s;
}

Result<void> removeUnpacked(Journal& journal)
{
    const auto token = journal.unpackToken();
    if (!token)
        return token.error();
    return ScratchFolder::remove(unpackFolderOf(journal.path()), *token);
}

Result<JournalCounts> screen(Journal& journal, const Classifier& classifier,
                             const ScreeningOptions& options, const RunControl& control,
                             const std::function<void(const ScreeningProgress&)>& progress)
{
    const auto claim = Journal::claim(journal.path());
    if (!claim)
        return claim.error();
    return Run(journal, classifier, options, control, progress)();
}

ScreeningJob screeningJob(const QStringList& sources, const ModelManifest& manifest,
                          const QString& modelFolder)
{
    ScreeningJob job;
    job.sources = sources;
    job.modelName = manifest.name;
    job.modelVersion = manifest.version;
    job.modelSha256 = manifest.weightsSha256;
    job.modelFolder = modelFolder;
    for (const ModelClass& entry : manifest.classes) {
        job.classes << entry.name;
        job.classTitles << entry.title;
    }
    job.positiveClass = manifest.positiveClass;
    job.threshold = manifest.threshold;
    job.predictionSets = manifest.predictionSets;
    return job;
}

} // namespace ccad
