// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/picture_hash.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ccad {

namespace {

constexpr int side = 64;
constexpr int kept = 16;

using Shrunk = std::array<float, side * side>;
using Cosines = std::array<float, kept * side>;

/// Sums of all pixels above and left of a point, for any point within the picture.
class AreaSums
{
public:
    explicit AreaSums(const GrayImage8& image)
        : m_width(image.width), m_height(image.height),
          m_sums(static_cast<std::size_t>(m_width + 1) * (m_height + 1))
    {
        for (int y = 0; y < m_height; ++y) {
            double row = 0;
            for (int x = 0; x < m_width; ++x) {
                row += image.pixels[static_cast<std::size_t>(y) * m_width + x];
                at(x + 1, y + 1) = at(x + 1, y) + row;
            }
        }
    }
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }

    /// Between pixels the sum grows linearly in x and in y.
    [[nodiscard]] double upTo(double x, double y) const
    {
        const int column = std::min(static_cast<int>(x), m_width - 1);
        const int row = std::min(static_cast<int>(y), m_height - 1);
        const double right = x - column;
        const double below = y - row;
        return (1 - below) * ((1 - right) * get(column, row) + right * get(column + 1, row))
            + below * ((1 - right) * get(column, row + 1) + right * get(column + 1, row + 1));
    }

private:
    double& at(int x, int y) { return m_sums[static_cast<std::size_t>(y) * (m_width + 1) + x]; }
    [[nodiscard]] double get(int x, int y) const
    {
        return m_sums[static_cast<std::size_t>(y) * (m_width + 1) + x];
    }

    int m_width;
    int m_height;
    std::vector<double> m_sums;
};

/// The mean greys of 64 x 64 equal parts of the picture, with the share `cut` removed at each edge.
Shrunk shrunk(const AreaSums& sums, double cut)
{
    const double left = sums.width() * cut;
    const double top = sums.height() * cut;
    const double partWidth = (sums.width() - 2 * left) / side;
    const double partHeight = (sums.height() - 2 * top) / side;
    std::array<double, side + 1> above{};
    Shrunk result{};
    for (int y = 0; y <= side; ++y) {
        std::array<double, side + 1> here{};
        for (int x = 0; x <= side; ++x)
            here[x] = sums.upTo(left + x * partWidth, top + y * partHeight);
        for (int x = 0; y > 0 && x < side; ++x)
            result[(y - 1) * side + x] = static_cast<float>(
                (here[x + 1] - here[x] - above[x + 1] + above[x]) / (partWidth * partHeight));
        above = here;
    }
    return result;
}

const Cosines& cosines()
{
    static const Cosines table = [] {
        Cosines values{};
        for (int k = 0; k < kept; ++k)
            for (int x = 0; x < side; ++x)
                values[k * side + x]
                    = static_cast<float>(std::cos(std::numbers::pi * k * (x + 0.5) / side));
        return values;
    }();
    return table;
}

FrequencySigns signsOf(const Shrunk& picture)
{
    const Cosines& table = cosines();
    std::array<float, side * kept> rows{}; // of each row its lowest frequencies
    for (int y = 0; y < side; ++y)
        for (int k = 0; k < kept; ++k) {
            float sum = 0;
            for (int x = 0; x < side; ++x)
                sum += picture[y * side + x] * table[k * side + x];
            rows[y * kept + k] = sum;
        }
    FrequencySigns signs{};
    for (int bit = 1; bit < kept * kept; ++bit) {
        float sum = 0;
        for (int y = 0; y < side; ++y)
            sum += rows[y * kept + bit % kept] * table[bit / kept * side + y];
        // A flat picture has no frequencies, only rounding errors.
        constexpr float noise = 1;
        if (sum > noise)
            signs[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
    return signs;
}

} // namespace

PictureHash pictureHash(const GrayImage8& image)
{
    PictureHash hash;
    if (image.width < 1 || image.height < 1)
        return hash;
    const AreaSums sums(image);
    for (std::size_t i = 0; i < hash.signs.size(); ++i)
        hash.signs[i] = signsOf(shrunk(sums, PictureHash::cuts[i]));
    return hash;
}

int distance(const PictureHash& a, const PictureHash& b)
{
    int fewest = differing(a.signs[0], b.signs[0]);
    for (std::size_t i = 1; i < a.signs.size(); ++i)
        fewest = std::min(
            {fewest, differing(a.signs[i], b.signs[0]), differing(a.signs[0], b.signs[i])});
    return fewest;
}

} // namespace ccad
