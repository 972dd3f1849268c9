// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/preprocess/preprocessor.h"

#include <QString>

#include <vector>

namespace ccad {

struct ReaderTime
{
    QString format; ///< "DICOM, uncompressed"
    int width = 0;
    int height = 0;
    double ms = 0; ///< the whole picture, from a file in the disk cache
    /// Reading at the size the network needs and making its input, as a batch does.
    double networkMs = 0;
};

/// Draws files of each format into a temporary folder and times reading them: a radiograph of
/// columns x rows pixels (12 bits where the format has them) and pictures of the input's size.
/// Gives the medians of the repetitions. Errors: Cancelled, WriteFailed.
[[nodiscard]] Result<std::vector<ReaderTime>> timeReaders(const PreprocessSpec& spec, int columns,
                                                          int rows, int repetitions,
                                                          const CancelToken& cancel = {},
                                                          const Progress& progress = {});

} // namespace ccad
