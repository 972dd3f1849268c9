// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace ccad {

/// Values from low to high, all equally likely.
struct ValueRange
{
    double low = 0;
    double high = 0;
    bool operator==(const ValueRange&) const = default;
};

/// Ranges of the random changes made to a training image; default-constructed, there are none.
/// Validation and test images are never changed.
struct Augmentation
{
    /// What a moved picture shows where it has no pixels.
    enum class Fill
    {
        Black,
        Nearest ///< the nearest pixel of its edge
    };

    bool flipHorizontally = false; ///< with probability one half
    bool flipVertically = false; ///< with probability one half
    double rotationDegrees = 0; ///< from -r to r
    ValueRange zoom{1, 1}; ///< side of the part shown / side of the picture, below 1 enlarges; each
                           ///< axis on its own
    double horizontalShift = 0; ///< fraction of the width, from -s to s
    int horizontalShiftPixels = 0; ///< whole pixels of the network's input, from -s to s
    double verticalShift = 0; ///< fraction of the height, from -s to s
    Fill fill = Fill::Black;
    ValueRange brightness{1, 1}; ///< factor of grey 0..1
    double lift = 0; ///< added to grey 0..1, from -b to b
    double contrast = 0; ///< factor about the mean from 1 - c to 1 + c
    double gamma = 0; ///< exponent from exp(-g) to exp(g)

    // The changes below are aimed at shortcuts: they hide what tells one collection from another.
    double resolution = 0; ///< probability of being reduced to 25..80 % of its pixels and back
    double noise = 0; ///< probability of added noise, deviation up to 0.06
    double borders = 0; ///< probability that margins up to 12 % are painted over
    /// Probability that a patch is painted at each corner, where markers stand.
    double corners = 0;
    double equalise = 0; ///< probability of a blend with the equalised histogram
    double sharpness = 0; ///< probability of being sharpened or blurred
    double compression = 0; ///< probability of JPEG's losses, at a quality from 20 to 80
    double text = 0; ///< probability of one to three short words near the edges, like markers

    // These two are not random, but belong to how Table 4 of the paper defines its training images.
    // Prediction has to repeat them: see TrainingImages::centre.
    bool centreSamples = false; ///< each input's mean becomes the same
    bool centreFeatures = false; ///< the mean input over the training images becomes 0

    /// False if every training image stays as it is, apart from centring.
    [[nodiscard]] bool isRandom() const;

    bool operator==(const Augmentation&) const = default;
};

/// Table 4 of Ragab et al. 2022 in the meaning of Keras's ImageDataGenerator: both flips, rotation
/// by up to 90 degrees, zoom 0.5..1, shifts of up to 20 pixels across and half the height down,
/// brightness 0.5..1, nearest fill, both centrings. Its rescaling by 1/255 is the grey 0..1 used
/// throughout; shear, channel shift, whitening and division by the deviation are off there.
[[nodiscard]] Augmentation paperAugmentation();

/// Changes after which a frontal radiograph still is one: no vertical flip, small turns, zooms and
/// shifts, exposure.
[[nodiscard]] Augmentation mildAugmentation();

/// mildAugmentation(), with changes aimed at shortcuts added.
[[nodiscard]] Augmentation robustAugmentation();

/// "none", "paper", "mild", "robust".
[[nodiscard]] QStringList augmentationNames();
/// Error: InvalidArgument listing the known names.
[[nodiscard]] Result<Augmentation> augmentationByName(const QString& name);

/// Every field, for the card and for telling one training from another.
[[nodiscard]] QJsonObject toJson(const Augmentation& augmentation);

} // namespace ccad
