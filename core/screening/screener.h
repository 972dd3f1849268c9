// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/inference/classifier.h"
#include "core/isolation/decoder.h"
#include "core/worklist/journal.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace ccad {

struct ScreeningOptions
{
    int workers = 0; ///< files in work at once; 0: one a core and one more
    bool retryFailed = false; ///< failed rows once more
    /// Watched: when all is done, new files below the job's sources are taken in as they become
    /// complete, until cancelled.
    bool watch = false;
    /// Files below the sources that are the batch's own: its worklist, say.
    QStringList leaveOut;
    DecoderLimits limits;
    QString decoder; ///< program; empty: decoderProgram()
};

struct ScreeningProgress
{
    JournalCounts counts;
    double perSecond = 0; ///< files, over the last seconds
    double secondsLeft = 0;
    QString doing; ///< "Looking for files", a sentence fragment; empty while files are judged
};

/// Where archives of a journal are unpacked, as a ScratchFolder; absolute.
[[nodiscard]] QString unpackFolderOf(const QString& journal);

/// Removes what a batch unpacked, once nobody wants to open it any more; nothing there is fine.
/// Errors: those of the journal; WriteFailed, a sentence, when what is called
/// unpackFolderOf(journal) was not made for it, and is left alone.
[[nodiscard]] Result<void> removeUnpacked(Journal& journal);

/// Lists the job's sources when the journal has no listing yet, then decodes, classifies and
/// records every queued file: each worker decodes in a child process of its own and classifies on
/// one core. Results are recorded in the order of the listing, so that the outcome does not depend
/// on how fast which file was. Memory does not grow with the number of files. `progress` is called
/// a few times a second from the calling thread. What archives held stays, see removeUnpacked;
/// unless the listing fails. Errors: Cancelled (the journal goes on another
/// time), InvalidArgument when another run has the journal or the classifier is not the job's,
/// those of takeIn and Journal, Internal when no decoder can be started.
[[nodiscard]] Result<JournalCounts>
screen(Journal& journal, const Classifier& classifier, const ScreeningOptions& options = {},
       const RunControl& control = {},
       const std::function<void(const ScreeningProgress&)>& progress = {});

/// The job of a model and paths.
[[nodiscard]] ScreeningJob screeningJob(const QStringList& sources, const ModelManifest& manifest,
                                        const QString& modelFolder);

} // namespace ccad
