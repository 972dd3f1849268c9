// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/internal/jpeg_losses.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ccad {

namespace {

constexpr int side = 8;

using Steps = std::array<float, side * side>;

constexpr std::array<int, side * side> luminance{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

Steps stepsAt(int quality)
{
    const int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    Steps steps{};
    std::ranges::transform(luminance, steps.begin(), [&](int step) {
        return static_cast<float>(std::clamp((step * percent + 50) / 100, 1, 255));
    });
    return steps;
}

void quantise(cv::Mat block, const Steps& steps)
{
    cv::Mat coefficients;
    cv::dct(block, coefficients); // orthonormal, as JPEG's own
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const float step = steps[static_cast<std::size_t>(row * side + column)];
            float& value = coefficients.at<float>(row, column);
            value = std::nearbyint(value / step) * step;
        }
    cv::idct(coefficients, block);
}

} // namespace

void loseToJpeg(std::vector<float>& greys, int size, int quality)
{
    const Steps steps = stepsAt(quality);
    const cv::Mat image(size, size, CV_32FC1, greys.data());
    const int missing = (side - size % side) % side;
    cv::Mat blocks;
    image.convertTo(blocks, CV_32F, 255, -128);
    cv::copyMakeBorder(blocks, blocks, 0, missing, 0, missing, cv::BORDER_REPLICATE);
    for (int top = 0; top < size; top += side)
        for (int left = 0; left < size; left += side)
            quantise(blocks(cv::Rect(left, top, side, side)), steps);
    blocks(cv::Rect(0, 0, size, size)).convertTo(image, CV_32F, 1 / 255.0, 128 / 255.0);
    for (float& grey : greys)
        grey = std::clamp(grey, 0.0F, 1.0F);
}

} // namespace ccad
