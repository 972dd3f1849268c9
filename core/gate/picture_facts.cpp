// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/picture_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace ccad {

namespace {

/// Means over equal rectangles; sides smaller than the target repeat pixels.
InputPicture averaged(const InputPicture& picture, std::size_t side)
{
    InputPicture small{side, side, std::vector<float>(side * side)};
    const auto part = [side](std::size_t i, std::size_t length) {
        const std::size_t first = i * length / side;
        return std::pair(first, std::max(first + 1, (i + 1) * length / side));
    };
    for (std::size_t y = 0; y < side; ++y) {
        const auto [top, bottom] = part(y, picture.height);
        for (std::size_t x = 0; x < side; ++x) {
            const auto [left, right] = part(x, picture.width);
            float sum = 0;
            for (std::size_t row = top; row < bottom; ++row)
                for (std::size_t column = left; column < right; ++column)
                    sum += picture.row(row)[column];
            small.greys[y * side + x] = sum / static_cast<float>((bottom - top) * (right - left));
        }
    }
    return small;
}

std::vector<float> ranksOf(const std::vector<float>& greys)
{
    std::vector<std::size_t> order(greys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return greys[a] < greys[b]; });
    std::vector<float> ranks(greys.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last < order.size() && greys[order[last]] == greys[order[first]])
            ++last;
        const float middle
            = static_cast<float>(first + last - 1) / static_cast<float>(greys.size() - 1) - 1;
        for (; first < last; ++first)
            ranks[order[first]] = middle;
    }
    return ranks;
}

/// 256 bins of grey.
struct Histogram
{
    std::array<double, 256> share{};

    explicit Histogram(const InputPicture& picture)
    {
        std::array<int, 256> counts{};
        for (const float grey : picture.greys)
            ++counts[static_cast<std::size_t>(grey * 255 + 0.5F)];
        for (std::size_t i = 0; i < share.size(); ++i)
            share[i] = counts[i] / static_cast<double>(picture.greys.size());
    }

    [[nodiscard]] double quantile(double q) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < share.size(); ++i)
            if ((sum += share[i]) >= q)
                return static_cast<double>(i) / 255;
        return 1;
    }
};

void addGreys(const Histogram& histogram, PictureFacts& facts)
{
    const auto add = [&](double value) { facts.values.push_back(static_cast<float>(value)); };
    for (const double q : {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99})
        add(histogram.quantile(q));
    double entropy = 0;
    for (int bin = 0; bin < 16; ++bin) {
        double sum = 0;
        for (int quarter = 0; quarter < 4; ++quarter) {
            double share = 0;
            for (int i = 0; i < 4; ++i)
                share += histogram.share[static_cast<std::size_t>(bin * 16 + quarter * 4 + i)];
            facts.commonestGrey = std::max(facts.commonestGrey, share);
            entropy -= share > 0 ? share * std::log(share) : 0;
            sum += share;
        }
        add(std::sqrt(sum)); // small shares matter, too
    }
    add(entropy);
    add(facts.commonestGrey);
    add(histogram.share.front());
    add(histogram.share.back());
    facts.contrast = histogram.quantile(0.99) - histogram.quantile(0.01);
}

/// Haar's details of 2x2 blocks, and the picture at half the size.
struct Details
{
    double across = 0; ///< mean absolute difference along rows
    double down = 0;
    double diagonal = 0;
    double flat = 0; ///< share of blocks without any
    double strong = 0; ///< share of blocks with more than four times the mean
    InputPicture half;
};

Details detailsOf(const InputPicture& picture)
{
    Details details;
    details.half = {picture.width / 2, picture.height / 2, {}};
    std::vector<float> sizes;
    for (std::size_t y = 0; y + 1 < picture.height; y += 2)
        for (std::size_t x = 0; x + 1 < picture.width; x += 2) {
            const float a = picture.row(y)[x];
            const float b = picture.row(y)[x + 1];
            const float c = picture.row(y + 1)[x];
            const float d = picture.row(y + 1)[x + 1];
            const float across = std::abs(a + c - b - d);
            const float down = std::abs(a + b - c - d);
            details.across += static_cast<double>(across);
            details.down += static_cast<double>(down);
            details.diagonal += static_cast<double>(std::abs(a + d - b - c));
            sizes.push_back(across + down);
            details.half.greys.push_back((a + b + c + d) / 4);
        }
    if (sizes.empty())
        return details;
    const auto count = static_cast<double>(sizes.size());
    const auto mean = static_cast<float>((details.across + details.down) / count);
    const auto share = [&](auto test) {
        return static_cast<double>(std::count_if(sizes.begin(), sizes.end(), test)) / count;
    };
    details.flat = share([](float size) { return size < 0.002F; });
    details.strong = share([mean](float size) { return size > 4 * mean; });
    details.across /= count;
    details.down /= count;
    details.diagonal /= count;
    return details;
}

