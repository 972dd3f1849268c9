// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/prepared_picture.h"

#include <algorithm>
#include <iterator>

namespace ccad {

int enlargedSize(const PreprocessSpec& spec)
{
    return spec.inputSize + spec.inputSize / 4;
}

PreparedPicture preparePicture(const Radiograph& radiograph, const PreprocessSpec& spec)
{
    const GrayImage16 shown = DisplayLut(radiograph, radiograph.initialVoi).apply16(radiograph);
    PreprocessSpec larger = spec;
    larger.inputSize = enlargedSize(spec);
    const FittedImage large = Preprocessor(larger).fit(shown);

    PreparedPicture picture;
    picture.plain = Preprocessor(spec).fit(shown);
    picture.large.reserve(large.image.pixels.size());
    // 65535 = 255 * 257
    std::ranges::transform(
        large.image.pixels, std::back_inserter(picture.large),
        [](std::uint16_t grey) { return static_cast<std::uint8_t>((grey + 128U) / 257U); });
    return picture;
}

} // namespace ccad
