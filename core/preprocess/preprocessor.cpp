// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/preprocessor.h"

#include "core/preprocess/harmonise.h"
#include "core/preprocess/internal/picture_source.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace ccad {

using preprocess::PictureRegion;
using preprocess::PictureSource;
using preprocess::Size;

namespace {

/// The place of a picture of that size in the input.
InputPlace placed(Size picture, const PreprocessSpec& spec)
{
    const int size = spec.inputSize;
    if (spec.fit == PreprocessSpec::Fit::Stretch)
        return {0, 0, size, size};
    const double scale = static_cast<double>(size) / std::max(picture.width, picture.height);
    const auto scaled = [&](int side) {
        return std::clamp(static_cast<int>(std::lround(side * scale)), 1, size);
    };
    const int width = scaled(picture.width);
    const int height = scaled(picture.height);
    return {(size - width) / 2, (size - height) / 2, width, height};
}

/// Places the picture in the input, black where it does not reach.
GrayImage16 put(const GrayImage16& picture, const InputPlace& place, int inputSize)
{
    const auto side = static_cast<std::size_t>(inputSize);
    GrayImage16 image{inputSize, inputSize, std::vector<std::uint16_t>(side * side, 0)};
    const std::uint16_t* from = picture.pixels.data();
    for (int row = 0; row < picture.height; ++row, from += picture.width)
        std::copy_n(from, picture.width,
                    image.pixels.data() + static_cast<std::size_t>(place.top + row) * side
                        + static_cast<std::size_t>(place.left));
    return image;
}

/// The part of a picture that the network is to see.
struct Chosen
{
    PictureRegion region;
    std::optional<LungMask> lungs; ///< over the whole picture, where they were asked for and found
    GrayImage16 overview; ///< what the finder looked at; empty without one
};

Chosen chosenRegion(const PictureSource& source, const PreprocessSpec& spec,
                    const LungFinder* finder)
{
    Chosen chosen{source.all(), std::nullopt, {}};
    if (finder == nullptr)
        return chosen;
    chosen.overview = source.resized(chosen.region, {finder->side(), finder->side()});
    chosen.lungs = finder->find(chosen.overview);
    if (!chosen.lungs || spec.lungs.crop == LungPreparation::Crop::None)
        return chosen;
    if (const std::optional<CropBox> box = lungCrop(*chosen.lungs, spec.lungs.margin))
        chosen.region = source.region(*box);
    return chosen;
}

InputPlace placeOf(const Chosen& chosen, const PreprocessSpec& spec)
{
    InputPlace place = placed(chosen.region.whole, spec);
    place.shown = chosen.region.box;
    place.lungsMissing = spec.needsLungs() && !chosen.lungs;
    return place;
}

/// 255 where an input pixel shows lung, 0 elsewhere.
std::vector<std::uint8_t> lungPixels(const LungMask& lungs, const InputPlace& place, int inputSize)
{
    const auto side = static_cast<std::size_t>(inputSize);
    std::vector<std::uint8_t> pixels(side * side, 0);
    for (int row = 0; row < place.height; ++row) {
        const double y = place.shown.top + (row + 0.5) / place.height * place.shown.height;
        std::uint8_t* out = pixels.data() + static_cast<std::size_t>(place.top + row) * side
            + static_cast<std::size_t>(place.left);
        for (int column = 0; column < place.width; ++column) {
            const double x = place.shown.left + (column + 0.5) / place.width * place.shown.width;
            *out++ = lungs.at(x, y) > 0.5F ? 255 : 0;
        }
    }
    return pixels;
}

/// Harmonises and blanks as the spec says.
void makeAlike(FittedImage& fitted, const std::optional<LungMask>& lungs,
               const PreprocessSpec& spec)
{
    using Harmonise = LungPreparation::Harmonise;
    const InputPlace& place = fitted.place;
    const preprocess::PixelRect region{place.left, place.top, place.width, place.height};
    const bool blanks = spec.lungs.outside != LungPreparation::Outside::Keep;
    const bool usesLungs = lungs && (spec.lungs.countsLungs() || blanks);
    const std::vector<std::uint8_t> lungsThere
        = usesLungs ? lungPixels(*lungs, place, fitted.image.width) : std::vector<std::uint8_t>();
    if (spec.lungs.harmonise == Harmonise::LungRanks)
        preprocess::rankAmongLungs(fitted.image, region, lungsThere);
    else if (spec.lungs.harmonise == Harmonise::Lungs && lungs)
        preprocess::equaliseByLungs(fitted.image, region, lungsThere);
    else if (spec.lungs.harmonise != Harmonise::None)
        preprocess::equalise(fitted.image, region);
    if (blanks && lungs)
        preprocess::blankOutside(fitted.image, lungsThere,
                                 spec.lungs.outside == LungPreparation::Outside::BlankHulls);
}

FittedImage fitted(const GrayImage16& picture, const Chosen& chosen, const InputPlace& place,
                   const PreprocessSpec& spec)
{
    FittedImage result{put(picture, place, spec.inputSize), place};
    makeAlike(result, chosen.lungs, spec);
    return result;
}

FittedImage fittedFrom(const PictureSource& source, const Chosen& chosen,
                       const PreprocessSpec& spec)
{
    const InputPlace place = placeOf(chosen, spec);
    return fitted(source.resized(chosen.region, {place.width, place.height}), chosen, place, spec);
}

Size thumbnailSize(Size picture, int longerSide)
{
    const double scale = static_cast<double>(longerSide) / std::max(picture.width, picture.height);
    const auto scaled = [&](int side) {
        return std::clamp(static_cast<int>(std::lround(side * scale)), 1, longerSide);
    };
    return {scaled(picture.width), scaled(picture.height)};
}

GrayImage8 reducedTo8Bits(const GrayImage16& image)
{
    GrayImage8 result{image.width, image.height, std::vector<std::uint8_t>(image.pixels.size())};
    std::transform(
        image.pixels.begin(), image.pixels.end(), result.pixels.begin(),
        [](std::uint16_t grey) { return static_cast<std::uint8_t>((grey + 128) / 257); });
    return result;
}

/// The picture as the screen shows it at first, whatever the network sees.
GrayImage8 displayedAt(Size size, const ReducedRadiograph& reduced)
{
    const PictureSource source(reduced, GreyRule::Displayed);
    return reducedTo8Bits(source.resized(source.all(), size));
}

/// The thumbnail of the small picture, which is a hundredth of a radiograph; of the radiograph
/// where the small picture lacks the pixels.
GrayImage8 thumbnailOf(const Radiograph& radiograph, GrayImage16 small, Size size)
{
    if (size.width > small.width || size.height > small.height)
        small = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
    return reducedTo8Bits(preprocess::resized(std::move(small), size));
}

} // namespace

