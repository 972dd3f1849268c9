// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_sampler.h"

#include "ui/study/padding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ccad {

namespace {

/// From so many device pixels per picture pixel on, the pixels are shown as squares.
constexpr double pixelatedFrom = 8;
/// A box of less than two pixels covers at most three.
constexpr int tapCount = 3;

/// The pixels first, first + 1, ... of one axis that make up one device pixel.
struct Taps
{
    int first = 0;
    std::array<float, tapCount> weights = {};
};

/// How one axis of the picture lies in the view: device = scale * picture + offset; scale may be
/// negative. The device pixels begin .. end - 1 are wanted.
struct Axis
{
    double scale = 1;
    double offset = 0;
    int begin = 0;
    int end = 0;
    [[nodiscard]] int count() const { return end - begin; }
};

/// The device pixels whose centre lies on the picture and that are in the view.
Axis axisOf(double scale, double offset, int pictureLength, int deviceLength)
{
    const double near = std::min(offset, offset + scale * pictureLength);
    const double far = std::max(offset, offset + scale * pictureLength);
    // The small margin keeps rounding errors from adding or dropping a row at the very edge.
    const auto firstCentreFrom = [](double edge) { return int(std::ceil(edge - 0.5 - 1e-6)); };
    const double limit = deviceLength;
    const int begin = firstCentreFrom(std::clamp(near, 0.0, limit));
    const int end = firstCentreFrom(std::clamp(far, 0.0, limit));
    return {scale, offset, begin, std::max(begin, end)};
}

Taps tapsAround(double centre, double width, int length)
{
    const double low = centre - width / 2;
    const int first = int(std::floor(low));
    Taps taps;
    taps.first = std::clamp(first, 0, std::max(0, length - tapCount));
    double sum = 0;
    std::array<double, tapCount> weights = {};
    for (int i = first; i < first + tapCount; ++i) {
        const double overlap = std::min(low + width, i + 1.0) - std::max(low, double(i));
        if (overlap <= 0)
            continue;
        // Beyond the edge the outermost pixel is repeated.
        weights[size_t(std::clamp(i, 0, length - 1) - taps.first)] += overlap;
        sum += overlap;
    }
    for (size_t i = 0; i < weights.size(); ++i)
        taps.weights[i] = float(weights[i] / sum);
    return taps;
}

/// One entry for each wanted device pixel; `halvings`: the level of the pyramid, `length` its side.
std::vector<Taps> tapsOf(const Axis& axis, int halvings, int length, bool nearest)
{
    const double shrink = std::ldexp(1.0, -halvings);
    const double step = shrink / std::abs(axis.scale);
    std::vector<Taps> taps;
    taps.reserve(size_t(axis.count()));
    for (int device = axis.begin; device < axis.end; ++device) {
        const double centre = (device + 0.5 - axis.offset) / axis.scale * shrink;
        taps.push_back(nearest ? tapsAround(std::floor(centre) + 0.5, 1, length)
                               : tapsAround(centre, std::max(1.0, step), length));
    }
    return taps;
}

/// One row of a level, resampled along the row; `shares` tells how much of each entry is no
/// padding.
struct SampledRow
{
    int row = -1;
    std::vector<float> values;
    std::vector<float> shares; ///< empty without padding
};

/// Resamples a level row by row and keeps the last few, since neighbours need the same ones.
class RowSampler
{
public:
    RowSampler(const PyramidLevel& level, std::vector<Taps> across, std::optional<Padding> padding)
        : m_level(level), m_across(std::move(across)), m_padding(padding),
          m_stored(size_t(level.width + tapCount), 0), m_mask(m_padding ? m_stored.size() : 0, 0)
    {
    }

    const SampledRow& row(int y)
    {
        SampledRow& row = m_rows[size_t(y) % m_rows.size()];
        if (row.row == y)
            return row;
        row.row = y;
        const std::uint16_t* in = m_level.values->data() + size_t(y) * size_t(m_level.width);
        if (m_padding)
            maskPadding(in);
        else
            std::copy(in, in + m_level.width, m_stored.begin());
        resample(m_stored, row.values);
        if (m_padding)
            resample(m_mask, row.shares);
        return row;
    }

private:
    void maskPadding(const std::uint16_t* in)
    {
        for (int x = 0; x < m_level.width; ++x) {
            const bool kept = !m_padding->contains(in[x]);
            m_mask[size_t(x)] = kept ? 1.0F : 0.0F;
            m_stored[size_t(x)] = kept ? float(in[x]) : 0.0F;
        }
    }

    void resample(const std::vector<float>& in, std::vector<float>& out) const
    {
        out.resize(m_across.size());
        for (size_t i = 0; i < m_across.size(); ++i) {
            const Taps& taps = m_across[i];
            const float* from = in.data() + taps.first;
            out[i]
                = taps.weights[0] * from[0] + taps.weights[1] * from[1] + taps.weights[2] * from[2];
        }
    }

