// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

struct Placement
{
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
};

Placement place(const GrayImage16& image, const PreprocessSpec& spec)
{
    const int size = spec.inputSize;
    if (spec.fit == PreprocessSpec::Fit::Stretch)
        return {0, 0, size, size};
    const double scale = static_cast<double>(size) / std::max(image.width, image.height);
    const int width = std::clamp(static_cast<int>(std::lround(image.width * scale)), 1, size);
    const int height = std::clamp(static_cast<int>(std::lround(image.height * scale)), 1, size);
    return {(size - width) / 2, (size - height) / 2, width, height};
}

} // namespace

Preprocessor::Preprocessor(const PreprocessSpec& spec) : m_spec(spec) { }

NetworkInput Preprocessor::operator()(const Radiograph& radiograph) const
{
    return (*this)(DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph));
}

NetworkInput Preprocessor::operator()(const GrayImage16& image) const
{
    const int size = m_spec.inputSize;
    const Placement spot = place(image, m_spec);
    const cv::Mat source(image.height, image.width, CV_16UC1,
                         const_cast<std::uint16_t*>(image.pixels.data()));
    cv::Mat resized;
    // Area averaging keeps fine structure from aliasing; it is undefined for enlarging.
    const bool shrinks = spot.width < image.width || spot.height < image.height;
    cv::resize(source, resized, cv::Size(spot.width, spot.height), 0, 0,
               shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);

    NetworkInput input;
    input.height = size;
    input.width = size;
    input.values.assign(static_cast<std::size_t>(size) * size, m_spec.rangeLow);
    input.imageLeft = spot.left;
    input.imageTop = spot.top;
    input.imageWidth = spot.width;
    input.imageHeight = spot.height;

    cv::Mat target(size, size, CV_32FC1, input.values.data());
    cv::Mat window = target(cv::Rect(spot.left, spot.top, spot.width, spot.height));
    resized.convertTo(window, CV_32F, (m_spec.rangeHigh - m_spec.rangeLow) / 65535.0,
                      m_spec.rangeLow);
    return input;
}

} // namespace ccad
