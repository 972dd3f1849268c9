// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity_fitting/severity_fit.h"

namespace ccad {

/// An image whose row says what the SpO2 was.
struct SaturationRow
{
    double saturation = 0; ///< %
    int patient = 0;
    /// Estimates, one per repetition, of models that never saw the patient.
    std::vector<double> extents;
};

/// Correlation and AUC are means over the repetitions, with a bootstrap over patients; NaN where
/// they are not defined.
[[nodiscard]] SaturationReport saturationReport(const std::vector<SaturationRow>& rows,
                                                std::uint64_t seed);

} // namespace ccad
