// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/classifier.h"
#include "core/inference/saliency_map.h"
#include "core/preprocess/lung_mask.h"

#include <QString>

#include <optional>

namespace ccad {

/// How far a saliency map deserves to be shown as the basis of a prediction.
struct SaliencyGrade
{
    enum class Level
    {
        Good,
        Fair,
        Low ///< to be greyed: the prediction does not rest on what it shows, or no lung
    };

    Level level = Level::Low;
    /// Share of the map (as it is drawn) inside the lungs, and the share that an even map would
    /// have there, which is the lungs' part of what the network saw. Nothing where the lungs were
    /// not found.
    std::optional<double> insideLungs;
    double lungShare = 0;
    /// Fall of the class's log-odds when the cells of the highest saliency lose their detail, and
    /// the mean fall for as many cells elsewhere.
    double fall = 0;
    double fallElsewhere = 0;
    int weakerPlaces = 0; ///< places elsewhere whose fall is smaller than `fall`
    int places = 0; ///< places elsewhere that were tried
    QString words; ///< the results in whole sentences for the reader
};

/// Two tests of a map of one class over the network's input.
///
/// Deletion: the fifth of the map's cells with the highest values loses its detail (a smooth
/// surface through the means of all cells replaces their pixels). The same pattern of cells, moved
/// so that it overlaps the first as little as possible, loses its detail in 8 other places. Passed
/// when `fall` is above 0 and above the falls of at least 6 places; failed when it is not above 0
/// or not above fallElsewhere.
///
/// Lungs (only with a plausible mask): passed when insideLungs is at least 1.2 times lungShare,
/// failed when it is below lungShare.
///
/// Low: a test failed, or the map is all zero. Good: both passed. Fair: anything else; so without
/// lungs a map is Fair at best.
///
/// Takes 10 passes of the network on all cores. The same input gives the same grade. Errors:
/// InvalidArgument (wrong input, no such class, a map without cells), Cancelled, Internal.
[[nodiscard]] Result<SaliencyGrade> gradeSaliency(const Classifier& classifier,
                                                  const NetworkInput& input, int label,
                                                  const SaliencyMap& map, const LungMask* lungs,
                                                  const CancelToken& cancel = {});

/// Share of a map, seen through the window, that lies inside the lungs of a mask over the same
/// radiograph; the map is drawn as the viewer draws it. 0 for a map of zeros.
[[nodiscard]] double shareInLungs(const SaliencyMap& map, const MapWindow& window,
                                  const LungMask& lungs);

} // namespace ccad
