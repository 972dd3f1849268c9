// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/pixels/burned_in_text.h"

#include "core/deidentification/pixels/internal/text_lines.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ccad {

namespace {

constexpr int lowestLetter = 7; ///< pixels of the scale that is looked at
constexpr int highestLetter = 40;

/// How strokes are told from what lies below.
struct StrokeRule
{
    int window = 17; ///< pixels; wider than any stroke
    double share = 0.45; ///< of the strongest stroke near a pixel, from which on it is ink
};
/// The second rule parts small letters from each other and from folds that cross them. It finds
/// too much to look for lines among it, but a line goes on in what it finds.
constexpr std::array<StrokeRule, 2> strokeRules{{{17, 0.45}, {7, 0.6}}};
constexpr float weakestStroke = 7; ///< of 255
constexpr int longestSide = 3200; ///< of the finest scale
constexpr int shortestSide = 200; ///< of the coarsest

/// The picture's values from 0 to 255; single pixels beyond all others do not count.
cv::Mat greysOf(const Radiograph& radiograph)
{
    const cv::Mat pixels(radiograph.rows, radiograph.columns, CV_16U,
                         const_cast<std::uint16_t*>(radiograph.pixels->data()));
    std::vector<std::uint32_t> counts(std::size_t{1} << 16, 0);
    for (const std::uint16_t value : *radiograph.pixels)
        ++counts[value];
    const auto ignored = static_cast<std::uint64_t>(radiograph.pixels->size() / 20000);
    std::uint64_t seen = 0;
    std::size_t low = 0;
    while (low < counts.size() - 1 && (seen += counts[low]) <= ignored)
        ++low;
    seen = 0;
    std::size_t high = counts.size() - 1;
    while (high > low + 1 && (seen += counts[high]) <= ignored)
        --high;
    const double scale = 255.0 / static_cast<double>(std::max<std::size_t>(high - low, 1));
    cv::Mat greys;
    pixels.convertTo(greys, CV_8U, scale, -scale * static_cast<double>(low));
    return greys;
}

/// What stands out of its surroundings by being thin, bright.
cv::Mat strokesOf(const cv::Mat& greys, const StrokeRule& rule)
{
    const cv::Mat window = cv::getStructuringElement(cv::MORPH_RECT, {rule.window, rule.window});
    cv::Mat strokes;
    cv::morphologyEx(greys, strokes, cv::MORPH_TOPHAT, window);
    return strokes;
}

/// Pixels that stand out enough, by themselves and beside the strongest ones near them.
cv::Mat inkOf(const cv::Mat& strokes, float weakest, const StrokeRule& rule)
{
    cv::Mat strongest;
    cv::dilate(strokes, strongest,
               cv::getStructuringElement(cv::MORPH_RECT, {rule.window, rule.window}));
    cv::Mat limits;
    strongest.convertTo(limits, CV_8U, rule.share);
    limits = cv::max(limits, weakest);
    return strokes > limits;
}

/// The noise of a picture: the median of how much a pixel differs from its neighbours, as the
/// deviation that noise of a bell shape would have.
float noiseOf(const cv::Mat& greys)
{
    cv::Mat blurred;
    cv::medianBlur(greys, blurred, 3);
    cv::Mat differences;
    cv::absdiff(greys, blurred, differences);
    std::array<int, 256> counts{};
    for (int row = 0; row < differences.rows; ++row) {
        const auto* pixel = differences.ptr<std::uint8_t>(row);
        for (int column = 0; column < differences.cols; ++column)
            ++counts[pixel[column]];
    }
    const std::size_t half = differences.total() / 2;
    std::size_t seen = 0;
    for (std::size_t value = 0; value < counts.size(); ++value) {
        seen += static_cast<std::size_t>(counts[value]);
        if (seen > half)
            return static_cast<float>(value) / 0.6745F;
    }
    return 0;
}

struct PieceSums
{
    double strokes = 0;
    double edge = 0;
    int edgePixels = 0;
    std::array<int, 64> greys{}; ///< counts of values, by fours
};

/// The value that a fifth of a piece's pixels reach.
float peakOf(const PieceSums& sums, int area)
{
    int seen = 0;
    for (std::size_t i = sums.greys.size(); i-- > 0;) {
        seen += sums.greys[i];
        if (5 * seen >= area)
            return static_cast<float>(4 * i + 2);
    }
    return 0;
}

/// How steep the picture is.
cv::Mat slopesOf(const cv::Mat& greys)
{
    cv::Mat slopes;
    cv::morphologyEx(greys, slopes, cv::MORPH_GRADIENT,
                     cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    return slopes;
}

std::vector<PieceSums> sumsOf(const cv::Mat& labels, int count, const cv::Mat& strokes,
                              const cv::Mat& slopes, const cv::Mat& greys)
{
    std::vector<PieceSums> sums(static_cast<std::size_t>(count));
    for (int row = 0; row < labels.rows; ++row) {
        const int* label = labels.ptr<int>(row);
        const int* above = labels.ptr<int>(std::max(row - 1, 0));
        const int* below = labels.ptr<int>(std::min(row + 1, labels.rows - 1));
        const auto* stroke = strokes.ptr<std::uint8_t>(row);
        const auto* slope = slopes.ptr<std::uint8_t>(row);
        const auto* grey = greys.ptr<std::uint8_t>(row);
        for (int column = 0; column < labels.cols; ++column) {
            if (label[column] == 0)
                continue;
            PieceSums& sum = sums[static_cast<std::size_t>(label[column])];
            sum.strokes += stroke[column];
            ++sum.greys[grey[column] / 4];
            const bool isEdge = above[column] == 0 || below[column] == 0
                || label[std::max(column - 1, 0)] == 0
                || label[std::min(column + 1, labels.cols - 1)] == 0;
            if (isEdge) {
                sum.edge += slope[column];
                ++sum.edgePixels;
            }
        }
    }
    return sums;
}

/// Letters are drawn with a sharp edge; ribs, vessels and folds are not, and noise alone makes no
/// edge sharp.
bool isLetter(const PixelBox& box, int area, const PieceSums& sums, float noise, int highest)
{
    const int height = std::max(box.height, box.width);
    const int across = std::min(box.height, box.width);
    const double filled = static_cast<double>(area) / (box.width * box.height);
    const double contrast = sums.strokes / area;
    const double edge = sums.edge / std::max(sums.edgePixels, 1);
    return height >= lowestLetter && across <= highest && height <= 4 * highest && area >= 8
        && filled >= 0.12 && edge >= 0.5 * contrast + 3 * noise;
}

std::vector<TextPiece> piecesOf(const cv::Mat& greys, float weakest, float noise,
                                const StrokeRule& rule)
{
    const cv::Mat strokes = strokesOf(greys, rule);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(inkOf(strokes, weakest, rule), labels, stats,
                                                       centres, 8);
    const auto sums = sumsOf(labels, count, strokes, slopesOf(greys), greys);
    const int highest = std::min(highestLetter, std::min(greys.cols, greys.rows) / 10);
    std::vector<TextPiece> pieces;
    for (int i = 1; i < count; ++i) {
        const PixelBox box{stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH),
                           stats.at<int>(i, cv::CC_STAT_HEIGHT)};
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < 3)
            continue;
        const PieceSums& sum = sums[static_cast<std::size_t>(i)];
        pieces.push_back(
            {box, isLetter(box, area, sum, noise, highest), static_cast<float>(sum.strokes / area),
             peakOf(sum, area),
             static_cast<float>(sum.edge / std::max(sum.edgePixels, 1) / (sum.strokes / area)),
             area});
    }
    return pieces;
}

