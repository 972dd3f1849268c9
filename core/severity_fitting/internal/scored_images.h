// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity_fitting/severity_fit.h"

namespace ccad {

/// An image with the further columns of its row.
struct ScoredImage
{
    DatasetItem item;
    int patient = 0; ///< number of the patient, from 0
    std::array<std::optional<double>, severityScores.size()> scores; ///< within their scales
    std::optional<double> saturation; ///< SpO2 as written, in %
    bool redistributable = true; ///< as the column says; yes where there is none
};

struct ScoredImages
{
    std::vector<ScoredImage> images; ///< the images with a score or a saturation
    QStringList unreadable; ///< sentences on the rows left out, which may name files
    QStringList notes; ///< whole sentences: columns that are missing
};

/// The rows of a manifest. Errors: those of readDataset; DatasetUnusable for a cell that is no
/// number or off its scale, and when there is no score at all.
[[nodiscard]] Result<ScoredImages> scoredImages(const SeverityRequest& request);

} // namespace ccad
