// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds of a batch's bookkeeping, without any decoding: finding files, listing, recording in
// batches of 16, reading changes as a worklist does, exports, joining two shards. Files and
// journals are made in a temporary folder (on TMPDIR).
//   bench_journal [rows, 100000]
#include "core/intake/folder_watch.h"
#include "core/worklist/journal.h"
#include "core/worklist/urgency.h"
#include "core/worklist/worklist_export.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <fstream>
#include <string>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

constexpr int mapSide = 7;
constexpr qsizetype thumbnailBytes = 3000; ///< about what a JPEG of 96 pixels takes

template <typename T> void require(const Result<T>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
}

void require(const Result<void>& result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
}

long peakMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:"))
            return std::stol(line.substr(6)) / 1024;
    return 0;
}

/// Runs the work once and prints how long it took.
void timed(const char* what, qint64 rows, const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    const double seconds = double(timer.nsecsElapsed()) / 1e9;
    std::printf("%-44s %8.3f s  %9.0f rows/s  peak %4ld MB\n", what, seconds,
                double(rows) / seconds, peakMegabytes());
    std::fflush(stdout);
}

ScreeningJob jobOf(int shard, int shards)
{
    ScreeningJob job;
    job.modelName = u"bench"_s;
    job.modelSha256 = QString(64, u'0');
    job.classes = {u"normal"_s, u"pneumonia"_s};
    job.positiveClass = 1;
    job.shard = shard;
    job.shards = shards;
    return job;
}

ScreenedStudy judged(ScreenedStudy study)
{
    // A hundredth are copies of one another.
    const qint64 n = study.number;
    study.uid = u"1.2.840.%1"_s.arg(n % 100 == 0 ? n / 200 : n + 1000000);
    study.identity = u"uid:%1 %2"_s.arg(study.uid, QString(64, u'0'));
    study.isDicom = true;
    const float p = float(n * 7919 % 10007) / 10007;
    study.status = StudyStatus::Ok;
    study.label = p > 0.5F;
    study.positive = p > 0.5F;
    study.probabilities = {1 - p, p};
    study.urgency = urgencyOf(study.probabilities, study.positive, 1, 0);
    study.map.map = {mapSide, mapSide, std::vector<float>(mapSide * mapSide, p)};
    study.patientId = QString::number(n);
    study.milliseconds = 20;
    return study;
}

std::unique_ptr<Journal> listed(const QString& path, qint64 rows, int shard, int shards)
{
    auto journal = Journal::create(path, jobOf(shard, shards));
    require(journal);
    require((*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
        for (qint64 i = 1; i <= rows; ++i) {
            IntakeEntry entry;
            entry.file = u"day/ward %1/study%2.dcm"_s.arg(i % 40).arg(i);
            entry.path = u"/srv/pacs/"_s + entry.file;
            entry.bytes = 10000000 + i;
            entry.modifiedMs = 1700000000000 + i;
            if (auto added = add(entry); !added)
                return added;
        }
        return {};
    }));
    return *std::move(journal);
}

void recordAll(Journal& journal)
{
    const QByteArray thumbnail(thumbnailBytes, 'x');
    const std::vector<QByteArray> thumbnails(16, thumbnail);
    for (qint64 last = 0;;) {
        const auto queued = journal.queued(last, 16);
        require(queued);
        if (queued->empty())
            return;
        last = queued->back().number;
        std::vector<ScreenedStudy> studies;
        for (const ScreenedStudy& row : *queued)
            studies.push_back(judged(row));
        require(journal.record(studies, thumbnails));
    }
}

void benchJournal(const QDir& folder, qint64 rows)
{
    std::unique_ptr<Journal> journal;
    const QString path = folder.filePath(u"whole"_s);
    timed("journal: list", rows, [&] { journal = listed(path, rows, 1, 1); });
    timed("journal: record in batches of 16", rows, [&] { recordAll(*journal); });
    timed("journal: counts, 100 times", 100, [&] {
        for (int i = 0; i < 100; ++i)
            require(journal->counts());
    });
    timed("journal: all changes, 500 at a time", rows, [&] {
        for (qint64 revision = 0;;) {
            const auto changes = journal->changesAfter(revision, 500);
            require(changes);
            if (changes->empty())
                return;
            revision = changes->back().revision;
        }
    });
    timed("journal: verdict, 1,000 times", 1000, [&] {
        for (int i = 1; i <= 1000; ++i)
            require(journal->setVerdict(i, Verdict::Agree, {}));
    });
    timed("export: CSV", rows,
          [&] { require(writeWorklistCsv(*journal, folder.filePath(u"csv"_s))); });
    timed("export: JSON lines", rows,
          [&] { require(writeWorklistJsonLines(*journal, folder.filePath(u"jsonl"_s))); });
    journal.reset();
    std::printf("%-44s %8.1f MB\n", "journal: size", double(QFileInfo(path).size()) / (1 << 20));

    QStringList parts;
    for (int shard = 1; shard <= 2; ++shard) {
        parts << folder.filePath(u"part%1"_s.arg(shard));
        recordAll(*listed(parts.back(), rows, shard, 2));
    }
    timed("journal: join two shards", rows,
          [&] { require(Journal::merge(parts, folder.filePath(u"joined"_s))); });
}

void benchIntake(const QDir& folder, int files)
{
    const QString day = folder.filePath(u"day"_s);
    const QByteArray content(2000, 'x');
    for (int i = 0; i < files; ++i) {
        const QString ward = day + u"/ward%1"_s.arg(i % 40);
        QDir().mkpath(ward);
        QFile file(ward + u"/image%1"_s.arg(i));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    timed("intake: 50,000 files", files, [&] {
        require(takeIn({{day}, folder.filePath(u"unpacked"_s), {}},
                       [](const IntakeEntry&) { return Result<void>(); }));
    });
    FolderWatch watch({day});
    const QDateTime start = QDateTime::currentDateTime();
    timed("watch: first look at them", files, [&] { (void)watch.completeFiles(start); });
    timed("watch: later look", files, [&] { (void)watch.completeFiles(start.addSecs(1)); });
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QTemporaryDir folder;
    const qint64 rows = argc > 1 ? QByteArray(argv[1]).toLongLong() : 100000;
    benchIntake(QDir(folder.path()), 50000);
    benchJournal(QDir(folder.path()), rows);
    return 0;
}
