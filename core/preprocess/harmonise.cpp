// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/harmonise.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace ccad::preprocess {

namespace {

constexpr std::size_t levels = 256;
constexpr std::size_t greyLevels = 65536;

std::size_t levelOf(std::uint16_t grey)
{
    return (grey + std::size_t{128}) / 257;
}

template <typename Visit> void forEach(const GrayImage16& image, const PixelRect& part, Visit visit)
{
    for (int row = part.top; row < part.top + part.height; ++row) {
        const std::size_t first
            = static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width)
            + static_cast<std::size_t>(part.left);
        for (std::size_t i = first; i < first + static_cast<std::size_t>(part.width); ++i)
            visit(i);
    }
}

/// For each level, how many of the counted pixels are at it and below.
class Ranks
{
public:
    template <typename Counts> Ranks(const GrayImage16& image, const PixelRect& part, Counts counts)
    {
        forEach(image, part, [&](std::size_t i) {
            if (counts(i))
                ++m_upTo[levelOf(image.pixels[i])];
        });
        for (std::size_t level = 1; level < levels; ++level)
            m_upTo[level] += m_upTo[level - 1];
    }

    [[nodiscard]] double all() const { return m_upTo.back(); }
    [[nodiscard]] double atLowest() const
    {
        const auto lowest = std::ranges::find_if(m_upTo, [](auto count) { return count > 0; });
        return lowest == m_upTo.end() ? 0 : *lowest;
    }

    /// Each grey becomes the share, of all pixels but the first `leftOut`, that are at it or below.
    void apply(GrayImage16& image, const PixelRect& part, double leftOut) const
    {
        std::array<std::uint16_t, levels> table{};
        for (std::size_t level = 0; level < levels; ++level) {
            const double share = std::max(0.0, m_upTo[level] - leftOut) / (all() - leftOut);
            table[level] = static_cast<std::uint16_t>(share * 65535 + 0.5);
        }
        forEach(image, part,
                [&](std::size_t i) { image.pixels[i] = table[levelOf(image.pixels[i])]; });
    }

private:
    std::array<std::uint32_t, levels> m_upTo{};
};

} // namespace

void equalise(GrayImage16& image, const PixelRect& part)
{
    const Ranks ranks(image, part, [](std::size_t) { return true; });
    if (ranks.all() > ranks.atLowest())
        ranks.apply(image, part, ranks.atLowest());
}

void equaliseByLungs(GrayImage16& image, const PixelRect& part,
                     const std::vector<std::uint8_t>& lungs)
{
    const Ranks ranks(image, part, [&](std::size_t i) { return lungs[i] != 0; });
    if (ranks.all() == 0)
        return equalise(image, part);
    ranks.apply(image, part, 0);
}

void rankAmongLungs(GrayImage16& image, const PixelRect& part,
                    const std::vector<std::uint8_t>& lungs)
{
    std::vector<std::uint32_t> counts(greyLevels, 0);
    const auto count = [&](auto counted) {
        forEach(image, part, [&](std::size_t i) { counts[image.pixels[i]] += counted(i); });
        return std::accumulate(counts.begin(), counts.end(), 0.0);
    };
    double all = count([&](std::size_t i) { return lungs.empty() ? 0U : unsigned{lungs[i] != 0}; });
    if (all == 0)
        all = count([](std::size_t) { return 1U; });
    std::vector<std::uint16_t> rankOf(greyLevels);
    double below = 0;
    for (std::size_t grey = 0; grey < greyLevels; ++grey) {
        rankOf[grey] = static_cast<std::uint16_t>((below + counts[grey] / 2.0) / all * 65535 + 0.5);
        below += counts[grey];
    }
    forEach(image, part, [&](std::size_t i) { image.pixels[i] = rankOf[image.pixels[i]]; });
}

namespace {

/// Each region that is more than a speck becomes its convex hull.
void fillHulls(cv::Mat& mask)
{
    constexpr double speck = 0.01; // of the image
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    std::vector<cv::Point> hull;
    for (const auto& outline : outlines) {
        if (cv::contourArea(outline) < speck * static_cast<double>(mask.total()))
            continue;
        cv::convexHull(outline, hull);
        cv::fillConvexPoly(mask, hull, 255);
    }
}

} // namespace

void blankOutside(GrayImage16& image, const std::vector<std::uint8_t>& lungs, bool keepsHulls)
{
    const double scale = image.width / 224.0;
    const int reach = static_cast<int>(std::lround(6 * scale));
    const cv::Mat mask(image.height, image.width, CV_8UC1, const_cast<std::uint8_t*>(lungs.data()));
    cv::Mat kept;
    cv::dilate(mask, kept, cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8U));
    if (keepsHulls)
        fillHulls(kept);
    kept.convertTo(kept, CV_32F, 1 / 255.0);
    cv::GaussianBlur(kept, kept, {}, 4 * scale);
    const auto* weight = kept.ptr<float>();
    for (std::uint16_t& grey : image.pixels) {
        const float share = *weight++;
        grey = static_cast<std::uint16_t>(
            std::lround(share * static_cast<float>(grey) + (1 - share) * float{blankGrey}));
    }
}

} // namespace ccad::preprocess