    const PyramidLevel& m_level;
    std::vector<Taps> m_across;
    std::optional<Padding> m_padding;
    std::vector<float> m_stored; ///< a row, and zeros for taps beyond a narrow one
    std::vector<float> m_mask;
    std::array<SampledRow, tapCount + 1> m_rows;
};

/// The weighted sum of three rows.
void mixRows(const std::array<const float*, tapCount>& rows,
             const std::array<float, tapCount>& weights, std::vector<float>& out)
{
    const float* a = rows[0];
    const float* b = rows[1];
    const float* c = rows[2];
    for (size_t x = 0; x < out.size(); ++x)
        out[x] = weights[0] * a[x] + weights[1] * b[x] + weights[2] * c[x];
}

/// The level with rows along the picture's rows, as wide as `across` and as high as `down`.
std::vector<std::uint16_t> resampled(const PyramidLevel& level, const std::vector<Taps>& across,
                                     const std::vector<Taps>& down,
                                     const std::optional<Padding>& padding)
{
    RowSampler sampler(level, across, padding);
    std::vector<float> values(across.size());
    std::vector<float> shares(padding ? across.size() : 0);
    std::vector<std::uint16_t> result(across.size() * down.size());
    std::uint16_t* out = result.data();
    for (const Taps& taps : down) {
        std::array<const float*, tapCount> rows = {};
        std::array<const float*, tapCount> rowShares = {};
        for (size_t i = 0; i < tapCount; ++i) {
            const int y = taps.weights[i] > 0 ? taps.first + int(i) : taps.first;
            const SampledRow& row = sampler.row(std::min(y, level.height - 1));
            rows[i] = row.values.data();
            rowShares[i] = row.shares.data();
        }
        mixRows(rows, taps.weights, values);
        if (!padding) {
            for (const float value : values)
                *out++ = std::uint16_t(int(value + 0.5F));
            continue;
        }
        mixRows(rowShares, taps.weights, shares);
        for (size_t x = 0; x < values.size(); ++x)
            *out++ = shares[x] < 0.5F ? padding->first
                                      : padding->outside(unsigned(values[x] / shares[x] + 0.5F));
    }
    return result;
}

/// Turns rows into columns, in blocks that stay in the cache.
std::vector<std::uint16_t> transposed(const std::vector<std::uint16_t>& in, int width, int height)
{
    constexpr int block = 32;
    std::vector<std::uint16_t> out(in.size());
    for (int top = 0; top < height; top += block) {
        const int rows = std::min(block, height - top);
        for (int x = 0; x < width; ++x) {
            const std::uint16_t* from = in.data() + size_t(top) * size_t(width) + size_t(x);
            std::uint16_t* to = out.data() + size_t(x) * size_t(height) + size_t(top);
            for (int y = 0; y < rows; ++y)
                to[y] = from[size_t(y) * size_t(width)];
        }
    }
    return out;
}

} // namespace

SampledView sampleView(const PicturePyramid& picture, const QTransform& imageToDevice,
                       QSize deviceSize, Interpolation interpolation)
{
    if (picture.isNull() || deviceSize.isEmpty())
        return {};
    const QTransform& t = imageToDevice;
    const bool onItsSide = t.m11() == 0;
    // The columns of a picture on its side run across the view.
    const Axis across = onItsSide
        ? axisOf(t.m12(), t.dy(), picture.size().width(), deviceSize.height())
        : axisOf(t.m11(), t.dx(), picture.size().width(), deviceSize.width());
    const Axis down = onItsSide
        ? axisOf(t.m21(), t.dx(), picture.size().height(), deviceSize.width())
        : axisOf(t.m22(), t.dy(), picture.size().height(), deviceSize.height());
    if (across.count() == 0 || down.count() == 0)
        return {};

    const double scale = std::abs(across.scale);
    const bool nearest
        = scale >= pixelatedFrom || (interpolation == Interpolation::Nearest && scale > 1);
    const int halvings = picture.levelFor(scale);
    const PyramidLevel& level = picture.levels()[size_t(halvings)];
    SampledView view;
    view.values
        = resampled(level, tapsOf(across, halvings, level.width, nearest),
                    tapsOf(down, halvings, level.height, nearest), paddingOf(picture.radiograph()));
    if (onItsSide) {
        view.values = transposed(view.values, across.count(), down.count());
        view.rect = QRect(down.begin, across.begin, down.count(), across.count());
    } else {
        view.rect = QRect(across.begin, down.begin, across.count(), down.count());
    }
    return view;
}

} // namespace ccad
