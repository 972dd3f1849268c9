// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate_fitting/internal/other_pictures.h"

#include "core/gate_fitting/internal/drawing.h"

#include <array>

namespace ccad {

namespace {

using trust::Canvas;

Canvas whiteNoise(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0.2, 0.8));
    trust::addNoise(canvas, random, random.uniform(0.05, 0.5));
    return canvas;
}

/// Noise that falls off with frequency as natural pictures do, or more, or less.
Canvas cloudNoise(Random& random, int side)
{
    Canvas canvas(side, 0.5);
    trust::addClouds(canvas, random, random.uniform(0.3, 1.2), random.uniform(0.2, 0.6));
    return canvas;
}

Canvas blockNoise(Random& random, int side)
{
    const int blocks = 2 + static_cast<int>(random.below(30));
    Canvas small(blocks, 0.5);
    trust::addNoise(small, random, 0.4);
    return trust::enlarged(small, side, random.chance(0.5));
}

Canvas textPage(Random& random, int side)
{
    const bool isDark = random.chance(0.3);
    const double ink = isDark ? random.uniform(0.7, 1) : random.uniform(0, 0.3);
    Canvas canvas(side, isDark ? random.uniform(0, 0.2) : random.uniform(0.8, 1));
    const double height = random.uniform(0.02, 0.12) * side;
    for (double y = height * 1.5; y < side; y += height * random.uniform(1.2, 2.2))
        trust::writeLine(canvas, random, y, height, ink);
    return canvas;
}

Canvas gradient(Random& random, int side)
{
    Canvas canvas(side, 0.5);
    trust::addGradient(canvas, random, random.uniform(0.3, 1));
    if (random.chance(0.5))
        trust::addNoise(canvas, random, random.uniform(0, 0.1));
    return canvas;
}

Canvas pattern(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 0.5));
    trust::addPattern(canvas, random, random.uniform(0.3, 1));
    return canvas;
}

Canvas shapes(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 1));
    const int count = 1 + static_cast<int>(random.below(12));
    for (int i = 0; i < count; ++i)
        trust::addShape(canvas, random, random.uniform(0, 1), random.uniform(0.05, 0.5));
    if (random.chance(0.5))
        trust::blur(canvas, random.uniform(0.3, 3));
    return canvas;
}

/// Sky, ground and things on it, with the texture of photographs.
Canvas scene(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0.4, 0.9));
    trust::addGradient(canvas, random, random.uniform(0, 0.4));
    trust::addGround(canvas, random, random.uniform(0.3, 0.8), random.uniform(0.1, 0.6));
    const int count = static_cast<int>(random.below(15));
    for (int i = 0; i < count; ++i)
        trust::addShape(canvas, random, random.uniform(0, 1), random.uniform(0.03, 0.3));
    trust::blur(canvas, random.uniform(0.3, 2));
    trust::addClouds(canvas, random, random.uniform(0.5, 1), random.uniform(0.05, 0.3));
    trust::addNoise(canvas, random, random.uniform(0, 0.04));
    return canvas;
}

/// A round object before a background, as portraits and close-ups have.
Canvas portrait(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 1));
    trust::addClouds(canvas, random, random.uniform(0.6, 1.2), random.uniform(0.05, 0.3));
    trust::addBlob(canvas, random, {0.5, 0.45, 0.25, 0.35}, random.uniform(0, 1));
    trust::addBlob(canvas, random, {0.5, 1, 0.45, 0.3}, random.uniform(0, 1));
    for (int i = 0; i < 6; ++i)
        trust::addBlob(canvas, random,
                       {random.uniform(0.3, 0.7), random.uniform(0.2, 0.7), 0.06, 0.05},
                       random.uniform(0, 1));
    trust::blur(canvas, random.uniform(0.5, 3));
    trust::addNoise(canvas, random, random.uniform(0, 0.04));
    return canvas;
}