/// The pieces of a picture; where noise makes no end of them, of what stands out more.
std::vector<TextPiece> fewPiecesOf(const cv::Mat& greys, float noise, const StrokeRule& rule)
{
    float weakest = std::max(weakestStroke, 4 * noise);
    constexpr std::size_t most = 20000;
    auto pieces = piecesOf(greys, weakest, noise, rule);
    while (pieces.size() > most && weakest < 100) {
        weakest *= 1.5F;
        pieces = piecesOf(greys, weakest, noise, rule);
    }
    return pieces;
}

std::vector<TextPiece> together(std::vector<TextPiece> pieces, const std::vector<TextPiece>& more)
{
    pieces.insert(pieces.end(), more.begin(), more.end());
    return pieces;
}

/// The same pieces as the inverted picture has them.
std::vector<TextPiece> inverted(std::vector<TextPiece> pieces)
{
    for (TextPiece& piece : pieces)
        piece.peak = 255 - piece.peak;
    return pieces;
}

/// Adds the lines of one scale, in pixels of the whole picture.
void addLines(const cv::Mat& greys, double scale, std::vector<PixelBox>& lines)
{
    const float noise = noiseOf(greys);
    cv::Mat negative;
    cv::bitwise_not(greys, negative);
    std::array<std::vector<TextPiece>, 2> bright;
    std::array<std::vector<TextPiece>, 2> dark;
    for (std::size_t i = 0; i < strokeRules.size(); ++i) {
        bright[i] = fewPiecesOf(greys, noise, strokeRules[i]);
        dark[i] = fewPiecesOf(negative, noise, strokeRules[i]);
    }
    std::vector<PixelBox> found
        = linesOf(bright[0], together(bright[1], inverted(together(dark[0], dark[1]))));
    const auto ofDark
        = linesOf(dark[0], together(dark[1], inverted(together(bright[0], bright[1]))));
    found.insert(found.end(), ofDark.begin(), ofDark.end());
    for (const PixelBox& line : found) {
        const int left = static_cast<int>(std::floor(line.left * scale));
        const int top = static_cast<int>(std::floor(line.top * scale));
        lines.push_back({left, top, static_cast<int>(std::ceil(line.right() * scale)) - left,
                         static_cast<int>(std::ceil(line.bottom() * scale)) - top});
    }
}

