// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/altered_inputs.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ccad {

namespace {

constexpr int thumbnailSide = 32;

template <typename Test> GrayImage16 keptWhere(const GrayImage16& image, Test isKept)
{
    GrayImage16 result = image;
    for (int row = 0; row < image.height; ++row)
        for (int column = 0; column < image.width; ++column)
            if (!isKept((column + 0.5) / image.width, (row + 0.5) / image.height))
                result.pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width)
                              + static_cast<std::size_t>(column)]
                    = 0;
    return result;
}

cv::Mat matOf(GrayImage16& image)
{
    return {image.height, image.width, CV_16UC1, image.pixels.data()};
}

} // namespace

GrayImage16 borderAlone(const GrayImage16& image)
{
    constexpr double share = 0.1;
    return keptWhere(image, [](double x, double y) {
        return std::min({x, y, 1 - x, 1 - y}) < share;
    });
}

GrayImage16 cornersAlone(const GrayImage16& image)
{
    constexpr double share = 0.2;
    return keptWhere(image, [](double x, double y) {
        return std::min(x, 1 - x) < share && std::min(y, 1 - y) < share;
    });
}

GrayImage16 boxBlanked(const GrayImage16& image, const CropBox& box)
{
    constexpr double margin = 0.03;
    return keptWhere(image, [&box](double x, double y) {
        return x < box.left - margin || x > box.right() + margin || y < box.top - margin
            || y > box.bottom() + margin;
    });
}

GrayImage16 asThumbnail(const GrayImage16& image)
{
    GrayImage16 result = image;
    cv::Mat mat = matOf(result);
    cv::Mat small;
    cv::resize(mat, small, {thumbnailSide, thumbnailSide}, 0, 0, cv::INTER_AREA);
    cv::resize(small, mat, mat.size(), 0, 0, cv::INTER_LINEAR);
    return result;
}

GrayImage16 withMarkers(const GrayImage16& image, Random& random)
{
    static constexpr const char* texts[]
        = {"L", "R", "AP", "PA", "PORTABLE", "12:30", "A 70", "->"};
    GrayImage16 result = image;
    cv::Mat mat = matOf(result);
    for (int i = 0; i < 3; ++i) {
        const double along = random.uniform(0, 0.8);
        const double away = random.chance(0.5) ? 0.01 : 0.85;
        const bool isAcross = random.chance(0.5);
        const double x = isAcross ? along : away;
        const double y = (isAcross ? away : along) + 0.1;
        cv::putText(mat, texts[random.below(std::size(texts))],
                    {static_cast<int>(x * mat.cols), static_cast<int>(y * mat.rows)},
                    cv::FONT_HERSHEY_SIMPLEX, random.uniform(0.4, 0.9),
                    random.chance(0.9) ? 65535 : 0, 2, cv::LINE_8);
    }
    return result;
}

} // namespace ccad
