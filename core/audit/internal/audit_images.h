// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit.h"

#include <array>

namespace ccad {

/// How a picture is altered.
enum class Alteration
{
    Whole,
    Border,
    LungsBlanked,
    Thumbnail,
    Corners,
    Unmarked, ///< nothing is taken away
    Markers ///< nothing is taken away, but letters are added
};
constexpr std::size_t alterations = 7;

/// An image and what the network made of its altered copies.
struct AuditedImage
{
    DatasetItem item;
    /// Empty where there are none, because the lungs were not found.
    std::array<std::vector<float>, alterations> features;
    /// Brightness and sharpness of the input's greys (PictureFacts), and the picture's size.
    std::vector<float> facts;
    std::vector<float> probabilities; ///< of the whole picture
    /// Probabilities for the picture reduced to the size in which letters are painted, without and
    /// with them.
    std::vector<float> withoutMarkers;
    std::vector<float> withMarkers;
};

struct AuditedImages
{
    std::vector<AuditedImage> images;
    QStringList unreadable;
};

/// Alters what the network is shown: for a model that crops to the lungs, only the lungs and what
/// is around them. Letters are painted into the whole picture before. Errors: those of
/// Classifier::predict, Cancelled.
[[nodiscard]] Result<AuditedImages> auditedImages(const Classifier& classifier,
                                                  const LungSegmenter* lungs,
                                                  const std::vector<DatasetItem>& items,
                                                  std::uint64_t seed, const CancelToken& cancel,
                                                  const Progress& progress);

} // namespace ccad
