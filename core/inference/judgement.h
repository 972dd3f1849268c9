// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"

#include <optional>

namespace ccad {

/// What came of one file that was to be classified: all that a line of output, a row of a worklist
/// or a panel says of it.
struct Judgement
{
    enum class Status
    {
        Ok, ///< has a finding
        Refused, ///< readable, but no chest radiograph that the model may judge
        Failed, ///< could not be read or classified; the reason says why
    };

    Status status = Status::Failed;
    QString reason; ///< a sentence; empty when Ok
    std::optional<Finding> finding; ///< absent where there was no picture; a refused one has it
    bool interrupted = false; ///< cancelled: nothing is said of the file

    /// The finding's warnings and notes; empty where there is no finding.
    [[nodiscard]] QStringList warnings() const;
    [[nodiscard]] ReaderNotes notes() const;
};

/// "ok", "refused", "error": the words of CSV and JSON.
[[nodiscard]] QString wordFor(Judgement::Status status);

/// The judgement of a file that gave no finding.
[[nodiscard]] Judgement judgementOf(const Error& error);
[[nodiscard]] Judgement judgementOf(Finding finding);

/// Classifies a file that was read as the classifier's readSize() asks, on all cores; the finding's
/// timings include the `decodeMs` that reading took. Never fails: an error is part of the
/// judgement.
[[nodiscard]] Judgement judge(const Result<ReducedRadiograph>& read, double decodeMs,
                              const Classifier& classifier);

} // namespace ccad
