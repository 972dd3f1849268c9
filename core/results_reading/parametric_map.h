// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/saliency_map.h"
#include "core/results/coded_concept.h"
#include "core/results_reading/object_facts.h"

#include <vector>

namespace ccad::results {

/// A frame of a parametric map.
struct MapFrame
{
    QString label; ///< LUT Label: "covid"
    QString explanation; ///< "Class map of COVID-19 pneumonia"
    std::vector<Code> quantities; ///< what its numbers are: Saliency, and the finding
    SaliencyMap map; ///< real-world values; what is no number counts as 0
};

/// A parametric map of floating-point pixels (PS3.3 A.75).
struct ParametricMap
{
    QString label;
    int columns = 0;
    int rows = 0;
    std::vector<MapFrame> frames;
    /// It says of itself that it is a map of saliency of a film (code 130404), with values 0..1.
    bool isSaliency = false;
    QStringList notes;
};

} // namespace ccad::results
