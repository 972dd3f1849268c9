// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"
#include "ui/study/picture_pyramid.h"

#include <QString>

#include <memory>

namespace ccad {

/// A decoded file and what the canvas paints of it.
struct OpenedStudy
{
    QString path;
    Radiograph radiograph;
    PicturePyramid picture; ///< at the radiograph's initial VOI
    VoiWindow automatic; ///< the window that the pixels themselves suggest
    double decodeMs = 0;
    /// The reduced picture for the network, where decoding the whole takes long; null: the network
    /// gets the radiograph itself.
    std::shared_ptr<const ReducedRadiograph> forNetwork = nullptr;
    int networkSide = 0; ///< the shorter side for which that was decided
};

} // namespace ccad
