// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/open_folder.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// A folder for files that can be made again, which CCAD may therefore empty. That it made the
/// folder is known from a marker file in it, which holds a token that the owner keeps elsewhere (an
/// unpacked archive's in the journal); a folder without it, a link or somebody else's folder is
/// never entered, whatever its name. One program at a time holds it.
class ScratchFolder
{
public:
    /// Name of the marker file.
    static constexpr char marker[] = ".ccad-scratch";

    /// 32 hexadecimal digits at random.
    [[nodiscard]] static QByteArray newToken();

    /// Makes it, for this user alone, with the folders above it, or enters the one that is there.
    /// Error: WriteFailed, a sentence that says why it was left alone.
    [[nodiscard]] static Result<ScratchFolder> enter(const QString& path, const QByteArray& token);
    /// Removes it with all in it; none there is fine. Error: WriteFailed, as above.
    [[nodiscard]] static Result<void> remove(const QString& path, const QByteArray& token);

    [[nodiscard]] const OpenFolder& folder() const { return m_folder; }
    /// Removes this one.
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
