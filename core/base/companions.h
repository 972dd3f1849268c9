// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace ccad {

/// What lies among studies without being one: the kind of a file or folder that is counted and left
/// out where a whole folder, medium or archive is taken in. A file that a user names himself is
/// tried, whatever its name.
enum class Companion
{
    System, ///< hidden, or kept by a system, a file manager or a NAS: "._x", "Thumbs.db", "@eaDir"
    Unfinished, ///< still being copied or left by a copy that ended early: "x.dcm.part"
    Lock, ///< locks and backups of programs: "~$x", "x~", "LOCKFILE"
    Document, ///< programs and their parts, documents and settings: "viewer.exe", "README.TXT"
    Index, ///< a DICOMDIR; the files that it lists are studies of their own
    Folder, ///< a hidden or system's folder with all that it holds: ".Trash", "@eaDir"
};
constexpr int companionKinds = 6;

struct CompanionName
{
    Companion kind = Companion::System;
    /// False: a companion only when its content is neither DICOM nor a picture, since others use
    /// such names, too. A name that is certain is never opened.
    bool isCertain = true;
};

/// The rule for the name of a file, without its folder: nothing when it may be a study. The only
/// place that knows such names.
[[nodiscard]] std::optional<CompanionName> companionFile(const QString& name);
/// Is a folder of that name, without the folders above it, a companion with all that it holds?
[[nodiscard]] bool isCompanionFolder(const QString& name);
/// The rule for a file and all folders above it: "__MACOSX/st/._IM1.dcm". Both "/" and "\" part
/// folders.
[[nodiscard]] std::optional<CompanionName> companionPath(const QString& path);

/// How many companions of each kind were left out. A folder counts as one, as nobody looked into
/// it; of an archive, whose list names them all, its files count.
class CompanionCounts
{
public:
    void add(Companion kind, qint64 count = 1) { m_counts[std::size_t(kind)] += count; }
    [[nodiscard]] qint64 of(Companion kind) const { return m_counts[std::size_t(kind)]; }
    [[nodiscard]] qint64 total() const;
    CompanionCounts& operator+=(const CompanionCounts& other);
    bool operator==(const CompanionCounts&) const = default;

private:
    std::array<qint64, companionKinds> m_counts{};
};

/// One sentence: "16 files and folders are no studies and were left out: 12 hidden or of the
/// system, 4 programs or documents." Empty when there are none. Folders are named as such, since
/// they may hold any number of files.
[[nodiscard]] QString companionText(const CompanionCounts& counts);

} // namespace ccad
