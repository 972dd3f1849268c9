// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include "core/preprocess/area_average.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

/// Everything of the result but its pixels.
FittedImage place(int columns, int rows, const PreprocessSpec& spec)
{
    const int size = spec.inputSize;
    const GrayImage16 empty{size, size, {}};
    if (spec.fit == PreprocessSpec::Fit::Stretch)
        return {empty, 0, 0, size, size};
    const double scale = static_cast<double>(size) / std::max(columns, rows);
    const int width = std::clamp(static_cast<int>(std::lround(columns * scale)), 1, size);
    const int height = std::clamp(static_cast<int>(std::lround(rows * scale)), 1, size);
    return {empty, (size - width) / 2, (size - height) / 2, width, height};
}

/// True when resizing to it is averaging; area averages are undefined for enlarging.
bool shrinks(int columns, int rows, int width, int height)
{
    return width <= columns && height <= rows;
}

GrayImage16 resized(GrayImage16 image, int width, int height)
{
    if (image.width == width && image.height == height)
        return image;
    if (shrinks(image.width, image.height, width, height)) {
        preprocess::AreaAverage average(
            {image.width, image.height, image.width, image.height, 1, false}, width, height);
        for (int row = 0; row < image.height; ++row)
            average.add(image.pixels.data() + static_cast<std::size_t>(row) * image.width);
        return average.take();
    }
    GrayImage16 result{width, height, std::vector<std::uint16_t>(std::size_t{1} * width * height)};
    const cv::Mat source(image.height, image.width, CV_16UC1,
                         const_cast<std::uint16_t*>(image.pixels.data()));
    cv::Mat target(height, width, CV_16UC1, result.pixels.data());
    // Where one side alone shrinks, OpenCV averages along neither, but keeps it from aliasing.
    const bool one = width < image.width || height < image.height;
    cv::resize(source, target, target.size(), 0, 0, one ? cv::INTER_AREA : cv::INTER_LINEAR);
    return result;
}

/// Black where the picture does not reach.
void put(const GrayImage16& picture, FittedImage& fitted)
{
    const auto size = static_cast<std::size_t>(fitted.image.width);
    fitted.image.pixels.assign(size * size, 0);
    const std::uint16_t* from = picture.pixels.data();
    for (int row = 0; row < picture.height; ++row, from += picture.width)
        std::copy_n(from, picture.width,
                    fitted.image.pixels.data() + static_cast<std::size_t>(fitted.top + row) * size
                        + static_cast<std::size_t>(fitted.left));
}

struct Size
{
    int width = 0;
    int height = 0;
};

Size thumbnailSize(int columns, int rows, int longerSide)
{
    const double scale = static_cast<double>(longerSide) / std::max(columns, rows);
    const auto scaled = [&](int side) {
        return std::clamp(static_cast<int>(std::lround(side * scale)), 1, longerSide);
    };
    return {scaled(columns), scaled(rows)};
}

GrayImage8 reducedTo8Bits(const GrayImage16& image)
{
    GrayImage8 result{image.width, image.height, std::vector<std::uint8_t>(image.pixels.size())};
    std::transform(
        image.pixels.begin(), image.pixels.end(), result.pixels.begin(),
        [](std::uint16_t grey) { return static_cast<std::uint8_t>((grey + 128) / 257); });
    return result;
}

/// As displayed at first; a picture that shrinks becomes grey row by row, never as a whole.
GrayImage16 resizedGrey(const ReducedRadiograph& reduced, Size size)
{
    const Radiograph& radiograph = reduced.radiograph;
    const DisplayLut lut(radiograph, radiograph.initialVoi);
    if (!shrinks(radiograph.columns, radiograph.rows, size.width, size.height)
        || (reduced.isWhole() && reduced.columns == size.width && reduced.rows == size.height))
        return resized(lut.apply16(radiograph), size.width, size.height);
    preprocess::AreaAverage average({radiograph.columns, radiograph.rows, reduced.columns,
                                     reduced.rows, reduced.reduction, reduced.firstSited},
                                    size.width, size.height);
    std::vector<std::uint16_t> greys(static_cast<std::size_t>(radiograph.columns));
    const std::uint16_t* pixel = radiograph.pixels->data();
    for (int row = 0; row < radiograph.rows; ++row) {
        for (std::uint16_t& grey : greys)
            grey = lut.gray16(*pixel++);
        average.add(greys.data());
    }
    return average.take();
}

/// Of the input, which is a hundredth of a radiograph; of the radiograph where that has not the
/// pixels.
GrayImage8 thumbnailOf(const Radiograph& radiograph, GrayImage16 input, Size size)
{
    if (!shrinks(input.width, input.height, size.width, size.height))
        input = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
    return reducedTo8Bits(resized(std::move(input), size.width, size.height));
}

} // namespace

Preprocessor::Preprocessor(const PreprocessSpec& spec) : m_spec(spec) { }

NetworkInput Preprocessor::operator()(const Radiograph& radiograph) const
{
    return (*this)(ReducedRadiograph{radiograph, radiograph.columns, radiograph.rows});
}

NetworkInput Preprocessor::operator()(const ReducedRadiograph& reduced) const
{
    FittedImage fitted = place(reduced.columns, reduced.rows, m_spec);
    put(resizedGrey(reduced, {fitted.width, fitted.height}), fitted);
    return inputOf(fitted);
}

NetworkInput Preprocessor::operator()(const GrayImage16& image) const
{
    return inputOf(fit(image));
}

InputWithThumbnail Preprocessor::prepare(const ReducedRadiograph& reduced, int thumbnailSide) const
{
    FittedImage fitted = place(reduced.columns, reduced.rows, m_spec);
    GrayImage16 grey = resizedGrey(reduced, {fitted.width, fitted.height});
    put(grey, fitted);
    return {inputOf(fitted),
            thumbnailOf(reduced.radiograph, std::move(grey),
                        thumbnailSize(reduced.columns, reduced.rows, thumbnailSide))};
}

NetworkInput Preprocessor::inputOf(const FittedImage& fitted) const
{
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
    FittedImage fitted = place(image.width, image.height, m_spec);
    put(resized(image, fitted.width, fitted.height), fitted);
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