/// Body or head in cross-section, on black.
Canvas slice(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 0.05));
    const bool isHead = random.chance(0.5);
    const double wide = isHead ? random.uniform(0.22, 0.36) : random.uniform(0.35, 0.48);
    const double high = isHead ? random.uniform(0.3, 0.44) : random.uniform(0.22, 0.38);
    const double x = random.uniform(0.45, 0.55);
    const double y = random.uniform(0.45, 0.55);
    const double rim = random.uniform(0.3, 1);
    trust::addBlob(canvas, random, {x, y, wide, high}, rim);
    const double inside = random.uniform(0.2, 0.7);
    const double shrink = random.uniform(0.8, 0.95);
    trust::addBlob(canvas, random, {x, y, wide * shrink, high * shrink}, inside);
    if (!isHead && random.chance(0.6)) // the lungs of a thoracic slice
        for (const double sign : {-1.0, 1.0})
            trust::addBlob(canvas, random, {x + sign * wide * 0.5, y, wide * 0.33, high * 0.6},
                           0.05);
    const int organs = 2 + static_cast<int>(random.below(10));
    for (int i = 0; i < organs; ++i)
        trust::addBlob(canvas, random,
                       {x + random.uniform(-0.5, 0.5) * wide, y + random.uniform(-0.5, 0.5) * high,
                        random.uniform(0.05, 0.4) * wide, random.uniform(0.05, 0.4) * high},
                       random.uniform(0, 1));
    if (!isHead)
        trust::addBlob(canvas, random, {x, y + high * 0.6, 0.05, 0.05}, random.uniform(0.8, 1));
    trust::blur(canvas, random.uniform(0.3, 2));
    trust::addNoise(canvas, random, random.uniform(0, 0.06));
    return canvas;
}

/// Bones in soft tissue on black or, collimated, on white: arms, legs, hands.
Canvas limb(Random& random, int side)
{
    const double air = random.chance(0.8) ? random.uniform(0, 0.15) : random.uniform(0.8, 1);
    Canvas canvas(side, air);
    const int bones = 1 + static_cast<int>(random.below(6));
    const double lean = random.uniform(-0.6, 0.6);
    const double tissue = random.uniform(0.25, 0.5);
    const double thickness = random.uniform(0.25, 0.6) / bones;
    for (const bool isBone : {false, true})
        for (int i = 0; i < bones; ++i) {
            const double x = (i + 0.5 + random.uniform(-0.1, 0.1)) / bones;
            const double width = thickness * (isBone ? random.uniform(0.35, 0.55) : 1.3);
            trust::addBone(canvas, random, x, lean, width, isBone ? random.uniform(0.6, 1) : tissue,
                           isBone);
        }
    trust::blur(canvas, random.uniform(0.5, 3));
    trust::addNoise(canvas, random, random.uniform(0, 0.04));
    if (random.chance(0.3))
        trust::turn(canvas);
    return canvas;
}

/// Pelvis, skull and spine: bright rings and a column.
Canvas bones(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 0.4));
    trust::addBlob(canvas, random, {0.5, 0.5, random.uniform(0.3, 0.6), random.uniform(0.3, 0.6)},
                   random.uniform(0.3, 0.6));
    const int rings = 1 + static_cast<int>(random.below(4));
    for (int i = 0; i < rings; ++i)
        trust::addRing(canvas, random, random.uniform(0.6, 1));
    if (random.chance(0.5))
        trust::addBone(canvas, random, 0.5, random.uniform(-0.1, 0.1), random.uniform(0.1, 0.3),
                       random.uniform(0.6, 1), true);
    trust::blur(canvas, random.uniform(0.5, 4));
    trust::addClouds(canvas, random, random.uniform(0.6, 1.2), random.uniform(0, 0.2));
    trust::addNoise(canvas, random, random.uniform(0, 0.03));
    return canvas;
}

/// A sector of speckle with letters beside it.
Canvas ultrasound(Random& random, int side)
{
    Canvas canvas(side, 0);
    trust::addSector(canvas, random);
    for (int line = 0; line < 4; ++line)
        trust::writeLine(canvas, random, random.uniform(0.05, 0.95) * side,
                         random.uniform(0.02, 0.04) * side, 0.9);
    return canvas;
}

Canvas blank(Random& random, int side)
{
    Canvas canvas(side, random.uniform(0, 1));
    trust::addNoise(canvas, random, random.uniform(0, 0.03));
    return canvas;
}

using Maker = Canvas (*)(Random&, int);
/// Scenes, slices and bones are most like a radiograph and so come more often.
constexpr std::array<Maker, 20> makers
    = {whiteNoise, cloudNoise, cloudNoise, blockNoise, textPage, gradient,  pattern,
       shapes,     shapes,     scene,      scene,      scene,    portrait,  portrait,
       slice,      slice,      limb,       bones,      blank,    ultrasound};

} // namespace

int otherPictureKinds()
{
    return static_cast<int>(makers.size());
}

GrayImage16 otherPicture(int kind, Random& random, int side)
{
    Canvas canvas = makers[static_cast<std::size_t>(kind)](random, side);
    if (random.chance(0.2))
        trust::invert(canvas);
    return trust::toImage(canvas);
}

GrayImage16 otherPicture(Random& random, int side)
{
    return otherPicture(static_cast<int>(random.below(makers.size())), random, side);
}

} // namespace ccad
