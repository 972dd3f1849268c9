// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/training_images.h"

#include <map>

namespace ccad {

/// What the source of a training image alone tells of its class, as numbers to be added to the
/// logits in the loss (logit adjustment, Menon et al. 2021, with one prior for each source). What
/// the source explains need not be learned from the picture; with share 1 the loss would be the
/// likelihood of conditional logistic regression, in which a source compares only the classes that
/// it shows itself.
class SourcePrior
{
public:
    /// None: nothing is added.
    SourcePrior() = default;

    /// From how often each class will be drawn of each source: as often as it has images, or
    /// `balanced` as epochOrder does it. For a class c and source s
    ///     log((1 - share) / classes + share * P(c | s)),
    /// with `share` from 0 (none) to below 1. Images of unknown source get 0.
    SourcePrior(const std::vector<TrainingItem>& items, int classes, double share, bool balanced);

    [[nodiscard]] bool isNone() const { return m_offsets.empty(); }

    /// One number per class, for a source among those of the items. Do not call it on an empty
    /// prior.
    [[nodiscard]] const std::vector<float>& offsetsOf(const QString& source) const;

private:
    std::map<QString, std::vector<float>> m_offsets;
};

/// The relative frequency with which the items of a class from one source are drawn within the
/// class: the square root of their number.
[[nodiscard]] double groupWeight(std::size_t members);

} // namespace ccad
