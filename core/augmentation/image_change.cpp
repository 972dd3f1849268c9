// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/image_change.h"

#include "core/augmentation/geometric_change.h"
#include "core/augmentation/internal/grey_changes.h"

#include <cmath>

namespace ccad {

namespace {

double draw(const ValueRange& range, Random& random)
{
    return random.uniform(range.low, range.high);
}

/// From -limit to limit.
double about0(double limit, Random& random)
{
    return random.uniform(-limit, limit);
}

void drawPlace(ImageChange& change, const Augmentation& ranges, int size, Random& random)
{
    change.rotationDegrees = about0(ranges.rotationDegrees, random);
    change.zoomX = draw(ranges.zoom, random);
    change.zoomY = draw(ranges.zoom, random);
    change.shiftX = about0(ranges.horizontalShift, random) * size;
    // Keras moves by whole pixels where a range is given in pixels.
    if (const int most = ranges.horizontalShiftPixels; most > 0)
        change.shiftX
            += static_cast<int>(random.below(2 * static_cast<std::size_t>(most) + 1)) - most;
    change.shiftY = about0(ranges.verticalShift, random) * size;
    change.flipHorizontally = ranges.flipHorizontally && random.chance(0.5);
    change.flipVertically = ranges.flipVertically && random.chance(0.5);
    change.fill = ranges.fill;
}

void drawGreys(ImageChange& change, const Augmentation& ranges, Random& random)
{
    change.brightness = draw(ranges.brightness, random);
    if (random.chance(ranges.resolution))
        change.reducedTo = random.uniform(0.25, 0.8);
    if (random.chance(ranges.noise)) {
        change.noiseDeviation = random.uniform(0, 0.06);
        change.noiseSeed = random.next();
    }
    if (random.chance(ranges.equalise))
        change.equalisedShare = random.uniform();
    change.gamma = std::exp(about0(ranges.gamma, random));
    change.contrast = 1 + about0(ranges.contrast, random);
    change.lift = about0(ranges.lift, random);
}

/// Mostly black, as collimators and cropping leave it.
float paint(Random& random)
{
    return random.chance(0.6) ? 0.0F : static_cast<float>(random.uniform());
}

void drawBorders(ImageChange& change, int size, Random& random)
{
    const auto margin = [&] { return static_cast<int>(random.uniform(0, 0.12) * size); };
    const int top = margin();
    const int bottom = margin();
    const int left = margin();
    const int right = margin();
    change.patches.push_back({0, 0, size, top, paint(random)});
    change.patches.push_back({0, size - bottom, size, bottom, paint(random)});
    change.patches.push_back({0, 0, left, size, paint(random)});
    change.patches.push_back({size - right, 0, right, size, paint(random)});
}

void drawCorners(ImageChange& change, int size, Random& random)
{
    for (int corner = 0; corner < 4; ++corner) {
        const int width = static_cast<int>(random.uniform(0.05, 0.25) * size);
        const int height = static_cast<int>(random.uniform(0.05, 0.2) * size);
        change.patches.push_back({corner % 2 == 0 ? 0 : size - width,
                                  corner < 2 ? 0 : size - height, width, height, paint(random)});
    }
}

/// One to four capital letters, of which most begin in the outer fifth of the picture.
PaintedWord drawWord(int size, Random& random)
{
    PaintedWord word;
    const std::size_t letters = 1 + random.below(4);
    for (std::size_t i = 0; i < letters; ++i)
        word.letters += static_cast<char>('A' + random.below(26));
    word.height = random.uniform(0.03, 0.1) * size;
    const auto along = static_cast<int>(random.uniform(0, 0.9) * size);
    const auto across = static_cast<int>(random.uniform(0, 0.2) * size);
    const auto low = static_cast<int>(word.height);
    switch (random.below(4)) {
    case 0: // top
        word.left = along;
        word.foot = across + low;
        break;
    case 1: // bottom
        word.left = along;
        word.foot = size - across;
        break;
    case 2: // left
        word.left = across;
        word.foot = along + low;
        break;
    default:
        word.left = size - across - low;
        word.foot = along + low;
        break;
    }
    word.grey = random.chance(0.8) ? 1.0F : static_cast<float>(random.uniform());
    return word;
}

void drawTraces(ImageChange& change, const Augmentation& ranges, int size, Random& random)
{
    if (ranges.text > 0 && random.chance(ranges.text))
        for (std::size_t words = 1 + random.below(3); words > 0; --words)
            change.words.push_back(drawWord(size, random));
    if (ranges.sharpness > 0 && random.chance(ranges.sharpness))
        change.sharpening = random.uniform(-1, 1.5);
    if (ranges.compression > 0 && random.chance(ranges.compression))
        change.jpegQuality = 20 + static_cast<int>(random.below(61));
}

} // namespace

ImageChange drawChange(const Augmentation& augmentation, int size, Random& random)
{
    ImageChange change;
    drawPlace(change, augmentation, size, random);
    drawGreys(change, augmentation, random);
    if (random.chance(augmentation.borders))
        drawBorders(change, size, random);
    if (random.chance(augmentation.corners))
        drawCorners(change, size, random);
    drawTraces(change, augmentation, size, random);
    return change;
}

std::vector<float> changed(const GreySquare& picture, const ImageChange& change, int size)
{
    std::vector<float> greys = moved(picture, change, size);
    changeGreys(greys, change, size);
    return greys;
}

} // namespace ccad
