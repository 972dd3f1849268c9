// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/picture.h"

#include "core/imaging/display_lut.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace ccad {

namespace {

constexpr int smallestSide = 64;

/// A QImage that owns the pixels instead of copying them.
QImage toImage(GrayImage8 gray)
{
    auto owner = std::make_unique<GrayImage8>(std::move(gray));
    const GrayImage8& g = *owner;
    const auto release = [](void* pointer) { delete static_cast<GrayImage8*>(pointer); };
    return {g.pixels.data(),           g.width, g.height,       g.width,
            QImage::Format_Grayscale8, release, owner.release()};
}

/// Each pixel the mean of 2 x 2; an odd last row or column is averaged with itself.
QImage halved(const QImage& image)
{
    const int width = (image.width() + 1) / 2;
    const int height = (image.height() + 1) / 2;
    const int pairs = image.width() / 2;
    QImage half(width, height, QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        const uchar* top = image.constScanLine(2 * y);
        const uchar* bottom = image.constScanLine(std::min(2 * y + 1, image.height() - 1));
        uchar* out = half.scanLine(y);
        for (int x = 0; x < pairs; ++x)
            out[x]
                = uchar((top[2 * x] + top[2 * x + 1] + bottom[2 * x] + bottom[2 * x + 1] + 2) / 4);
        if (pairs < width)
            out[pairs] = uchar((top[2 * pairs] + bottom[2 * pairs] + 1) / 2);
    }
    return half;
}

} // namespace

Picture::Picture(const Radiograph& radiograph, const Voi& voi)
{
    m_levels.push_back(toImage(DisplayLut(radiograph, voi).apply8(radiograph)));
    while (std::min(m_levels.back().width(), m_levels.back().height()) > smallestSide)
        m_levels.push_back(halved(m_levels.back()));
}

const QImage& Picture::levelFor(double scale) const
{
    const double octaves = std::floor(std::log2(1.0 / std::max(scale, 1e-6)));
    const auto level = std::clamp(octaves, 0.0, double(m_levels.size() - 1));
    return m_levels[size_t(level)];
}

QImage Picture::thumbnail(int side) const
{
    if (isNull())
        return {};
    const double scale = double(side) / std::max(size().width(), size().height());
    return levelFor(scale).scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace ccad
