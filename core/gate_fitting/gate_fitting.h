// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/gate/gate.h"

#include <cstdint>

namespace ccad {

struct GateOptions
{
    /// At most this many training images are used, taken evenly from all sources; each costs nine
    /// passes of the network, and each of as many validation images two.
    int images = 1200;
    std::size_t featureAxes = 32;
    std::size_t pictureAxes = 48;
    double penalty = 0.002; ///< LogisticOptions::penalty
    std::uint64_t seed = 1;
};

/// Pictures that a gate learns from beside the training images, with the label of no class.
struct GateTeachers
{
    /// Pictures that are no frontal chest radiographs: other parts of the body, slices,
    /// photographs.
    std::vector<DatasetItem> others;
    /// Frontal radiographs of children, to be warned of; empty: the gate will not know them.
    std::vector<DatasetItem> children;
};

/// Gives a gate its images: whole pictures, which are changed before the model's own preprocessing
/// (see wholePicture). For fitGate and tryOnImages.
[[nodiscard]] InputOf wholePictures(const Classifier& classifier, const CancelToken& cancel);

/// Fits a gate for a finished model to its training images, to copies that the program itself makes
/// of them (turned, inverted, cut, shuffled), to made-up pictures and to the teachers. The limits
/// come from validation images, as they are and varied: each measure refuses at most 1 % of them,
/// and at most 1 % are taken for a child's. The same arguments give the same gate, whatever the
/// number of threads.
/// `inputOf` (see wholePictures) is called from several threads at once. Errors: DatasetUnusable
/// (fewer than 10 readable images on one of the two sides), Cancelled, those of
/// Classifier::predict, Internal.
[[nodiscard]] Result<Gate> fitGate(const Classifier& classifier, const InputOf& inputOf,
                                   const TrainingItems& training, const ValidationItems& validation,
                                   const GateOptions& options = {}, const CancelToken& cancel = {},
                                   const Progress& progress = {},
                                   const GateTeachers& teachers = {});

/// The gate with limits that refuse and warn of local films no more often than of the validation
/// images it was made with. Limits are only widened, and at most to twice the distance between the
/// warning and the refusal: films that lie further out stay refused. Errors: those of fitGate.
[[nodiscard]] Result<Gate> withLocalLimits(const Gate& gate, const Classifier& classifier,
                                           const InputOf& inputOf, const ValidationItems& films,
                                           const GateOptions& options = {},
                                           const CancelToken& cancel = {},
                                           const Progress& progress = {});

} // namespace ccad
