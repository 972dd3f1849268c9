// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/companions.h"
#include "core/base/progress.h"
#include "core/deidentification/deid_folder.h"
#include "core/deidentification/text_search.h"
#include "core/intake/named_files.h"

#include <functional>

namespace ccad {

/// A whole de-identification as somebody asks for it, on the command line or in the window.
struct DeidRun
{
    QStringList paths; ///< files, folders, archives, DICOMDIRs
    QString out; ///< folder for the new files
    DeidOptions options;
    TextPolicy policy = TextPolicy::Ask;
    /// See DeidFolderRequest.
    QHash<QString, std::vector<PixelBox>> listed;
    Existing existing = Existing::Keep;
    QString key; ///< its file; empty: a key is used once and forgotten
    QString mapping; ///< its file; empty: none is written
    bool isMappingPlain = false;
    QByteArray passphrase; ///< of a mapping that is not plain
    QString boxes; ///< file for the boxes that were found, or empty
};

/// Can it be done as it was asked for? Asks no disk. Error: InvalidArgument (options that exclude
/// each other, secrets in the folder that is to be given away).
[[nodiscard]] Result<void> checkDeidRun(const DeidRun& run);

/// What became of all files.
struct DeidRunReport
{
    qint64 written = 0;
    qint64 waiting = 0; ///< not written: somebody has to look at text in their pixels first
    qint64 failed = 0;
    CompanionCounts companions; ///< left out as no studies
    bool wasInterrupted = false; ///< files that were written by then are there, in the mapping, too
};

/// Called for each file in turn, on the working thread.
using DeidFileSink = std::function<void(const NamedFile& file, const Result<DeidFile>& done)>;

/// De-identifies all files, each by itself: one that fails does not stop the others. At the end,
/// also of a run that was cancelled, mapping and boxes are written. Errors: those of checkDeidRun,
/// sealed (before anything is read), keyOfFile, DeidFolder::open and takeIn; AlreadyExists where a
/// mapping or a list of boxes would have to be replaced, which nobody asked for; WriteFailed.
[[nodiscard]] Result<DeidRunReport> deidentifyAll(const DeidRun& run, const DeidFileSink& sink,
                                                  const CancelToken& cancel = {},
                                                  const Progress& progress = {});

/// A film that somebody is to look at.
struct SearchedFilm
{
    NamedFile file;
    Result<TextSearch> found;
};

/// Looks for text in the pixels of all films that a run would take in, and writes nothing. Archives
/// are unpacked into `unpackFolder`, so that the films can be shown. Errors: Cancelled, those of
/// takeIn.
[[nodiscard]] Result<CompanionCounts>
searchAll(const DeidRun& run, const QString& unpackFolder,
          const std::function<void(const SearchedFilm&)>& sink, const CancelToken& cancel = {},
          const Progress& progress = {});

} // namespace ccad
