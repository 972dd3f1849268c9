// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate_fitting/gate_fitting.h"

namespace ccad {

/// A picture as the gate sees it.
struct GateSample
{
    PictureKind kind = PictureKind::Frontal;
    int item = -1; ///< number of the image that it was made of; -1: none
    bool asItWas = false; ///< an image of the data set, unchanged
    PictureFacts facts;
    std::vector<float> features;
};

/// Which changes of each image are wanted.
struct SamplePlan
{
    int varied = 1; ///< further frontal samples of each image
    bool wrongOnes = true; ///< upside down, on its side, inverted, a part, shuffled: one of each
    int otherPictures = 0; ///< in all, not for each image
    std::uint64_t seed = 1;
};

/// Samples in the order of the items, then the other pictures. Unreadable items are left out.
/// Errors: those of Classifier::predict, Cancelled.
[[nodiscard]] Result<std::vector<GateSample>>
gateSamples(const Classifier& classifier, const InputOf& inputOf,
            const std::vector<DatasetItem>& items, const SamplePlan& plan,
            const CancelToken& cancel, const Progress& progress);

/// Samples of real pictures of one kind: each as it is, varied and mirrored, and of the kind Other
/// also turned by quarters and a piece, since a hand is no chest however it lies. Unreadable items
/// are left out. Errors as above.
[[nodiscard]] Result<std::vector<GateSample>>
teacherSamples(const Classifier& classifier, const InputOf& inputOf,
               const std::vector<DatasetItem>& items, PictureKind kind, std::uint64_t seed,
               const CancelToken& cancel, const Progress& progress);

} // namespace ccad
