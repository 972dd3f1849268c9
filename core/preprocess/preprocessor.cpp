// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

/// Everything of the result but its pixels.
FittedImage place(const GrayImage16& image, const PreprocessSpec& spec)
{
    const int size = spec.inputSize;
    const GrayImage16 empty{size, size, {}};
    if (spec.fit == PreprocessSpec::Fit::Stretch)
        return {empty, 0, 0, size, size};
    const double scale = static_cast<double>(size) / std::max(image.width, image.height);
    const int width = std::clamp(static_cast<int>(std::lround(image.width * scale)), 1, size);
    const int height = std::clamp(static_cast<int>(std::lround(image.height * scale)), 1, size);
    return {empty, (size - width) / 2, (size - height) / 2, width, height};
}

} // namespace

Preprocessor::Preprocessor(const PreprocessSpec& spec) : m_spec(spec) { }

NetworkInput Preprocessor::operator()(const Radiograph& radiograph) const
{
    return (*this)(DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph));
}

NetworkInput Preprocessor::operator()(const GrayImage16& image) const
{
    const FittedImage fitted = fit(image);
    NetworkInput input;
    input.height = m_spec.inputSize;
    input.width = m_spec.inputSize;
    input.values = values(fitted.image.pixels);
    input.imageLeft = fitted.left;
    input.imageTop = fitted.top;
    input.imageWidth = fitted.width;
    input.imageHeight = fitted.height;
    return input;
}

FittedImage Preprocessor::fit(const GrayImage16& image) const
{
    const int size = m_spec.inputSize;
    FittedImage fitted = place(image, m_spec);
    fitted.image.pixels.assign(static_cast<std::size_t>(size) * size, 0);
    const cv::Mat source(image.height, image.width, CV_16UC1,
                         const_cast<std::uint16_t*>(image.pixels.data()));
    const cv::Mat target(size, size, CV_16UC1, fitted.image.pixels.data());
    cv::Mat window = target(cv::Rect(fitted.left, fitted.top, fitted.width, fitted.height));
    // Area averaging keeps fine structure from aliasing; it is undefined for enlarging.
    const bool shrinks = fitted.width < image.width || fitted.height < image.height;
    cv::resize(source, window, window.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return fitted;
}

std::vector<float> Preprocessor::values(std::span<const std::uint16_t> greys) const
{
    const cv::Mat source(1, static_cast<int>(greys.size()), CV_16UC1,
                         const_cast<std::uint16_t*>(greys.data()));
    const double width = m_spec.rangeHigh - m_spec.rangeLow;
    const double mean = m_spec.centreSample ? cv::mean(source)[0] / 65535 : 0;
    std::vector<float> values(greys.size());
    cv::Mat target(1, static_cast<int>(values.size()), CV_32FC1, values.data());
    source.convertTo(target, CV_32F, width / 65535.0, m_spec.rangeLow - mean * width);
    return values;
}

void Preprocessor::toRange(std::span<float> greys) const
{
    cv::Mat values(1, static_cast<int>(greys.size()), CV_32FC1, greys.data());
    const double width = m_spec.rangeHigh - m_spec.rangeLow;
    const double mean = m_spec.centreSample ? cv::mean(values)[0] : 0;
    values.convertTo(values, CV_32F, width, m_spec.rangeLow - mean * width);
}

} // namespace ccad
