// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/folder_kind.h"

#include "core/base/open_folder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error cannotWriteTo(const QString& path, const QString& why)
{
    return {ErrorCode::WriteFailed, u"%1 %2; choose another folder."_s.arg(path, why), path};
}

/// The disk may be failing, and what cannot be looked at is nobody's to replace.
Error notSeen(const QString& path)
{
    return {ErrorCode::WriteFailed, u"Cannot look at %1: %2."_s.arg(path, qt_error_string(errno)),
            path};
}

enum class What
{
    Nothing,
    Link,
    Folder,
    Other,
};

/// What has that name, itself. Error: WriteFailed when that cannot be told.
Result<What> whatIs(const QString& path)
{
    struct stat info;
    if (::lstat(QFile::encodeName(path).constData(), &info) != 0)
        return errno == ENOENT || errno == ENOTDIR ? Result<What>(What::Nothing) : notSeen(path);
    return S_ISLNK(info.st_mode) ? What::Link : S_ISDIR(info.st_mode) ? What::Folder : What::Other;
}

/// Error: WriteFailed.
Result<void> checkIsPlainFolder(What what, const QString& path)
{
    if (what == What::Link)
        return cannotWriteTo(path, u"is a link to another place"_s);
    if (what != What::Folder)
        return cannotWriteTo(path, u"is no folder"_s);
    return {};
}

bool isKnownEntry(mode_t mode, const QString& name, const QStringList& files)
{
    if (!S_ISDIR(mode))
        return S_ISREG(mode) && files.contains(name);
    return std::any_of(files.begin(), files.end(),
                       [&](const QString& file) { return file.startsWith(name + u'/'); });
}

/// The relative name of the first entry that does not belong to the kind; empty: there is none.
Result<QString> strangeEntry(const OpenFolder& folder, const QString& prefix,
                             const QStringList& files)
{
    auto names = folder.names();
    if (!names)
        return names.error();
    std::sort(names->begin(), names->end());
    for (const QByteArray& entry : *names) {
        const QString name = prefix + QFile::decodeName(entry);
        struct stat info;
        if (::fstatat(folder.descriptor(), entry.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return notSeen(folder.pathOf(entry));
        if (!isKnownEntry(info.st_mode, name, files))
            return name;
        if (!S_ISDIR(info.st_mode))
            continue;
        const auto inner = folder.folder(entry);
        if (!inner)
            return inner.error();
        if (auto below = strangeEntry(*inner, name + u'/', files); !below || !below->isEmpty())
            return below;
    }
    return QString();
}

Result<bool> isEmpty(const OpenFolder& folder)
{
    const auto names = folder.names();
    if (!names)
        return names.error();
    return names->empty();
}

} // namespace

Result<void> checkIsOfKind(const QString& folder, const FolderKind& kind)
{
    const auto open = OpenFolder::openFollowing(folder);
    if (!open)
        return open.error();
    const auto strange = strangeEntry(*open, {}, kind.files);
    if (!strange)
        return strange.error();
    if (!strange->isEmpty())
        return cannotWriteTo(folder,
                             u"holds %1, which is no part of a %2"_s.arg(*strange, kind.name));
    const auto empty = isEmpty(*open);
    if (!empty)
        return empty.error();
    if (!kind.check || *empty)
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
    const QString target = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    const auto what = whatIs(target);
    if (!what)
        return what.error();
    if (*what == What::Nothing)
        return {};
    if (auto plain = checkIsPlainFolder(*what, path); !plain)
        return plain;
    const auto open = OpenFolder::open(target);
    if (!open)
        return open.error();
    const auto empty = isEmpty(*open);
    if (!empty)
        return empty.error();
    if (*empty)
        return {};
    if (auto known = checkIsOfKind(path, kind); !known)
        return known;
    if (existing == Existing::Keep)
        return Error{ErrorCode::AlreadyExists,
                     u"There is a %1 in %2 already, which is replaced only when that "
                     "is asked for."_s.arg(kind.name, path),
                     path};
    // The folder that an earlier replacement left is removed in favour of the one replaced now.
    const QString older = replacedFolderOf(path);
    const auto whatIsOlder = whatIs(older);
    if (!whatIsOlder)
        return whatIsOlder.error();
    if (*whatIsOlder == What::Nothing)
        return {};
    if (auto plain = checkIsPlainFolder(*whatIsOlder, older); !plain)
        return plain;
    return checkIsOfKind(older, kind);
}

QString replacedFolderOf(const QString& path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath()) + u".old"_s;
}

} // namespace ccad
