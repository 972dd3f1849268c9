// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/scratch_folder.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ccad {

/// A folder for files of one run of a program, such as unpacked studies: for its user alone, and
/// removed when the object goes. A program that is killed leaves it; the next one that starts
/// removes it (sweepTemporaryFolders), since it is known by its marker and by its lock.
class TemporaryFolder
{
public:
    /// Makes the folder below QDir::tempPath(). Error: WriteFailed.
    [[nodiscard]] static Result<TemporaryFolder> make();

    [[nodiscard]] const QString& path() const { return m_path; }

    TemporaryFolder(TemporaryFolder&& other) noexcept;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;
    ~TemporaryFolder();

private:
    TemporaryFolder(QString path, ScratchFolder folder);

    QString m_path;
    std::optional<ScratchFolder> m_folder; ///< held: no other program sweeps it; moved from: none
};

/// What temporary folders take that no running program holds.
struct LeftOver
{
    QStringList folders; ///< absolute paths
    qint64 files = 0;
    qint64 bytes = 0;
};
[[nodiscard]] LeftOver leftOverTemporaryFolders();

/// Removes these folders of this user that killed programs left; returns how many. Folders that are
/// held, links, folders of others and folders without the marker stay.
int sweepTemporaryFolders();

} // namespace ccad
