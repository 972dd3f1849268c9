// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/display_lut.h"
#include "core/preprocess/preprocessor.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace ccad {

/// An image that a lung network may learn from: a row of the manifest.
struct LungRow
{
    QString file; ///< absolute
    QString mask; ///< absolute; empty: no mask
    QString patient; ///< with its source, hence unique
    QString source;
    QString view;
    bool redistributable = false;
};

/// Columns file, patient, source; optional mask, view, redistributable ("yes"; without the column
/// all are). Errors: those of readFile and parseTable; DatasetUnusable (a column is missing, no
/// masks).
[[nodiscard]] Result<std::vector<LungRow>> readLungRows(const QString& manifest);

/// A picture in memory, ready for random changes.
struct LungImage
{
    LungRow row;
    NetworkInput input; ///< unchanged
    std::vector<std::uint8_t> picture; ///< largeSide() a side, stretched, row-major
    std::vector<std::uint8_t> target; ///< probability of lung, 0..255, laid out like `picture`
    GrayImage16 mask; ///< the mask as its file has it; empty without one
};

[[nodiscard]] int largeSide(const PreprocessSpec& spec);

/// Reads pictures and masks on all cores. Rows that cannot be read are left out and counted.
struct LungImages
{
    std::vector<LungImage> images; ///< in the order of the rows
    int unreadable = 0;
};
[[nodiscard]] Result<LungImages> readLungImages(const std::vector<LungRow>& rows,
                                                const PreprocessSpec& spec,
                                                const CancelToken& cancel);

} // namespace ccad
