// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/sample_range.h"

#include "core/imaging/modality_values.h"
#include "core/imaging/pixel_histogram.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct Range
{
    double low = 0;
    double high = 0;
    bool isCut = false; ///< numbers outside of it occur
    bool hasOthers = false; ///< numbers that are not finite occur
};

/// The finite ones of all numbers, or of a million spread over the picture.
template <typename Number> std::vector<Number> finiteNumbers(const cv::Mat& picture, int step)
{
    std::vector<Number> finite;
    for (int row = 0; row < picture.rows; ++row) {
        const auto* numbers = picture.ptr<Number>(row);
        const int count = picture.cols * picture.channels();
        for (int i = row % step; i < count; i += step)
            if (std::isfinite(static_cast<double>(numbers[i])))
                finite.push_back(numbers[i]);
    }
    return finite;
}

/// The number that a share of all do not exceed.
template <typename Number> double atShare(std::vector<Number>& numbers, double share)
{
    const auto index = static_cast<std::ptrdiff_t>(share * static_cast<double>(numbers.size() - 1));
    std::nth_element(numbers.begin(), numbers.begin() + index, numbers.end());
    return static_cast<double>(numbers[static_cast<std::size_t>(index)]);
}

/// One number such as a fill value, far from all others, would leave the picture a single grey.
template <typename Number> Range rangeOf(const cv::Mat& picture)
{
    constexpr std::size_t enough = 1000000;
    constexpr double far = 64;
    Range range;
    std::size_t count = 0;
    bool isFirst = true;
    for (int row = 0; row < picture.rows; ++row) {
        const auto* numbers = picture.ptr<Number>(row);
        for (int i = 0; i < picture.cols * picture.channels(); ++i) {
            const auto number = static_cast<double>(numbers[i]);
            if (!std::isfinite(number)) {
                range.hasOthers = true;
                continue;
            }
            range.low = isFirst ? number : std::min(range.low, number);
            range.high = isFirst ? number : std::max(range.high, number);
            isFirst = false;
            ++count;
        }
    }
    if (count == 0) {
        range.high = -1;
        range.low = 1;
        return range;
    }
    const auto step = static_cast<int>(
        picture.total() * static_cast<std::size_t>(picture.channels()) / enough + 1);
    std::vector<Number> some = finiteNumbers<Number>(picture, step);
    if (some.empty())
        return range;
    const double first = atShare(some, darkestShare);
    const double last = atShare(some, brightestShare);
    const double span = last - first;
    if (span > 0 && range.high - range.low > far * span) {
        range.low = std::max(range.low, first - span);
        range.high = std::min(range.high, last + span);
        range.isCut = true;
    }
    return range;
}

template <typename Number> cv::Mat spread(const cv::Mat& picture, const Range& range, double step)
{
    cv::Mat reduced(picture.rows, picture.cols, CV_MAKETYPE(CV_16U, picture.channels()));
    for (int row = 0; row < picture.rows; ++row) {
        const auto* numbers = picture.ptr<Number>(row);
        auto* pixels = reduced.ptr<std::uint16_t>(row);
        for (int i = 0; i < picture.cols * picture.channels(); ++i) {
            const auto number = static_cast<double>(numbers[i]);
            if (!std::isfinite(number)) {
                pixels[i] = 0;
                continue;
            }
            const double within = std::clamp(number, range.low, range.high);
            const double above = within - range.low;
            const double pixel
                = std::isfinite(above) ? above / step : within / step - range.low / step;
            pixels[i] = static_cast<std::uint16_t>(std::lround(std::clamp(pixel, 0.0, 65535.0)));
        }
    }
    return reduced;
}

template <typename Number> Result<PixelValues> reduceNumbers(cv::Mat& picture, ReaderNotes& notes)
{
    const Range range = rangeOf<Number>(picture);
    if (range.high < range.low)
        return broken(u"none of its pixels is a finite number"_s);
    constexpr double highest = 65535;
    // Divided before they are subtracted, since the difference may be no number.
    double step = range.high / highest - range.low / highest;
    if (!(step > 0))
        step = 1;
    picture = spread<Number>(picture, range, step);
    notes.add(NoteCode::DepthReduced,
              u"The values of more than 16 bits were reduced to 16 bits."_s);
    if (range.hasOthers)
        notes.add(NoteCode::DepthReduced,
                  u"Some of the picture's values are no finite numbers; they are shown black."_s);
    if (range.isCut)
        notes.add(
            NoteCode::DepthReduced,
            u"A few of the picture's values are far from all others, such as fill values are; "
            "the greys are those of the others."_s);
    return givesValues(bitDepth<16>, step, range.low) ? PixelValues{step, range.low}
                                                      : PixelValues{};
}

} // namespace

Result<PixelValues> reduceDepth(cv::Mat& picture, ReaderNotes& notes)
{
    switch (picture.depth()) {
    case CV_8S:
        picture.convertTo(picture, CV_8U, 1, 128);
        return PixelValues{1, -128};
    case CV_16S:
        picture.convertTo(picture, CV_16U, 1, 32768);
        return PixelValues{1, -32768};
    case CV_32S:
        return reduceNumbers<std::int32_t>(picture, notes);
    case CV_32F:
        return reduceNumbers<float>(picture, notes);
    case CV_64F:
        return reduceNumbers<double>(picture, notes);
    default:
        return PixelValues{};
    }
}

} // namespace ccad::imaging
