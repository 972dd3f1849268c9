// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/deid_run.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error invalid(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

/// Links in the part of the path that there is already are followed.
QString realPath(const QString& path)
{
    QString there = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    QString rest;
    while (!QFileInfo::exists(there) && there.contains(u'/')) {
        const qsizetype slash = there.lastIndexOf(u'/');
        rest.prepend(there.mid(slash));
        there.truncate(slash);
    }
    return QDir::cleanPath(QFileInfo(there.isEmpty() ? u"/"_s : there).canonicalFilePath() + rest);
}

/// Would whoever gets the folder get that file, too?
bool isWithin(const QString& file, const QString& folder)
{
    return !file.isEmpty() && realPath(file).startsWith(realPath(folder) + u'/');
}

bool isSamePath(const QString& one, const QString& other)
{
    return realPath(one) == realPath(other);
}

/// A slip of the hand must not cost anybody a film or a key: only a list of that kind is replaced.
Result<void> checkReplaces(const QString& path, const QByteArrayList& beginnings)
{
    QFile file(path);
    if (path.isEmpty() || !file.exists())
        return {};
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray head = file.read(64);
        if (head.isEmpty()
            || std::any_of(beginnings.begin(), beginnings.end(),
                           [&](const QByteArray& one) { return head.startsWith(one); }))
            return {};
    }
    return invalid(u"%1 is there already, and is no list of that kind that CCAD wrote. It is not "
                   "replaced; choose another name."_s.arg(path));
}

/// Each file that is written beside the films has a place of its own.
Result<void> checkLists(const DeidRun& run)
{
    const QStringList files{run.mapping, run.key, run.boxes};
    for (qsizetype i = 0; i < files.size(); ++i)
        for (qsizetype j = i + 1; j < files.size(); ++j)
            if (!files[i].isEmpty() && !files[j].isEmpty() && isSamePath(files[i], files[j]))
                return invalid(
                    u"Mapping, key and list of boxes cannot be one file: %1."_s.arg(files[i]));
    if (auto ok = checkReplaces(run.boxes, {boxesToCsv({})}); !ok)
        return ok;
    return checkReplaces(run.mapping, {DeidMapping().csv(), sealedMark()});
}

bool isSealed(const DeidRun& run)
{
    return !run.mapping.isEmpty() && !run.isMappingPlain;
}

Result<DeidFolder> openFolder(const DeidRun& run)
{
    auto key = run.key.isEmpty() ? Pseudonyms::randomKey() : keyOfFile(run.key);
    if (!key)
        return key.error();
    return DeidFolder::open(
        {run.out, run.options, *std::move(key), run.policy, run.listed, run.existing});
}

/// What else is written when all files are done.
Result<void> writeLists(const DeidRun& run, const DeidMapping& mapping,
                        const QHash<QString, std::vector<PixelBox>>& boxes)
{
    if (!run.boxes.isEmpty()) {
        if (auto ok = writeFileAtomically(run.boxes, boxesToCsv(boxes)); !ok)
            return ok;
    }
    if (run.mapping.isEmpty())
        return {};
    const auto content
        = isSealed(run) ? sealed(mapping.csv(), run.passphrase) : Result<QByteArray>(mapping.csv());
    return content ? writeFileAtomically(run.mapping, *content) : content.error();
}

void count(DeidRunReport& report, const Result<DeidFile>& done)
{
    if (!done)
        ++report.failed;
    else if (done->written.isEmpty())
        ++report.waiting;
    else
        ++report.written;
}

/// What an earlier run wrote is no input, should its folder lie among the studies.
Result<NamedFiles> inputOf(const DeidRun& run, const QString& unpackFolder,
                           const CancelToken& cancel)
{
    return namedFiles(run.paths, unpackFolder, cancel, {QFileInfo(run.out).absoluteFilePath()});
}

} // namespace

Result<void> checkDeidRun(const DeidRun& run)
{
    if (run.options.testFlag(DeidOption::RetainFullDates)
        && run.options.testFlag(DeidOption::RetainModifiedDates))
        return invalid(u"Dates are kept either in full or modified, not both."_s);
    for (const QString& secret : {run.mapping, run.key, run.boxes})
        if (isWithin(secret, run.out))
            return invalid(u"%1 would lie in the folder that is to be given away."_s.arg(secret));
    for (const QString& path : run.paths)
        if (isWithin(path, run.out) || isSamePath(path, run.out))
            return invalid(
                u"%1 lies in the folder for the new files, where nothing but those is to "
                "be. Choose another folder for them."_s.arg(path));
    return checkLists(run);
}

Result<DeidRunReport> deidentifyAll(const DeidRun& run, const DeidFileSink& sink,
                                    const CancelToken& cancel, const Progress& progress)
{
    if (auto ok = checkDeidRun(run); !ok)
        return ok.error();
    // The passphrase is tried before the long work.
    if (isSealed(run)) {
        if (const auto tried = sealed({}, run.passphrase); !tried)
            return tried.error();
    }
    auto folder = openFolder(run);
    if (!folder)
        return folder.error();
    // For as long as its files are read. Where there is none, the first archive says so.
    const auto unpacked = TemporaryFolder::make();
    const auto found
        = inputOf(run, unpacked ? unpacked->path() + u"/archives"_s : QString(), cancel);
    if (!found)
        return found.error();
    DeidRunReport report;
    report.companions = found->companions;
    QHash<QString, std::vector<PixelBox>> boxes;
    const auto total = static_cast<qint64>(found->files.size());
    qint64 number = 0;
    for (const NamedFile& file : found->files) {
        if (progress)
            progress(number++, total, file.file);
        const auto done = file.problem ? Result<DeidFile>(*file.problem)
                                       : folder->add(file.file, file.path, cancel);
        if (cancel.isCancelled()) {
            report.wasInterrupted = true;
            break;
        }
        count(report, done);
        if (done)
            boxes.insert(file.file, done->boxes);
        sink(file, done);
    }
    // Also after an interruption: the files that were written have to be found again.
    if (auto ok = writeLists(run, folder->mapping(), boxes); !ok)
        return ok.error();
    return report;
}

Result<CompanionCounts> searchAll(const DeidRun& run, const QString& unpackFolder,
                                  const std::function<void(const SearchedFilm&)>& sink,
                                  const CancelToken& cancel, const Progress& progress)
{
    const auto found = inputOf(run, unpackFolder, cancel);
    if (!found)
        return found.error();
    const auto total = static_cast<qint64>(found->files.size());
    qint64 number = 0;
    for (const NamedFile& file : found->files) {
        if (progress)
            progress(number++, total, file.file);
        SearchedFilm film{file,
                          file.problem ? Result<TextSearch>(*file.problem)
                                       : searchText(file.file, file.path, cancel)};
        if (cancel.isCancelled())
            return Error{ErrorCode::Cancelled, u"The search for text was cancelled."_s, {}};
        sink(film);
    }
    return found->companions;
}

} // namespace ccad
