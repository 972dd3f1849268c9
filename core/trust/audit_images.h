// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/trust.
#pragma once

#include "core/trust/audit.h"

#include <array>

namespace ccad {

/// What is left of a picture.
enum class Alteration
{
    Whole,
    Border,
    LungsBlanked,
    Thumbnail,
    Corners,
    Markers ///< nothing is taken away, letters are added
};
constexpr std::size_t alterations = 6;

/// An image and what the network made of its altered copies.
struct AuditedImage
{
    DatasetItem item;
    /// Empty where there is none: lungs that were not found.
    std::array<std::vector<float>, alterations> features;
    std::vector<float> probabilities; ///< of the whole picture
    std::vector<float> withMarkers; ///< with letters added
};

struct AuditedImages
{
    std::vector<AuditedImage> images;
    QStringList unreadable;
};

/// Errors: those of Classifier::predict, Cancelled.
[[nodiscard]] Result<AuditedImages> auditedImages(const Classifier& classifier,
                                                  const LungSegmenter* lungs,
                                                  const std::vector<DatasetItem>& items,
                                                  std::uint64_t seed, const CancelToken& cancel,
                                                  const Progress& progress);

} // namespace ccad
