// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/deid_run.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error invalid(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

/// Would whoever gets the folder get that file, too?
bool isWithin(const QString& file, const QString& folder)
{
    if (file.isEmpty())
        return false;
    const QString above = QDir::cleanPath(QDir(folder).absolutePath()) + u'/';
    return QDir::cleanPath(QFileInfo(file).absoluteFilePath()).startsWith(above);
}

bool isSamePath(const QString& one, const QString& other)
{
    return QDir::cleanPath(QDir(one).absolutePath()) == QDir::cleanPath(QDir(other).absolutePath());
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

/// Somebody's list or mapping of an earlier run, without which nobody finds a patient again.
Result<void> checkLists(const DeidRun& run)
{
    for (const QString& list : {run.mapping, run.boxes})
        if (!list.isEmpty() && run.existing == Existing::Keep && QFileInfo::exists(list))
            return Error{
                ErrorCode::AlreadyExists,
                u"%1 is there already. Choose another name, or ask for what is there to be "
                "replaced."_s.arg(list),
                list};
    return {};
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
    return {};
}

Result<DeidRunReport> deidentifyAll(const DeidRun& run, const DeidFileSink& sink,
                                    const CancelToken& cancel, const Progress& progress)
{
    if (auto ok = checkDeidRun(run); !ok)
        return ok.error();
    if (auto ok = checkLists(run); !ok)
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
