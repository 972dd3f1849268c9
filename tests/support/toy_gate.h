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
inline Gate::Parts toyGateParts(std::size_t pictureKinds = kindsWithoutChildren)
{
    Gate::Parts parts;
    parts.featureCount = 4;
    parts.kinds.classes = static_cast<int>(pictureKinds);
    parts.kinds.width
        = 4 + PictureFacts::smallSide * PictureFacts::smallSide + PictureFacts::valueCount;
    parts.kinds.weights.assign(parts.kinds.width * pictureKinds, 0.0F);
    parts.kinds.weights[0 * pictureKinds + static_cast<std::size_t>(PictureKind::Inverted)] = 1;
    parts.kinds.weights[1 * pictureKinds + static_cast<std::size_t>(PictureKind::Part)] = 1;
    parts.kinds.bias.assign(pictureKinds, 0.0F);
    parts.kinds.bias[0] = 5;
    if (pictureKinds > kindsWithoutChildren)
        parts.kinds.weights[2 * pictureKinds + static_cast<std::size_t>(PictureKind::Child)] = 1;
    parts.features = flatSubspace(4);
    parts.pictures = flatSubspace(PictureFacts::smallSide * PictureFacts::smallSide);
    parts.refusal = {-1, 0};
    parts.featureDistance = {6, 8};
    parts.pictureDistance = {20, 30};
    return parts;
}

} // namespace ccad::test
