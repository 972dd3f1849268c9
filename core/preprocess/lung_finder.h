// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"
#include "core/preprocess/lung_mask.h"

#include <optional>

namespace ccad {

/// Finds the lungs for a preprocessing that needs them. Safe to use from several threads at once;
/// the same picture gives the same mask.
class LungFinder
{
public:
    virtual ~LungFinder() = default;

    /// Pixels a side of the picture that find() takes.
    [[nodiscard]] virtual int side() const = 0;
    /// `picture`: the whole radiograph in the greys that the network sees, stretched to side x
    /// side. Nothing if the result does not look like lungs (LungShape::isPlausible).
    [[nodiscard]] virtual std::optional<LungMask> find(const GrayImage16& picture) const = 0;
};

} // namespace ccad
