// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

#include <sys/types.h>

namespace ccad {

/// A folder held by a descriptor: what is done in it is done there, whatever takes its place on the
/// disk meanwhile. Names are single ones, without '/', and a link of such a name is never followed.
class OpenFolder
{
public:
    /// The folder may be no link itself; those above it may. Errors: FileNotFound, WriteFailed
    /// (a link, no folder, no permission).
    [[nodiscard]] static Result<OpenFolder> open(const QString& path);
    /// The same, where the user chose the path and may have given a link.
    [[nodiscard]] static Result<OpenFolder> openFollowing(const QString& path);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] QString pathOf(const QByteArray& name) const;
    [[nodiscard]] int descriptor() const { return m_folder.get(); }
    /// Does it belong to the user who runs this program?
    [[nodiscard]] bool isOwn() const;

    [[nodiscard]] Result<OpenFolder> folder(const QByteArray& name) const;
    /// False, with errno, when the name is taken or nothing can be made.
    [[nodiscard]] bool makeFolder(const QByteArray& name, mode_t mode) const;
    /// A new file for reading and writing, for its user alone; closed, with errno, when the name is
    /// taken or nothing can be made.
    [[nodiscard]] OwnedFd newFile(const QByteArray& name) const;
    [[nodiscard]] bool removeFile(const QByteArray& name) const;
    /// Onto a name that nothing has, a file or an empty folder. False, with errno, on failure.
    [[nodiscard]] bool rename(const QByteArray& from, const QByteArray& to) const;
    /// "." and ".." left out.
    [[nodiscard]] Result<std::vector<QByteArray>> names() const;

    /// Removes the folder of that name with all in it; none there is fine. Links in it go, what
    /// they lead to stays. Error, with nothing removed: a link or a file has that name, or the
    /// folder belongs to somebody else. Error with a part removed: another file system begins
    /// below, or something may not be removed.
    [[nodiscard]] Result<void> removeTree(const QByteArray& name) const;
    /// All that is in the folder but `kept`, likewise.
    [[nodiscard]] Result<void> removeContent(const QByteArray& kept = {}) const;

    /// All that is in the folder survives a power cut from now on. Error: WriteFailed.
    [[nodiscard]] Result<void> sync() const;
    /// Names that were added, moved or removed do; content does not.
    void syncNames() const;

private:
    OpenFolder(OwnedFd folder, QString path) : m_folder(std::move(folder)), m_path(std::move(path))
    {
    }
    [[nodiscard]] static Result<OpenFolder> openAt(int above, const QByteArray& name, int flags,
                                                   const QString& path);

    OwnedFd m_folder;
    QString m_path;
};

/// removeTree of a path: the one way in which CCAD removes folders with what is in them. Only for
/// what this program is known to have made.
[[nodiscard]] Result<void> removeTree(const QString& path);

} // namespace ccad
