// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_files.h"

#include "core/intake/archive.h"
#include "core/intake/dicomdir.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <optional>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StudyFiles", text);
}

qsizetype digitsFrom(const QString& text, qsizetype start)
{
    qsizetype end = start;
    while (end < text.size() && text[end].isDigit())
        ++end;
    return end - start;
}

QStringList filesBelow(const QString& folder, const CancelToken& cancel, int maximum)
{
    QStringList files;
    // Links to folders are not followed: they can lead round in circles.
    QDirIterator walk(folder, QDir::Files | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext() && files.size() < maximum && !cancel.isCancelled())
        files << walk.next();
    std::sort(files.begin(), files.end(), comesBefore);
    return files;
}

std::optional<Error> problemOf(const QFileInfo& info)
{
    const QString path = info.filePath();
    if (!info.exists())
        return Error{ErrorCode::FileNotFound, tr("There is no file %1.").arg(path), path};
    if (info.isDir() && !(info.isReadable() && info.isExecutable()))
        return Error{ErrorCode::FileUnreadable,
                     tr("The folder %1 may not be read: permission denied.").arg(path), path};
    return std::nullopt;
}

/// What is unpacked lies here, readable by this user alone, until the program ends.
const QString& unpackRoot()
{
    static const QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/ccad-XXXXXX"));
    static const QString path = folder.path();
    return path;
}

Result<QStringList> unpacked(const QString& archive, const CancelToken& cancel)
{
    // Each archive into a folder of its own: two may hold the same names.
    static std::atomic<int> number = 0;
    const QString folder = QStringLiteral("%1/%2").arg(unpackRoot()).arg(++number);
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::WriteFailed,
                     tr("There is no room to unpack %1 in %2.").arg(archive, folder), folder};
    return unpackZip(archive, folder, {}, cancel);
}

/// The files that stand for one file: those it holds, those it lists, or itself.
Result<QStringList> filesBehind(const QString& file, const CancelToken& cancel)
{
    if (isZip(file))
        return unpacked(file, cancel);
    if (isDicomdir(file))
        return filesOfDicomdir(file, cancel);
    return QStringList{file};
}

} // namespace

bool isUnpacked(const QString& path)
{
    return path.startsWith(unpackRoot() + QLatin1Char('/'));
}

Result<QStringList> studyFiles(const QStringList& paths, const CancelToken& cancel, int maximum)
{
    QStringList files;
    std::optional<Error> firstProblem;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        QStringList found;
        if (const auto problem = problemOf(info))
            firstProblem = firstProblem ? firstProblem : problem;
        else if (info.isDir())
            found = filesBelow(info.absoluteFilePath(), cancel, maximum);
        else
            found << info.absoluteFilePath();
        for (const QString& file : found) {
            if (cancel.isCancelled() || files.size() >= maximum)
                break;
            // On a medium with a DICOMDIR its files turn up twice, which is mended below.
            if (const auto behind = filesBehind(file, cancel))
                files << *behind;
            else
                firstProblem = firstProblem ? firstProblem : behind.error();
        }
    }
    files = files.mid(0, maximum);
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, tr("Looking for files was cancelled."), {}};
    files.removeDuplicates();
    if (!files.isEmpty())
        return files;
    if (firstProblem)
        return *firstProblem;
    return Error{ErrorCode::FileNotFound,
                 tr("There are no files in %1.").arg(paths.join(QStringLiteral(", "))),
                 paths.value(0)};
}

bool comesBefore(const QString& a, const QString& b)
{
    // Not by QCollator: it counts in some locales only.
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        const qsizetype m = digitsFrom(a, i);
        const qsizetype n = digitsFrom(b, j);
        const QStringView left = QStringView(a).mid(i, std::max<qsizetype>(m, 1));
        const QStringView right = QStringView(b).mid(j, std::max<qsizetype>(n, 1));
        if (m > 0 && n > 0 && m != n)
            return m < n; // the longer number is the larger one, leading zeros aside
        if (const int order = left.compare(right))
            return order < 0;
        i += left.size();
        j += right.size();
    }
    return a.size() - i < b.size() - j;
}

} // namespace ccad
