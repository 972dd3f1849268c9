// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QImage>

#include <vector>

namespace ccad {

/// A radiograph as grey pictures for painting: the first of full size, each further one half as
/// large, averaged, so that a small view of a large picture shows no aliasing.
class Picture
{
public:
    Picture() = default;
    /// Applies the display LUT to each pixel; slow enough to belong on a worker thread.
    Picture(const Radiograph& radiograph, const Voi& voi);

    [[nodiscard]] bool isNull() const { return m_levels.empty(); }
    [[nodiscard]] QSize size() const { return isNull() ? QSize() : m_levels.front().size(); }
    /// The smallest level that still has at least one pixel for each device pixel when the picture
    /// is drawn at `scale` device pixels a pixel.
    [[nodiscard]] const QImage& levelFor(double scale) const;
    /// The picture, at most `side` pixels wide and high.
    [[nodiscard]] QImage thumbnail(int side) const;

private:
    std::vector<QImage> m_levels; ///< Format_Grayscale8
};

} // namespace ccad
