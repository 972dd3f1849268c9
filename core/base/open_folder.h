// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

#include <sys/types.h>

namespace ccad {

/// A folder held by a descriptor: operations act on this folder, whatever takes its place on the
/// disk meanwhile. Names are single components without '/'; a link of such a name is never
/// followed.
class OpenFolder
{
public:
    /// The folder itself may be no link; its parents may. Errors: FileNotFound, WriteFailed (a
    /// link, no folder, no permission).
    [[nodiscard]] static Result<OpenFolder> open(const QString& path);
    /// open() for a path that the user chose, which may be a link.
    [[nodiscard]] static Result<OpenFolder> openFollowing(const QString& path);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] QString pathOf(const QByteArray& name) const;
    [[nodiscard]] int descriptor() const { return m_folder.get(); }
    /// Does the folder belong to the user who runs this program?
    [[nodiscard]] bool isOwn() const;

    [[nodiscard]] Result<OpenFolder> folder(const QByteArray& name) const;
    /// False, with errno, when the name is taken or nothing can be made.
    [[nodiscard]] bool makeFolder(const QByteArray& name, mode_t mode) const;
    /// A new file for reading and writing, for its user alone; closed, with errno, when the name is
    /// taken or nothing can be made.
    [[nodiscard]] OwnedFd newFile(const QByteArray& name) const;
    [[nodiscard]] bool removeFile(const QByteArray& name) const;
    /// Moves onto a free name, a file or an empty folder. False, with errno, on failure.
    [[nodiscard]] bool rename(const QByteArray& from, const QByteArray& to) const;
    /// Names of all entries but "." and "..".
    [[nodiscard]] Result<std::vector<QByteArray>> names() const;

    /// Removes the folder of that name with all in it; a missing one is fine. Links in it are
    /// removed, their targets stay. Error with nothing removed: a link or a file has that name, or
    /// the folder belongs to somebody else. Error with a part removed: another file system begins
    /// below, or something may not be removed.
    [[nodiscard]] Result<void> removeTree(const QByteArray& name) const;
    /// Removes all that is in the folder but `kept`, under the rules of removeTree().
    [[nodiscard]] Result<void> removeContent(const QByteArray& kept = {}) const;

    /// Makes all that is in the folder survive a power cut. Error: WriteFailed.
    [[nodiscard]] Result<void> sync() const;
    /// Makes added, moved and removed names survive a power cut, but not content. Error:
    /// WriteFailed.
    [[nodiscard]] Result<void> syncNames() const;

private:
    OpenFolder(OwnedFd folder, QString path) : m_folder(std::move(folder)), m_path(std::move(path))
    {
    }
    [[nodiscard]] static Result<OpenFolder> openAt(int above, const QByteArray& name, int flags,
                                                   const QString& path);

    OwnedFd m_folder;
    QString m_path;
};

/// removeTree of a path: the one way in which CCAD removes folders with their content. Only for
/// folders that this program is known to have made.
[[nodiscard]] Result<void> removeTree(const QString& path);

} // namespace ccad
