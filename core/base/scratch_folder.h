// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/open_folder.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// A folder for files that can be made again, which CCAD may therefore empty. A marker file in it
/// shows that CCAD made it: it holds a token that the owner also keeps elsewhere (for an unpacked
/// archive, in the journal). A folder without the marker, a link or somebody else's folder is never
/// entered, whatever its name. One program at a time holds the folder.
class ScratchFolder
{
public:
    /// Name of the marker file.
    static constexpr char marker[] = ".ccad-scratch";

    /// 32 hexadecimal digits at random.
    [[nodiscard]] static QByteArray newToken();

    /// Makes the folder, for this user alone, with its parents, or enters the existing one. Error:
    /// WriteFailed, a sentence that says why the folder was left alone.
    [[nodiscard]] static Result<ScratchFolder> enter(const QString& path, const QByteArray& token);
    /// Removes the folder with all in it; a missing one is fine. Error: WriteFailed, as above.
    [[nodiscard]] static Result<void> remove(const QString& path, const QByteArray& token);

    [[nodiscard]] const OpenFolder& folder() const { return m_folder; }
    /// Removes this folder.
    [[nodiscard]] Result<void> remove() &&;

    ScratchFolder(ScratchFolder&&) noexcept = default;
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder();

private:
    ScratchFolder(OpenFolder above, OpenFolder folder, OwnedFd held);
    [[nodiscard]] static Result<ScratchFolder> enterAt(OpenFolder above, const QByteArray& name,
                                                       const QByteArray& token);

    OpenFolder m_above;
    OpenFolder m_folder;
    OwnedFd m_marker; ///< locked
};

} // namespace ccad