/// In pixels of the file, and within the picture.
PixelBox inFile(const PixelBox& box, const Radiograph& radiograph)
{
    const StoredSize size
        = radiograph.stored.value_or(StoredSize{radiograph.columns, radiograph.rows});
    const double x = static_cast<double>(size.columns) / radiograph.columns;
    const double y = static_cast<double>(size.rows) / radiograph.rows;
    const int left = std::max(0, static_cast<int>(std::floor(box.left * x)));
    const int top = std::max(0, static_cast<int>(std::floor(box.top * y)));
    const int right = std::min(size.columns, static_cast<int>(std::ceil(box.right() * x)));
    const int bottom = std::min(size.rows, static_cast<int>(std::ceil(box.bottom() * y)));
    return {left, top, right - left, bottom - top};
}

} // namespace

std::vector<PixelBox> findBurnedInText(const Radiograph& radiograph)
{
    if (!radiograph.pixels || radiograph.columns < 1 || radiograph.rows < 1)
        return {};
    cv::Mat greys = greysOf(radiograph);
    double scale = 1;
    const int longer = std::max(greys.cols, greys.rows);
    if (longer > longestSide) {
        scale = static_cast<double>(longer) / longestSide;
        cv::resize(greys, greys, {}, 1 / scale, 1 / scale, cv::INTER_AREA);
    }
    std::vector<PixelBox> lines;
    while (std::min(greys.cols, greys.rows) >= shortestSide || lines.empty()) {
        addLines(greys, scale, lines);
        if (std::min(greys.cols, greys.rows) < 2 * shortestSide)
            break;
        cv::resize(greys, greys, {}, 0.5, 0.5, cv::INTER_AREA);
        scale *= 2;
    }
    std::vector<PixelBox> boxes;
    for (const PixelBox& line : united(std::move(lines)))
        boxes.push_back(inFile(line, radiograph));
    return boxes;
}

} // namespace ccad
