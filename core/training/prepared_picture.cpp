// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/prepared_picture.h"

#include <algorithm>
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

PreparedPicture preparePicture(const Radiograph& radiograph, const PreprocessSpec& spec)
{
    const GrayImage16 shown = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
    PreprocessSpec larger = spec;
    larger.inputSize = enlargedSize(spec);
    return {Preprocessor(spec).fit(shown),
            toEightBits(Preprocessor(larger).fit(shown).image.pixels)};
}

} // namespace ccad
