// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/picture_pyramid.h"

#include "ui/study/padding.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ccad {

namespace {

constexpr int smallestSide = 64;

/// At the right and lower edge of an odd size, the average of 2 x 2 takes the last pixel twice.
struct Block
{
    const std::uint16_t* top;
    const std::uint16_t* bottom;
    int width;

    [[nodiscard]] std::array<unsigned, 4> at(int x) const
    {
        const int left = 2 * x;
        const int right = std::min(left + 1, width - 1);
        return {top[left], top[right], bottom[left], bottom[right]};
    }
};

void averageRow(const Block& block, std::uint16_t* out)
{
    const int pairs = block.width / 2;
    const std::uint16_t* top = block.top;
    const std::uint16_t* bottom = block.bottom;
    for (int x = 0; x < pairs; ++x)
        out[x] = std::uint16_t(
            (unsigned(top[2 * x]) + top[2 * x + 1] + bottom[2 * x] + bottom[2 * x + 1] + 2) / 4);
    if (block.width % 2 != 0)
        out[pairs] = std::uint16_t((unsigned(top[2 * pairs]) + bottom[2 * pairs] + 1) / 2);
}

void averageRow(const Block& block, const Padding& padding, std::uint16_t* out)
{
    for (int x = 0; x < (block.width + 1) / 2; ++x) {
        unsigned sum = 0;
        unsigned count = 0;
        for (const unsigned value : block.at(x)) {
            if (padding.contains(value))
                continue;
            sum += value;
            ++count;
        }
        out[x] = count == 0 ? padding.first : padding.outside((sum + count / 2) / count);
    }
}

PyramidLevel halved(const PyramidLevel& level, const std::optional<Padding>& padding)
{
    PyramidLevel half{(level.width + 1) / 2, (level.height + 1) / 2, {}};
    std::vector<std::uint16_t> values(size_t(half.width) * size_t(half.height));
    for (int y = 0; y < half.height; ++y) {
        const auto row = [&](int r) {
            return level.values->data()
                + size_t(std::min(r, level.height - 1)) * size_t(level.width);
        };
        const Block block{row(2 * y), row(2 * y + 1), level.width};
        std::uint16_t* out = values.data() + size_t(y) * size_t(half.width);
        if (padding)
            averageRow(block, *padding, out);
        else
            averageRow(block, out);
    }
    half.values = std::make_shared<const std::vector<std::uint16_t>>(std::move(values));
    return half;
}

QImage greyImage(const PyramidLevel& level, const DisplayLut& lut)
{
    QImage image(level.width, level.height, QImage::Format_Grayscale8);
    for (int y = 0; y < level.height; ++y) {
        const std::uint16_t* in = level.values->data() + size_t(y) * size_t(level.width);
        std::transform(in, in + level.width, image.scanLine(y),
                       [&lut](std::uint16_t value) { return lut.gray8(value); });
    }
    return image;
}

} // namespace

PicturePyramid::PicturePyramid(const Radiograph& radiograph, const Voi& voi)
    : m_radiograph(radiograph), m_voi(voi)
{
    const auto padding = paddingOf(radiograph);
    m_levels.push_back({radiograph.columns, radiograph.rows, radiograph.pixels});
    while (std::min(m_levels.back().width, m_levels.back().height) > smallestSide)
        m_levels.push_back(halved(m_levels.back(), padding));
}

QSize PicturePyramid::size() const
{
    return isNull() ? QSize() : QSize(m_levels.front().width, m_levels.front().height);
}

int PicturePyramid::levelFor(double scale) const
{
    const double octaves = std::floor(std::log2(1.0 / std::max(scale, 1e-6)));
    return int(std::clamp(octaves, 0.0, double(m_levels.size()) - 1));
}

DisplayLut PicturePyramid::lut(const Voi& voi, bool inverted) const
{
    Radiograph shown = m_radiograph;
    shown.inverted = m_radiograph.inverted != inverted;
    return {shown, voi};
}

QImage PicturePyramid::image(const Voi& voi, bool inverted) const
{
    return isNull() ? QImage() : greyImage(m_levels.front(), lut(voi, inverted));
}

QImage PicturePyramid::thumbnail(int side) const
{
    if (isNull())
        return {};
    const double scale = double(side) / std::max(size().width(), size().height());
    const QImage small = greyImage(m_levels[size_t(levelFor(scale))], lut(m_voi, false));
    return small.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace ccad
