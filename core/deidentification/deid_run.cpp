// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/deid_run.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 mappingMs = 5000; ///< between two writings of the mapping

Error invalid(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

QString cleanPath(const QString& path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

/// Links in the part of the path that there is already are followed.
QString realPath(const QString& path)
{
    QString there = cleanPath(path);
    QString rest;
    while (!QFileInfo::exists(there) && there.contains(u'/')) {
        const qsizetype slash = there.lastIndexOf(u'/');
        rest.prepend(there.mid(slash));
        there.truncate(slash);
    }
    return QDir::cleanPath(QFileInfo(there.isEmpty() ? u"/"_s : there).canonicalFilePath() + rest);
}

/// Secrets in the folder that is to be given away, inputs in it, and one file for two purposes.
/// `pathOf` says where a path leads.
Result<void> checkPaths(const DeidRun& run, QString (*pathOf)(const QString& path))
{
    const QString out = pathOf(run.out);
    const QStringList lists{run.mapping, run.key, run.boxes};
    for (qsizetype i = 0; i < lists.size(); ++i) {
        if (lists[i].isEmpty())
            continue;
        if (pathOf(lists[i]).startsWith(out + u'/'))
            return invalid(u"%1 would lie in the folder that is to be given away."_s.arg(lists[i]));
        for (qsizetype j = i + 1; j < lists.size(); ++j)
            if (!lists[j].isEmpty() && pathOf(lists[i]) == pathOf(lists[j]))
                return invalid(
                    u"Mapping, key and list of boxes cannot be one file: %1."_s.arg(lists[i]));
    }
    for (const QString& path : run.paths)
        if (const QString input = pathOf(path); input == out || input.startsWith(out + u'/'))
            return invalid(
                u"%1 lies in the folder for the new files, where nothing but those is to "
                "be. Choose another folder for them."_s.arg(path));
    return {};
}

/// A slip of the hand must not cost anybody a film or a key: only a list of that kind is replaced,
/// and a mapping, without which nobody finds a patient again, only where somebody asked for it.
Result<void> checkReplaces(const DeidRun& run, const QString& path,
                           const QByteArrayList& beginnings)
{
    QFile file(path);
    if (path.isEmpty() || !file.exists())
        return {};
    if (run.existing == Existing::Keep)
        return Error{ErrorCode::AlreadyExists,
                     u"%1 is there already. Choose another name, or ask for what is there to be "
                     "replaced."_s.arg(path),
                     path};
    const QByteArray head = file.open(QIODevice::ReadOnly) ? file.read(64) : "?";
    if (head.isEmpty()
        || std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const QByteArray& one) { return head.startsWith(one); }))
        return {};
    return invalid(u"%1 is there already, and is no list of that kind that CCAD wrote. It is not "
                   "replaced; choose another name."_s.arg(path));
}

/// What only the disk can tell.
Result<void> checkOnDisk(const DeidRun& run)
{
    if (auto ok = checkPaths(run, realPath); !ok)
        return ok;
    if (auto ok = checkReplaces(run, run.boxes, {boxesToCsv({})}); !ok)
        return ok;
    return checkReplaces(run, run.mapping, {DeidMapping().csv(), sealedMark()});
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

Result<void> writeMapping(const DeidRun& run, const DeidMapping& mapping)
{
    if (run.mapping.isEmpty())
        return {};
    const auto content
        = isSealed(run) ? sealed(mapping.csv(), run.passphrase) : Result<QByteArray>(mapping.csv());
    return content ? writeFileAtomically(run.mapping, *content) : content.error();
}

/// What else is written when all files are done.
Result<void> writeLists(const DeidRun& run, const DeidMapping& mapping,
                        const QHash<QString, std::vector<PixelBox>>& boxes)
{
    if (!run.boxes.isEmpty()) {
        if (auto ok = writeFileAtomically(run.boxes, boxesToCsv(boxes)); !ok)
            return ok;
    }
    return writeMapping(run, mapping);
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
    return checkPaths(run, cleanPath);
}

Result<DeidRunReport> deidentifyAll(const DeidRun& run, const DeidFileSink& sink,
                                    const CancelToken& cancel, const Progress& progress)
{
    if (auto ok = checkDeidRun(run); !ok)
        return ok.error();
    if (auto ok = checkOnDisk(run); !ok)
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
    QElapsedTimer sinceMapping;
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
        // What a killed run wrote has to be found again, too.
        if (!sinceMapping.isValid() || sinceMapping.hasExpired(mappingMs)) {
            if (auto ok = writeMapping(run, folder->mapping()); !ok)
                return ok.error();
            sinceMapping.start();
        }
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
