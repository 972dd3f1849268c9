// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_files.h"

#include "core/base/scratch_folder.h"
#include "core/intake/intake.h"
#include "ui/jobs/shown_path.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <atomic>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StudyFiles", text);
}

/// The folder of unpacked files, readable by this user alone, until the program ends.
const QString& unpackRoot()
{
    static const QTemporaryDir folder(QDir::tempPath() + u"/ccad-XXXXXX"_s);
    static const QString path = folder.path();
    return path;
}

/// A folder of its own for each drop: the same archive dropped again must not take the files from
/// under studies that are open.
QString nextUnpackFolder()
{
    static std::atomic<int> number = 0;
    return u"%1/%2"_s.arg(unpackRoot()).arg(++number);
}

/// Below a dropped folder, files that file managers hide are no studies.
bool isHiddenBelow(const QString& path, const IntakeEntry& entry)
{
    const qsizetype below = path.endsWith(u'/') ? path.size() - 1 : path.size();
    return entry.file.startsWith(path) && entry.file.indexOf(u"/."_s, below) >= 0;
}

/// Collects the files to be opened until there are enough.
class Collector
{
public:
    explicit Collector(int maximum) : m_maximum(maximum) { }

    void takeFrom(const QString& path, const CancelToken& cancel)
    {
        if (!QFileInfo::exists(path)) {
            note(Error{ErrorCode::FileNotFound, tr("There is no file %1.").arg(path), path});
            return;
        }
        const auto sink = [&](const IntakeEntry& entry) { return take(path, entry); };
        IntakeRequest request;
        request.paths = {path};
        request.unpackFolder = nextUnpackFolder();
        request.unpackToken = ScratchFolder::newToken();
        if (auto taken = takeIn(request, sink, cancel); !taken && !isFull())
            note(taken.error());
    }

    [[nodiscard]] bool isFull() const { return m_files.size() >= m_maximum; }
    [[nodiscard]] const QStringList& files() const { return m_files; }
    [[nodiscard]] const std::optional<Error>& firstProblem() const { return m_firstProblem; }

private:
    Result<void> take(const QString& path, const IntakeEntry& entry)
    {
        if (entry.problem)
            note(*entry.problem);
        else if (!isHiddenBelow(path, entry))
            open(entry);
        if (isFull())
            return Error{ErrorCode::Cancelled, {}, {}}; // there are enough
        return {};
    }

    void open(const IntakeEntry& entry)
    {
        if (!entry.archive.path.isEmpty())
            rememberShownPath(entry.path, entry.file);
        m_files << entry.path;
    }

    void note(const Error& problem)
    {
        // That an index is none of the files it lists does not explain why there are none.
        if (!m_firstProblem || m_firstProblem->code == ErrorCode::Refused)
            m_firstProblem = problem;
    }

    int m_maximum;
    QStringList m_files;
    std::optional<Error> m_firstProblem;
};

} // namespace

bool isUnpacked(const QString& path)
{
    return path.startsWith(unpackRoot() + QLatin1Char('/'));
}

Result<QStringList> studyFiles(const QStringList& paths, const CancelToken& cancel, int maximum)
{
    Collector collector(maximum);
    for (const QString& path : paths)
        if (!collector.isFull() && !cancel.isCancelled())
            collector.takeFrom(path, cancel);
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("Looking for files was cancelled."), {}};
    QStringList files = collector.files();
    files.removeDuplicates();
    if (!files.isEmpty())
        return files;
    if (const auto& problem = collector.firstProblem())
        return *problem;
    return Error{ErrorCode::FileNotFound, tr("There are no files in %1.").arg(paths.join(u", "_s)),
                 paths.value(0)};
}

} // namespace ccad
