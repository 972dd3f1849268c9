// SPDX-License-Identifier: GPL-3.0-or-later
// Tools with which made-up pictures are drawn.
#pragma once

#include "core/base/random.h"
#include "core/imaging/display_lut.h"

namespace ccad::trust {

/// A square of greys, 0..1 where it is shown.
struct Canvas
{
    Canvas(int theSide, double grey)
        : side(theSide),
          greys(static_cast<std::size_t>(theSide) * static_cast<std::size_t>(theSide),
                static_cast<float>(grey))
    {
    }

    int side;
    std::vector<float> greys;
};

/// All lengths are shares of the side.
struct Ellipse
{
    double x = 0.5;
    double y = 0.5;
    double wide = 0.3; ///< half its width
    double high = 0.3; ///< half its height
};

void addNoise(Canvas& canvas, Random& random, double amount);
/// Noise of all scales; each scale is `fall` times the finer one times two.
void addClouds(Canvas& canvas, Random& random, double fall, double amount);
void addGradient(Canvas& canvas, Random& random, double amount);
/// Stripes, a chequered board, rings or dots.
void addPattern(Canvas& canvas, Random& random, double amount);
void addShape(Canvas& canvas, Random& random, double grey, double size);
/// An ellipse with an uneven rim.
void addBlob(Canvas& canvas, Random& random, const Ellipse& ellipse, double grey);
/// Darkens or brightens the part from a wavy horizon at that height down.
void addGround(Canvas& canvas, Random& random, double horizon, double grey);
/// Draws a bar from top to bottom, at x, leaning; with joints where it is a bone.
void addBone(Canvas& canvas, Random& random, double x, double lean, double width, double grey,
             bool withJoints);
void addRing(Canvas& canvas, Random& random, double grey);
void addSector(Canvas& canvas, Random& random);
/// Letters and digits along a line whose foot is at y pixels.
void writeLine(Canvas& canvas, Random& random, double y, double height, double ink);

void blur(Canvas& canvas, double sigma);
void invert(Canvas& canvas);
/// Turns by a quarter.
void turn(Canvas& canvas);
[[nodiscard]] Canvas enlarged(const Canvas& canvas, int side, bool smoothly);
[[nodiscard]] GrayImage16 toImage(const Canvas& canvas);

} // namespace ccad::trust
