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
    int workers = 0; ///< files in work at once; 0: one per core and one more
    bool retryFailed = false; ///< tries failed rows once more
    /// When all is done, takes in new files below the job's sources as they become complete, until
    /// cancelled.
    bool watch = false;
    /// The batch's own files below the sources, such as its worklist.
    QStringList leaveOut;
    DecoderLimits limits;
    QString decoder; ///< program; empty: decoderProgram()
};

struct ScreeningProgress
{
    JournalCounts counts;
    double perSecond = 0; ///< files per second, over the last seconds
    double secondsLeft = 0;
    QString doing; ///< "Looking for files", a sentence fragment; empty while files are judged
    /// A sentence that is said once: a watched folder went away or came back. Mostly empty.
    QString notice;
};

/// Absolute path of the ScratchFolder in which archives of a journal are unpacked.
[[nodiscard]] QString unpackFolderOf(const QString& journal);

/// Removes what a batch unpacked, once nobody wants to open it any more; a missing folder is fine.
/// Errors: those of the journal; WriteFailed, a sentence, when unpackFolderOf(journal) was not made
/// for this journal and is therefore left alone.
[[nodiscard]] Result<void> removeUnpacked(Journal& journal);

/// Lists the job's sources when the journal has no listing yet, then decodes, classifies and
/// records every queued file: each worker decodes in a child process of its own and classifies on
/// one core. Results are recorded in the order of the listing, so that the outcome does not depend
/// on how fast each file was. Memory does not grow with the number of files. `progress` is called a
/// few times a second from the calling thread. Unpacked archives stay (see removeUnpacked) unless
/// the listing fails. Errors: Cancelled (the journal can go on another time), InvalidArgument when
/// another run has the journal or the classifier is not the job's, those of takeIn and Journal,
/// Internal when no decoder can be started.
[[nodiscard]] Result<JournalCounts>
screen(Journal& journal, const Classifier& classifier, const ScreeningOptions& options = {},
       const RunControl& control = {},
       const std::function<void(const ScreeningProgress&)>& progress = {});

/// The job for a model and paths.
[[nodiscard]] ScreeningJob screeningJob(const QStringList& sources, const ModelManifest& manifest,
                                        const QString& modelFolder);

} // namespace ccad
