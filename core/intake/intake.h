// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/intake/archive.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace ccad {

/// A file's state when it was looked at.
struct ArchiveStamp
{
    QString path; ///< absolute
    qint64 bytes = 0;
    qint64 modifiedMs = 0; ///< since 1970; 0 when unknown
    bool operator==(const ArchiveStamp&) const = default;
};

/// The name of the folder that an archive in that state is unpacked into, below
/// IntakeRequest::unpackFolder.
[[nodiscard]] QString unpackedNameOf(const ArchiveStamp& archive);

/// One file that was found, or one that cannot even be looked at.
struct IntakeEntry
{
    /// For people: the path as it was asked for, with the way through archives and indexes
    /// ("day.zip/inner.zip/0001.dcm").
    QString file;
    QString path; ///< absolute, where its bytes lie (for a member of an archive: unpacked)
    qint64 bytes = 0;
    qint64 modifiedMs = 0; ///< since 1970; 0 when unknown
    /// For an unpacked file, the outermost archive that it came from; otherwise empty.
    ArchiveStamp archive;
    /// Another file took the place of one with the same path, size and time; see FolderWatch.
    bool isReplaced = false;
    /// Why the file cannot be read at all: a FIFO, a link in circles or out of the folder, a name
    /// that is no UTF-8, a broken or greedy archive, a member of one that is encrypted, damaged or
    /// no file, the rest of an archive that was cut off, a missing file that a DICOMDIR lists, a
    /// folder without permission.
    std::optional<Error> problem;
};

struct IntakeRequest
{
    QStringList paths; ///< files, folders, DICOMDIRs, archives; recognised by content
    /// ScratchFolder that is entered or made when an archive turns up; the caller removes it.
    QString unpackFolder;
    QByteArray unpackToken; ///< by which the caller and CCAD recognise that folder
    UnpackLimits limits; ///< for all archives together
    /// Files and folders that get no entries, by whatever way they are reached: the batch's own
    /// files, when its journal lies among the sources.
    QStringList leaveOut = {};
    /// False when nobody named the paths: files among them may be companions, too.
    bool areNamed = true;
};

/// Does the path stand for files: is it a folder, an archive or a DICOMDIR?
[[nodiscard]] bool standsForFiles(const QString& path);

/// Accounts for everything below the paths, each file exactly once: by an entry or, when it lies in
/// a folder or an archive and is no study (see companions.h), in the counts that are returned. A
/// DICOMDIR counts there, too: the files that it lists have entries. The order depends on names
/// alone (comesBefore, see natural_order.h). Folders behind links are walked once, whatever
/// circles they form; a link that leads out of all the paths is a problem. A file that a DICOMDIR
/// lists and the walk finds, too, comes once. `sink` is called for each entry; its error ends the
/// walk. Opens each regular file once, for its first bytes, one that nobody recognises by them a
/// second time, for its last, and nothing else.
///
/// Archives are unpacked into folders named by the archive's path, size and time, so that the same
/// request has the same paths another time, and other requests may share the unpackFolder; what an
/// earlier call unpacked is replaced by the same once more. An unpacked file is always whole, even
/// after a kill.
///
/// Errors: FileNotFound when a path of the request does not exist, before anything is done;
/// WriteFailed when there is no room to unpack an archive, or when the token does not fit the
/// folder called unpackFolder; Cancelled; those of sink.
[[nodiscard]] Result<CompanionCounts>
takeIn(const IntakeRequest& request, const std::function<Result<void>(const IntakeEntry&)>& sink,
       const CancelToken& cancel = {}, const Progress& progress = {});

} // namespace ccad
