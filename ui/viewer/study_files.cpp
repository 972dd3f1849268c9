// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_files.h"

#include "core/base/file_names.h"
#include "core/base/regular_file.h"
#include "core/base/temporary_folder.h"
#include "core/intake/intake.h"
#include "core/results_reading/read_object.h"
#include "ui/jobs/shown_path.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <atomic>
#include <optional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StudyFiles", text);
}

/// The folder of unpacked files, readable by this user alone, until the program ends; empty when
/// none can be made.
const QString& unpackRoot()
{
    static const Result<TemporaryFolder> folder = TemporaryFolder::make();
    static const QString path = folder ? folder->path() : QString();
    return path;
}

/// A folder of its own for each drop: the same archive dropped again must not take the files from
/// under studies that are open.
QString nextUnpackFolder()
{
    static std::atomic<int> number = 0;
    if (unpackRoot().isEmpty())
        return {};
    return u"%1/%2"_s.arg(unpackRoot()).arg(++number);
}

bool isResult(const QString& path)
{
    const auto file = openRegularFile(path); // what is no file any more is not waited for
    if (!file)
        return false;
    constexpr qsizetype enough = 1024;
    QByteArray begin(enough, '\0');
    const auto got = readPiece(*file, path, 0, begin.data(), enough);
    return got && results::beginsAsResultObject(begin.left(*got));
}

/// Collects the files to be opened until there are enough.
class Collector
{
public:
    explicit Collector(int maximum) : m_maximum(maximum) { }

    void takeFrom(const QString& path, const CancelToken& cancel)
    {
        if (!QFileInfo::exists(path)) {
            note(missingFile(path, path));
            return;
        }
        const auto sink = [&](const IntakeEntry& entry) { return take(entry); };
        IntakeRequest request;
        request.paths = {path};
        request.unpackFolder = nextUnpackFolder();
        request.unpackToken = ScratchFolder::newToken();
        const auto taken = takeIn(request, sink, cancel);
        if (taken)
            m_found.companions += *taken;
        else if (!isFull())
            note(taken.error());
    }

    [[nodiscard]] bool isFull() const { return m_found.files.size() >= m_maximum; }
    [[nodiscard]] const StudyFiles& found() const { return m_found; }

private:
    Result<void> take(const IntakeEntry& entry)
    {
        if (entry.problem)
            note(*entry.problem);
        else
            open(entry);
        if (isFull())
            return Error{ErrorCode::Cancelled, {}, {}}; // there are enough
        return {};
    }

    void open(const IntakeEntry& entry)
    {
        if (!entry.archive.path.isEmpty())
            rememberShownPath(entry.path, entry.file);
        (isResult(entry.path) ? m_found.results : m_found.files) << entry.path;
    }

    void note(const Error& problem)
    {
        ++m_found.problems;
        // That an archive holds no studies does not explain why there are none elsewhere.
        if (!m_found.firstProblem || m_found.firstProblem->code == ErrorCode::Refused)
            m_found.firstProblem = problem;
    }

    int m_maximum;
    StudyFiles m_found;
};

} // namespace

bool isUnpacked(const QString& path)
{
    return !unpackRoot().isEmpty() && path.startsWith(unpackRoot() + QLatin1Char('/'));
}

QString leftOutText(const StudyFiles& found)
{
    QStringList lines;
    if (found.problems > 0 && found.firstProblem)
        lines << (found.problems == 1
                      ? found.firstProblem->message
                      : tr("%1 files cannot be opened. The first: %2")
                            .arg(QString::number(found.problems), found.firstProblem->message));
    lines << companionText(found.companions);
    lines.removeAll(QString());
    return lines.join(u' ');
}

Result<StudyFiles> studyFiles(const QStringList& paths, const CancelToken& cancel, int maximum)
{
    Collector collector(maximum);
    for (const QString& path : paths)
        if (!collector.isFull() && !cancel.isCancelled())
            collector.takeFrom(path, cancel);
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("Looking for files was cancelled."), {}};
    StudyFiles found = collector.found();
    found.files.removeDuplicates();
    if (!found.files.isEmpty() || !found.results.isEmpty())
        return found;
    if (found.firstProblem)
        return *found.firstProblem;
    const QString none = tr("There are no studies in %1.").arg(paths.join(u", "_s));
    return Error{ErrorCode::FileNotFound,
                 QStringList{none, companionText(found.companions)}.join(u' ').trimmed(),
                 paths.value(0)};
}

} // namespace ccad
