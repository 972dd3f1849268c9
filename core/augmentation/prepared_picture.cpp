// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/prepared_picture.h"

#include "core/preprocess/harmonise.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace ccad {

int enlargedSize(const PreprocessSpec& spec)
{
    return spec.inputSize + spec.inputSize / 4;
}

std::vector<std::uint8_t> toEightBits(const std::vector<std::uint16_t>& greys)
{
    std::vector<std::uint8_t> result;
    result.reserve(greys.size());
    // 65535 = 255 * 257
    std::ranges::transform(greys, std::back_inserter(result), [](std::uint16_t grey) {
        return static_cast<std::uint8_t>((grey + 128U) / 257U);
    });
    return result;
}

PreparedPicture preparePicture(const Radiograph& radiograph, const Preprocessor& preprocessor)
{
    const ReducedRadiograph whole{radiograph, radiograph.columns, radiograph.rows};
    const std::array sizes{preprocessor.spec().inputSize, enlargedSize(preprocessor.spec())};
    std::vector<FittedImage> images = preprocessor.fitAt(whole, sizes);
    return {std::move(images[0]), toEightBits(images[1].image.pixels)};
}

std::uint8_t greyBeyond(const PreprocessSpec& spec, const InputPlace& place)
{
    const bool isBlanked
        = spec.lungs.outside != LungPreparation::Outside::Keep && !place.lungsMissing;
    return isBlanked ? preprocess::blankGrey / 257 : 0;
}

} // namespace ccad
