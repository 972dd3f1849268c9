// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/saliency_map.h"

#include <algorithm>

namespace ccad {

SaliencyMap normalised(const SaliencyMap& map)
{
    SaliencyMap result = map;
    float highest = 0;
    for (float& value : result.values) {
        value = std::max(value, 0.0F);
        highest = std::max(highest, value);
    }
    if (highest > 0)
        for (float& value : result.values)
            value /= highest;
    return result;
}

} // namespace ccad
