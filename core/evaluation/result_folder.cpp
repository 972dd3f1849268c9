// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/result_folder.h"

#include "core/base/folder_writing.h"
#include "core/package/model_package.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

const FolderKind& resultsKind()
{
    static const FolderKind kind{
        u"set of results"_s,
        evaluationFiles() + QStringList{u"folds.json"_s, u"trials.json"_s, u"trials.md"_s}};
    return kind;
}

/// Can a folder be made beside the target, as saving does? Makes and removes one.
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
    if (auto free = checkFolderTarget(folder, resultsKind(), Existing::Replace); !free)
        return free;
    return checkWritable(folder);
}

Result<void> saveResults(const std::map<QString, QByteArray>& files, const QString& folder)
{
    // Checked again, since something may have been put there meanwhile.
    if (auto target = checkResultsTarget(folder); !target)
        return target;
    const auto fill = [&](const QString& temporary) -> Result<void> {
        for (const auto& [name, content] : files)
            if (auto written = writeFileAtomically(temporary + u'/' + name, content); !written)
                return written;
        return {};
    };
    return writeFolderAtomically(folder, resultsKind(), Existing::Replace, fill);
}

} // namespace ccad
