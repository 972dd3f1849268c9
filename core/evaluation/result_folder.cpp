// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/result_folder.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

/// Every name that resultFiles gives, folds.json of a cross-validation, and those of trials.
const QStringList resultNames
    = {u"confusion.csv"_s, u"data_folder.txt"_s, u"folds.json"_s,     u"metrics.json"_s,
       u"outside.csv"_s,   u"predictions.csv"_s, u"roc.csv"_s,        u"roc.svg"_s,
       u"trials.json"_s,   u"trials.md"_s,       u"unreadable.txt"_s, u"validation.csv"_s};

Error occupied(const QString& folder, const QString& what)
{
    return {ErrorCode::WriteFailed,
            u"%1 %2; choose another folder for the results."_s.arg(folder, what), folder};
}

/// Whether a folder can be made beside the target, as saving does. Makes and removes one.
Result<void> checkWritable(const QString& folder)
{
    QDir above = QFileInfo(QDir::cleanPath(folder)).absoluteDir();
    while (!QFileInfo::exists(above.path()) && !above.isRoot())
        above = QFileInfo(above.path()).absoluteDir();
    const QTemporaryDir probe(above.filePath(u".ccad-XXXXXX"_s));
    if (probe.isValid())
        return {};
    return Error{ErrorCode::WriteFailed,
                 u"The results cannot be written to %1: %2."_s.arg(folder, probe.errorString()),
                 folder};
}

} // namespace

Result<void> checkResultsTarget(const QString& folder)
{
    const QFileInfo target(folder);
    if (target.exists() && !target.isDir())
        return occupied(folder, u"is a file"_s);
    if (target.isDir())
        for (const QString& name : QDir(folder).entryList(QDir::AllEntries | QDir::Hidden
                                                          | QDir::System | QDir::NoDotAndDotDot))
            if (!resultNames.contains(name))
                return occupied(folder,
                                u"holds %1, which is no result of an evaluation"_s.arg(name));
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
