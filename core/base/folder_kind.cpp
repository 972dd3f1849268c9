// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder_kind.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

bool isKnownEntry(const QFileInfo& entry, const QString& name, const QStringList& files)
{
    if (entry.isSymLink())
        return false;
    if (!entry.isDir())
        return entry.isFile() && files.contains(name);
    return std::any_of(files.begin(), files.end(),
                       [&](const QString& file) { return file.startsWith(name + u'/'); });
}

/// The relative name of the first entry that does not belong to the kind; empty: there is none.
QString strangeEntry(const QString& folder, const QString& prefix, const QStringList& files)
{
    for (const QFileInfo& entry : QDir(folder).entryInfoList(everything, QDir::Name)) {
        const QString name = prefix + entry.fileName();
        if (!isKnownEntry(entry, name, files))
            return name;
        if (entry.isDir())
            if (QString below = strangeEntry(entry.filePath(), name + u'/', files);
                !below.isEmpty())
                return below;
    }
    return {};
}

Error cannotWriteTo(const QString& path, const QString& why)
{
    return {ErrorCode::WriteFailed, u"%1 %2; choose another folder."_s.arg(path, why), path};
}

/// Error: WriteFailed.
Result<void> checkIsPlainFolder(const QFileInfo& target, const QString& path)
{
    if (target.isSymLink())
        return cannotWriteTo(path, u"is a link to another place"_s);
    if (!target.isDir())
        return cannotWriteTo(path, u"is no folder"_s);
    return {};
}

} // namespace

Result<void> checkIsOfKind(const QString& folder, const FolderKind& kind)
{
    const QString strange = strangeEntry(folder, {}, kind.files);
    if (!strange.isEmpty())
        return cannotWriteTo(folder,
                             u"holds %1, which is no part of a %2"_s.arg(strange, kind.name));
    if (!kind.check || QDir(folder).isEmpty(everything))
        return {};
    if (const auto checked = kind.check(folder); !checked)
        return Error{ErrorCode::WriteFailed,
                     u"%1 exists and is no %2; choose another folder. (%3)"_s.arg(
                         folder, kind.name, checked.error().message),
                     folder};
    return {};
}

Result<void> checkFolderTarget(const QString& path, const FolderKind& kind, Existing existing)
{
    const QFileInfo target(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    if (!target.exists() && !target.isSymLink())
        return {};
    if (auto plain = checkIsPlainFolder(target, path); !plain)
        return plain;
    if (QDir(target.filePath()).isEmpty(everything))
        return {};
    if (auto known = checkIsOfKind(path, kind); !known)
        return known;
    if (existing == Existing::Keep)
        return Error{ErrorCode::AlreadyExists,
                     u"There is a %1 in %2 already, which is replaced only when that "
                     "is asked for."_s.arg(kind.name, path),
                     path};
    // The folder that an earlier replacement left is removed in favour of the one replaced now.
    const QFileInfo older(replacedFolderOf(path));
    if (!older.exists() && !older.isSymLink())
        return {};
    if (auto plain = checkIsPlainFolder(older, older.filePath()); !plain)
        return plain;
    return checkIsOfKind(older.filePath(), kind);
}

QString replacedFolderOf(const QString& path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath()) + u".old"_s;
}

} // namespace ccad
