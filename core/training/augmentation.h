// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/result.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace ccad {

/// Ranges of the random changes made to a training image. All zero: none. Never applied to
/// validation or test images.
struct Augmentation
{
    bool flipHorizontally = false; ///< with probability one half
    double rotationDegrees = 0; ///< from -r to r
    double zoom = 0; ///< factor from 1 - z to 1 + z, each side on its own
    double shift = 0; ///< fraction of the side, from -s to s
    double gamma = 0; ///< exponent from exp(-g) to exp(g)
    double brightness = 0; ///< added to grey 0..1, from -b to b
    double contrast = 0; ///< factor about the mean from 1 - c to 1 + c
    // The changes below are aimed at shortcuts: they hide what tells one collection from another.
    double resolution = 0; ///< probability of being reduced to 25..80 % of its pixels and back
    double noise = 0; ///< probability of added Gaussian noise, deviation up to 0.06
    double borders = 0; ///< probability that margins up to 12 % are painted over
    double corners
        = 0; ///< probability that a patch at each corner, where markers stand, is painted
    double equalise = 0; ///< probability of a blend with the equalised histogram

    bool operator==(const Augmentation&) const = default;
};

/// Small changes that leave a frontal radiograph a frontal radiograph, plus those against
/// shortcuts.
[[nodiscard]] Augmentation radiographAugmentation();

/// "none", "paper" (Table 4 of Ragab et al. 2022), "mild" (what leaves a frontal radiograph one),
/// "robust" (mild, and changes aimed at shortcuts).
[[nodiscard]] QStringList augmentationNames();
/// Error: InvalidArgument naming the ones there are.
[[nodiscard]] Result<Augmentation> augmentationByName(const QString& name);

/// A grey picture of 8 bits, row-major, square.
struct TrainingImage
{
    int size = 0; ///< pixels a side
    std::vector<std::uint8_t> pixels;
};

/// Changes a picture at random and resizes it to outputSize: grey 0..1, row-major.
[[nodiscard]] std::vector<float> augmented(const TrainingImage& image,
                                           const Augmentation& augmentation, int outputSize,
                                           Random& random);

} // namespace ccad