/// 5 x 5 numbers.
void addDetails(InputPicture picture, PictureFacts& facts)
{
    constexpr double least = 1e-4; // of an 8-bit picture's smallest step
    for (int scale = 0; scale < 5; ++scale) {
        Details details = detailsOf(picture);
        for (const double size : {details.across, details.down, details.diagonal})
            facts.values.push_back(static_cast<float>(std::log(size + least)));
        facts.values.push_back(static_cast<float>(std::sqrt(details.flat)));
        facts.values.push_back(static_cast<float>(std::sqrt(details.strong)));
        picture = std::move(details.half);
    }
}

/// Correlation of a picture of ranks with itself under a change of places.
template <typename Place> float correlation(const std::vector<float>& ranks, Place place)
{
    double product = 0;
    double square = 1e-9;
    constexpr std::size_t side = PictureFacts::smallSide;
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x) {
            const auto rank = static_cast<double>(ranks[y * side + x]);
            product += rank * static_cast<double>(ranks[place(x, y)]);
            square += rank * rank;
        }
    return static_cast<float>(product / square);
}

template <typename Test> float meanWhere(const std::vector<float>& ranks, Test test)
{
    double sum = 0;
    int count = 0;
    constexpr std::size_t side = PictureFacts::smallSide;
    for (std::size_t y = 0; y < side; ++y)
        for (std::size_t x = 0; x < side; ++x)
            if (test(x, y)) {
                sum += static_cast<double>(ranks[y * side + x]);
                ++count;
            }
    return static_cast<float>(sum / count);
}

/// 8 numbers on where it is bright.
void addLayout(PictureFacts& facts)
{
    constexpr std::size_t side = PictureFacts::smallSide;
    constexpr std::size_t last = side - 1;
    const std::vector<float>& ranks = facts.ranks;
    std::vector<float>& values = facts.values;
    values.push_back(
        correlation(ranks, [](std::size_t x, std::size_t y) { return y * side + last - x; }));
    values.push_back(
        correlation(ranks, [](std::size_t x, std::size_t y) { return (last - y) * side + x; }));
    values.push_back(correlation(ranks, [](std::size_t x, std::size_t y) { return x * side + y; }));
    values.push_back(meanWhere(ranks, [](std::size_t x, std::size_t y) {
        return std::min(x, y) == 0 || std::max(x, y) == last;
    }));
    values.push_back(meanWhere(ranks, [](std::size_t x, std::size_t y) {
        return (x < 3 || x > last - 3) && (y < 3 || y > last - 3);
    }));
    // The spine and the heart between the lungs.
    values.push_back(meanWhere(ranks, [](std::size_t x, std::size_t y) {
        return x >= 9 && x <= 10 && y >= 4 && y <= 15;
    }));
    values.push_back(meanWhere(ranks, [](std::size_t x, std::size_t y) {
        return ((x >= 4 && x <= 6) || (x >= 13 && x <= 15)) && y >= 5 && y <= 12;
    }));
    values.push_back(meanWhere(
        ranks, [](std::size_t x, std::size_t y) { return x >= 5 && x <= 14 && y >= 17; }));
}

} // namespace

InputPicture pictureOf(const NetworkInput& input, const PreprocessSpec& spec)
{
    const auto side = [](double begin, double length, int limit) {
        const int first = std::clamp(static_cast<int>(std::lround(begin)), 0, limit - 1);
        const int last
            = std::clamp(static_cast<int>(std::lround(begin + length)), first + 1, limit);
        return std::pair(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
    };
    const auto [left, right] = side(input.imageLeft, input.imageWidth, input.width);
    const auto [top, bottom] = side(input.imageTop, input.imageHeight, input.height);
    const auto plane
        = static_cast<std::size_t>(input.width) * static_cast<std::size_t>(input.height);
    float low = spec.rangeLow;
    if (spec.centreSample)
        low = *std::min_element(input.values.begin(), input.values.end());
    const float factor
        = 1 / ((spec.rangeHigh - spec.rangeLow) * static_cast<float>(input.channels));
    InputPicture picture{right - left, bottom - top, {}};
    picture.greys.reserve(picture.width * picture.height);
    for (std::size_t y = top; y < bottom; ++y)
        for (std::size_t x = left; x < right; ++x) {
            float sum = 0;
            for (int channel = 0; channel < input.channels; ++channel)
                sum += input.values[static_cast<std::size_t>(channel) * plane
                                    + y * static_cast<std::size_t>(input.width) + x]
                    - low;
            picture.greys.push_back(std::clamp(sum * factor, 0.0F, 1.0F));
        }
    return picture;
}

PictureFacts pictureFacts(const InputPicture& picture)
{
    PictureFacts facts;
    facts.values.reserve(PictureFacts::valueCount);
    facts.ranks = ranksOf(averaged(picture, PictureFacts::smallSide).greys);
    addGreys(Histogram(picture), facts);
    addDetails(picture, facts);
    addLayout(facts);
    return facts;
}

} // namespace ccad
