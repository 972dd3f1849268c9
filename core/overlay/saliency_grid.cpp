// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/saliency_grid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ccad {
namespace {

/// The four cells along one axis that a pixel depends on, and their weights.
struct Taps
{
    std::array<std::size_t, 4> cells;
    std::array<float, 4> weights{};
};

/// Taps of `pixels` pixels spread over the fractions first .. first + length of `cells` cells.
std::vector<Taps> tapsAlong(int pixels, int cells, double first, double length)
{
    std::vector<Taps> taps(static_cast<std::size_t>(pixels));
    for (int i = 0; i < pixels; ++i) {
        const double place = first + (i + 0.5) / pixels * length;
        const double position = place * cells - 0.5;
        const double floor = std::floor(position);
        const auto t = static_cast<float>(position - floor);
        Taps& target = taps[static_cast<std::size_t>(i)];
        for (int k = 0; k < 4; ++k) {
            // Beyond the edge the outermost cell goes on.
            const int cell = std::clamp(static_cast<int>(floor) + k - 1, 0, cells - 1);
            target.cells[static_cast<std::size_t>(k)] = static_cast<std::size_t>(cell);
        }
        if (place < 0 || place > 1) // beyond the map: weights of 0
            continue;
        target.weights = {((-0.5F * t + 1) * t - 0.5F) * t, (1.5F * t - 2.5F) * t * t + 1,
                          ((-1.5F * t + 2) * t + 0.5F) * t, (0.5F * t - 0.5F) * t * t};
    }
    return taps;
}

} // namespace

std::vector<float> enlarged(const SaliencyMap& map, const MapWindow& window, int columns, int rows)
{
    const auto width = static_cast<std::size_t>(std::max(0, columns));
    const auto height = static_cast<std::size_t>(std::max(0, rows));
    std::vector<float> values(width * height, 0.0F);
    if (map.width < 1 || map.height < 1)
        return values;
    const auto across = tapsAlong(columns, map.width, window.left, window.width);
    const auto down = tapsAlong(rows, map.height, window.top, window.height);

    // First along the rows of the map, which are few, then down the columns of the picture.
    const auto mapWidth = static_cast<std::size_t>(map.width);
    std::vector<float> wide(width * static_cast<std::size_t>(map.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(map.height); ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            float sum = 0;
            for (std::size_t k = 0; k < 4; ++k)
                sum += across[x].weights[k] * map.values[y * mapWidth + across[x].cells[k]];
            wide[y * width + x] = sum;
        }
    }
    for (std::size_t y = 0; y < height; ++y) {
        const Taps& taps = down[y];
        float* out = values.data() + y * width;
        for (std::size_t x = 0; x < width; ++x) {
            float sum = 0;
            for (std::size_t k = 0; k < 4; ++k)
                sum += taps.weights[k] * wide[taps.cells[k] * width + x];
            out[x] = std::clamp(sum, 0.0F, 1.0F); // cubic curves overshoot
        }
    }
    return values;
}

} // namespace ccad
