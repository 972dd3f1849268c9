// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/companions.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ccad {

/// A regular file, or something else that lies where files do.
struct WalkedItem
{
    QString file; ///< the path that was given and the way below it
    QString path; ///< absolute
    qint64 bytes = 0;
    qint64 modifiedMs = 0;
    qint64 changedNs = 0; ///< of the file or what the system knows of it, such as its name
    quint64 fileId = 0; ///< the number that its file system has for it
    /// Equal for the same name in the same folder, by whatever way it was reached.
    QByteArray key;
    /// The problem is one of the name or of a link, which no later content puts right.
    bool isHopeless = false;
    /// Set for what the walk came across and is no study by its name; a folder of that kind is an
    /// item of its own and not entered. What a path asks for itself is none, whatever its name.
    std::optional<CompanionName> companion;
    /// Set for everything but regular files: a FIFO, a socket, a device, a link that leads nowhere,
    /// back to a folder above it or out of the folders that were asked for, a folder without
    /// permission, a name that is no UTF-8.
    std::optional<Error> problem;
};

/// Walks files and folders without opening any file. Folders behind links are entered, too, each
/// folder once in the life of the object. A link that leads out of the folders that were asked for
/// is a problem: a medium with a link to "/" would have the whole disk screened. A path that is
/// asked for may be a link itself.
class FolderWalk
{
public:
    using Visit = std::function<Result<void>(const WalkedItem&)>;

    /// `asked`: all the paths that will be walked; links may lead from one to another.
    /// `leaveOut`: files and folders that are passed over, by whatever way they are reached.
    explicit FolderWalk(const QStringList& asked, const QStringList& leaveOut = {});

    /// Visits what lies at or below the path, in the order of comesBefore on names. Errors:
    /// Cancelled, those of visit.
    [[nodiscard]] Result<void> operator()(const QString& path, const Visit& visit,
                                          const CancelToken& cancel = {});

    /// Looks at one name, whether it is a file or not; folders are problems. No error when there is
    /// nothing: the item's problem is FileNotFound.
    [[nodiscard]] static WalkedItem look(const QString& path);
    /// look() for a path that a file named; see the class on links.
    [[nodiscard]] WalkedItem lookWithin(const QString& path) const;

private:
    using FolderId = std::pair<quint64, quint64>; ///< device and inode

    enum class Way
    {
        Asked,
        Found ///< below a folder that was asked for
    };

    [[nodiscard]] bool isOutside(const WalkedItem& item) const;
    [[nodiscard]] Result<void> visitAt(WalkedItem item, Way way, const Visit& visit,
                                       const CancelToken& cancel);
    [[nodiscard]] Result<void> visitInside(const WalkedItem& folder, FolderId id,
                                           const QByteArray& name, const Visit& visit,
                                           const CancelToken& cancel);
    [[nodiscard]] Result<void> visitFolder(WalkedItem item, FolderId id, const Visit& visit,
                                           const CancelToken& cancel);

    QSet<QByteArray> m_leftOut; ///< keys
    std::vector<QByteArray> m_roots; ///< without links, with a slash at their ends
    std::set<FolderId> m_walked;
    std::set<FolderId> m_above; ///< folders that the walk is in
};

} // namespace ccad