NetworkInput emptyInput(int inputSize, const InputPlace& place)
{
    NetworkInput input;
    input.height = inputSize;
    input.width = inputSize;
    input.imageWidth = place.width / place.shown.width;
    input.imageHeight = place.height / place.shown.height;
    input.imageLeft = place.left - place.shown.left * input.imageWidth;
    input.imageTop = place.top - place.shown.top * input.imageHeight;
    input.lungsMissing = place.lungsMissing;
    return input;
}

std::vector<float> inputValues(const PreprocessSpec& spec, std::span<const std::uint16_t> greys)
{
    const cv::Mat source(1, static_cast<int>(greys.size()), CV_16UC1,
                         const_cast<std::uint16_t*>(greys.data()));
    const double width = spec.rangeHigh - spec.rangeLow;
    const double mean = spec.centreSample ? cv::mean(source)[0] / 65535 : 0;
    std::vector<float> values(greys.size());
    cv::Mat target(1, static_cast<int>(values.size()), CV_32FC1, values.data());
    source.convertTo(target, CV_32F, width / 65535.0, spec.rangeLow - mean * width);
    return values;
}

void toRange(const PreprocessSpec& spec, std::span<float> greys)
{
    cv::Mat values(1, static_cast<int>(greys.size()), CV_32FC1, greys.data());
    const double width = spec.rangeHigh - spec.rangeLow;
    const double mean = spec.centreSample ? cv::mean(values)[0] : 0;
    values.convertTo(values, CV_32F, width, spec.rangeLow - mean * width);
}

Preprocessor::Preprocessor(const PreprocessSpec& spec, std::shared_ptr<const LungFinder> finder)
    : m_spec(spec)
{
    if (!spec.needsLungs())
        return;
    if (!finder)
        throw std::invalid_argument("A preprocessing that needs lungs needs what finds them.");
    m_finder = std::move(finder);
}

ReadSize Preprocessor::readSize() const
{
    const bool crops = m_spec.lungs.crop != LungPreparation::Crop::None;
    return {(crops ? 3 : 2) * m_spec.inputSize, true};
}

NetworkInput Preprocessor::operator()(const Radiograph& radiograph) const
{
    return (*this)(ReducedRadiograph{radiograph, radiograph.columns, radiograph.rows});
}

NetworkInput Preprocessor::operator()(const ReducedRadiograph& reduced) const
{
    const PictureSource source(reduced, m_spec.greys);
    return inputOf(fittedFrom(source, chosenRegion(source, m_spec, m_finder.get()), m_spec));
}

NetworkInput Preprocessor::operator()(const GrayImage16& image) const
{
    return inputOf(fit(image));
}

InputWithThumbnail Preprocessor::prepare(const ReducedRadiograph& reduced, int thumbnailSide) const
{
    const PictureSource source(reduced, m_spec.greys);
    Chosen chosen = chosenRegion(source, m_spec, m_finder.get());
    const InputPlace place = placeOf(chosen, m_spec);
    GrayImage16 picture = source.resized(chosen.region, {place.width, place.height});
    NetworkInput input = inputOf(fitted(picture, chosen, place, m_spec));
    const Size size = thumbnailSize({reduced.columns, reduced.rows}, thumbnailSide);
    if (m_spec.greys != GreyRule::Displayed)
        return {std::move(input), displayedAt(size, reduced)};
    GrayImage16 small = m_finder ? std::move(chosen.overview) : std::move(picture);
    return {std::move(input), thumbnailOf(reduced.radiograph, std::move(small), size)};
}

NetworkInput Preprocessor::inputOf(const FittedImage& fitted) const
{
    NetworkInput input = emptyInput(m_spec.inputSize, fitted.place);
    input.values = inputValues(m_spec, fitted.image.pixels);
    return input;
}

FittedImage Preprocessor::fit(const GrayImage16& image) const
{
    const PictureSource source(image);
    return fittedFrom(source, chosenRegion(source, m_spec, m_finder.get()), m_spec);
}

std::vector<FittedImage> Preprocessor::fitAt(const ReducedRadiograph& reduced,
                                             std::span<const int> inputSizes) const
{
    const PictureSource source(reduced, m_spec.greys);
    const Chosen chosen = chosenRegion(source, m_spec, m_finder.get());
    std::vector<FittedImage> images;
    PreprocessSpec spec = m_spec;
    for (const int size : inputSizes) {
        spec.inputSize = size;
        images.push_back(fittedFrom(source, chosen, spec));
    }
    return images;
}

} // namespace ccad
