// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/dataset/picture_hash.h"

namespace ccad {

struct SimilarPair
{
    int first = 0; ///< indices into the given hashes, first < second
    int second = 0;
    int distance = 0;
};

/// Pairs within sameDistance, enough of them to join every group of pictures that look the same,
/// directly or through others, and no more: at most one less than there are pictures. Ordered.
///
/// Multi-index hashing (Norouzi, Punjani, Fleet 2012): the 256 signs are 16 bands of 16 bits, each
/// looked up with at most one bit changed. That finds every pair up to a distance of 31, and of
/// those up to 36 all but the few whose differences fill every band with two or more. Error:
/// Cancelled.
[[nodiscard]] Result<std::vector<SimilarPair>> similarPairs(const std::vector<PictureHash>& hashes,
                                                            const CancelToken& cancel = {});

} // namespace ccad
