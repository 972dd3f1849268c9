// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/pixels/pixel_box.h"
#include "core/imaging/radiograph.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <vector>

namespace ccad::test {

inline Radiograph radiographOf(const cv::Mat& film)
{
    Radiograph radiograph;
    radiograph.columns = film.cols;
    radiograph.rows = film.rows;
    radiograph.pixels = std::make_shared<const std::vector<std::uint16_t>>(
        film.begin<std::uint16_t>(), film.end<std::uint16_t>());
    radiograph.bits = bitDepth<16>;
    return radiograph;
}

/// What is written onto a film, and where.
struct Writing
{
    const char* text = "";
    int height = 20; ///< of its capitals, in pixels
    int corner = 0; ///< 0 to 3: above left, above right, below left, below right
    double contrast = 1; ///< to all that lies below, as a share of the film's range, if it has room
    int thickness = 0; ///< 0: an eighth of the height
};

/// The value of an ink that stands out of all that lies below: brighter than it, where there is no
/// room darker, and where there is none either, at the end of the range that is farther.
inline double valueOver(const cv::Mat& ground, double step, double low, double high)
{
    std::vector<std::uint16_t> values(ground.begin<std::uint16_t>(), ground.end<std::uint16_t>());
    std::sort(values.begin(), values.end());
    const double darkest = values[values.size() / 50];
    const double brightest = values[values.size() - 1 - values.size() / 50];
    if (brightest + step <= high)
        return brightest + step;
    if (darkest - step >= low)
        return darkest - step;
    return high - brightest >= darkest - low ? high : low;
}

/// Writes onto a film of 16 bits, with one value, brighter than what lies below, or darker.
/// Returns the pixels that were changed.
inline cv::Mat write(cv::Mat& film, const Writing& writing)
{
    double low = 0;
    double high = 0;
    cv::minMaxLoc(film, &low, &high);
    const int thickness
        = writing.thickness > 0 ? writing.thickness : std::max(1, writing.height / 8);
    const double scale
        = cv::getFontScaleFromHeight(cv::FONT_HERSHEY_SIMPLEX, writing.height, thickness);
    int below = 0;
    const cv::Size size
        = cv::getTextSize(writing.text, cv::FONT_HERSHEY_SIMPLEX, scale, thickness, &below);
    const int margin = std::max(film.cols / 40, 8);
    const int left = writing.corner % 2 == 0 ? margin : film.cols - margin - size.width;
    const int base = writing.corner < 2 ? margin + size.height : film.rows - margin - below;
    cv::Mat ink = cv::Mat::zeros(film.size(), CV_8U);
    cv::putText(ink, writing.text, {left, base}, cv::FONT_HERSHEY_SIMPLEX, scale, 255, thickness,
                cv::LINE_AA);
    const double value = valueOver(film(cv::Rect(left, base - size.height, size.width, size.height)
                                        & cv::Rect(0, 0, film.cols, film.rows)),
                                   writing.contrast * (high - low), low, high);
    for (int row = 0; row < film.rows; ++row)
        for (int column = 0; column < film.cols; ++column) {
            const double share = ink.at<std::uint8_t>(row, column) / 255.0;
            auto& pixel = film.at<std::uint16_t>(row, column);
            pixel = cv::saturate_cast<std::uint16_t>(pixel + share * (value - pixel));
        }
    return ink > 127;
}

/// The share of some pixels that lies in boxes.
inline double coveredShare(const cv::Mat& pixels, const std::vector<PixelBox>& boxes)
{
    cv::Mat covered = cv::Mat::zeros(pixels.size(), CV_8U);
    for (const PixelBox& box : boxes)
        cv::rectangle(covered, cv::Rect(box.left, box.top, box.width, box.height), 255, cv::FILLED);
    const int all = cv::countNonZero(pixels);
    return all == 0 ? 1.0 : static_cast<double>(cv::countNonZero(covered & pixels)) / all;
}

} // namespace ccad::test
