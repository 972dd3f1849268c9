// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/result_folder.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace ccad {
namespace {

/// Every name that resultFiles gives, folds.json of a cross-validation, and those of trials.
const QStringList resultNames
    = {QStringLiteral("confusion.csv"),  QStringLiteral("data_folder.txt"),
       QStringLiteral("folds.json"),     QStringLiteral("metrics.json"),
       QStringLiteral("outside.csv"),    QStringLiteral("predictions.csv"),
       QStringLiteral("roc.csv"),        QStringLiteral("roc.svg"),
       QStringLiteral("trials.json"),    QStringLiteral("trials.md"),
       QStringLiteral("unreadable.txt"), QStringLiteral("validation.csv")};

Error occupied(const QString& folder, const QString& what)
{
    return {ErrorCode::WriteFailed,
            QStringLiteral("%1 %2; choose another folder for the results.").arg(folder, what),
            folder};
}

/// Whether a folder can be made beside the target, as saving does. Makes and removes one.
Result<void> checkWritable(const QString& folder)
{
    QDir above = QFileInfo(QDir::cleanPath(folder)).absoluteDir();
    while (!QFileInfo::exists(above.path()) && !above.isRoot())
        above = QFileInfo(above.path()).absoluteDir();
    const QTemporaryDir probe(above.filePath(QStringLiteral(".ccad-XXXXXX")));
    if (probe.isValid())
        return {};
    return Error{
        ErrorCode::WriteFailed,
        QStringLiteral("The results cannot be written to %1: %2.").arg(folder, probe.errorString()),
        folder};
}

} // namespace

Result<void> checkResultsTarget(const QString& folder)
{
    const QFileInfo target(folder);
    if (target.exists() && !target.isDir())
        return occupied(folder, QStringLiteral("is a file"));
    if (target.isDir())
        for (const QString& name : QDir(folder).entryList(QDir::AllEntries | QDir::Hidden
                                                          | QDir::System | QDir::NoDotAndDotDot))
            if (!resultNames.contains(name))
                return occupied(
                    folder,
                    QStringLiteral("holds %1, which is no result of an evaluation").arg(name));
    return checkWritable(folder);
}

Result<void> saveResults(const std::map<QString, QByteArray>& files, const QString& folder)
{
    // Asked again: something may have been put there since.
    if (auto target = checkResultsTarget(folder); !target)
        return target;
    return writeFolderAtomically(folder, [&](const QString& temporary) -> Result<void> {
        for (const auto& [name, content] : files)
            if (auto written = writeFileAtomically(temporary + u'/' + name, content); !written)
                return written;
        return {};
    });
}

} // namespace ccad
