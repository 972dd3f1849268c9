// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/gate.h"

namespace ccad::test {

inline Subspace flatSubspace(std::size_t width)
{
    Subspace subspace;
    subspace.width = width;
    subspace.rank = 1;
    subspace.scale.assign(width, 1.0F);
    subspace.centres.assign(width, 0.0F);
    subspace.axes.assign(width, 0.0F);
    subspace.axes[0] = 1;
    subspace.deviations = {1};
    return subspace;
}

/// Of a gate of four features; the first says "inverted", the second "a part of a chest", and the
/// third "a child" where the gate knows children.
inline Gate::Parameters toyGate(std::size_t pictureKinds = kindsWithoutChildren)
{
    Gate::Parameters parameters;
    parameters.featureCount = 4;
    parameters.kinds.classes = static_cast<int>(pictureKinds);
    parameters.kinds.width
        = 4 + PictureFacts::smallSide * PictureFacts::smallSide + PictureFacts::valueCount;
    parameters.kinds.weights.assign(parameters.kinds.width * pictureKinds, 0.0F);
    parameters.kinds.weights[0 * pictureKinds + static_cast<std::size_t>(PictureKind::Inverted)]
        = 1;
    parameters.kinds.weights[1 * pictureKinds + static_cast<std::size_t>(PictureKind::Piece)] = 1;
    parameters.kinds.bias.assign(pictureKinds, 0.0F);
    parameters.kinds.bias[0] = 5;
    if (pictureKinds > kindsWithoutChildren)
        parameters.kinds.weights[2 * pictureKinds + static_cast<std::size_t>(PictureKind::Child)]
            = 1;
    parameters.features = flatSubspace(4);
    parameters.pictures = flatSubspace(PictureFacts::smallSide * PictureFacts::smallSide);
    parameters.refusal = {-1, 0};
    parameters.featureDistance = {6, 8};
    parameters.pictureDistance = {20, 30};
    return parameters;
}

} // namespace ccad::test
