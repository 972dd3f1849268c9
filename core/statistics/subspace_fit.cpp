// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/subspace_fit.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/internal/dot.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

using Matrix = std::vector<float>; ///< row-major

constexpr int iterations = 8;

/// Modified Gram-Schmidt on the rows of a matrix.
void orthonormalise(Matrix& axes, std::size_t width)
{
    const std::size_t rank = axes.size() / width;
    for (std::size_t a = 0; a < rank; ++a) {
        float* axis = axes.data() + a * width;
        for (std::size_t b = 0; b < a; ++b) {
            const float* other = axes.data() + b * width;
            const auto share = static_cast<float>(dot(axis, other, width));
            for (std::size_t i = 0; i < width; ++i)
                axis[i] -= share * other[i];
        }
        const auto length = static_cast<float>(std::max(std::sqrt(dot(axis, axis, width)), 1e-12));
        for (std::size_t i = 0; i < width; ++i)
            axis[i] /= length;
    }
}

/// Takes the scale and the centres out of the rows.
Matrix around(const Matrix& rows, const std::vector<int>& clusters, Subspace& subspace)
{
    const std::size_t width = subspace.width;
    const std::size_t count = clusters.size();
    std::vector<double> means(width);
    std::vector<double> squares(width);
    for (std::size_t row = 0; row < count; ++row)
        for (std::size_t i = 0; i < width; ++i)
            means[i] += static_cast<double>(rows[row * width + i]) / static_cast<double>(count);
    for (std::size_t row = 0; row < count; ++row)
        for (std::size_t i = 0; i < width; ++i) {
            const double step = static_cast<double>(rows[row * width + i]) - means[i];
            squares[i] += step * step / static_cast<double>(count);
        }
    double mean = 0;
    for (const double square : squares)
        mean += std::sqrt(square) / static_cast<double>(width);
    // A value that hardly ever differs in training may differ a little in any new picture.
    const double least = std::max(mean * 0.25, 1e-6);
    for (const double square : squares)
        subspace.scale.push_back(static_cast<float>(std::max(std::sqrt(square), least)));

    const auto groups
        = static_cast<std::size_t>(1 + *std::max_element(clusters.begin(), clusters.end()));
    std::vector<double> sums(groups * width);
    std::vector<int> sizes(groups);
    for (std::size_t row = 0; row < count; ++row) {
        const auto group = static_cast<std::size_t>(clusters[row]);
        ++sizes[group];
        for (std::size_t i = 0; i < width; ++i)
            sums[group * width + i]
                += static_cast<double>(rows[row * width + i] / subspace.scale[i]);
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        subspace.centres.push_back(static_cast<float>(sums[i] / std::max(sizes[i / width], 1)));
    Matrix left(rows.size());
    for (std::size_t row = 0; row < count; ++row) {
        const float* centre
            = subspace.centres.data() + static_cast<std::size_t>(clusters[row]) * width;
        for (std::size_t i = 0; i < width; ++i)
            left[row * width + i] = rows[row * width + i] / subspace.scale[i] - centre[i];
    }
    return left;
}

/// axes <- (axes rows^T) rows: each pulled towards the main directions.
void pull(const Matrix& rows, std::size_t width, Matrix& axes)
{
    const std::size_t count = rows.size() / width;
    Matrix pulled(axes.size());
    parallelFor(axes.size() / width, [&](std::size_t a) {
        const float* axis = axes.data() + a * width;
        float* target = pulled.data() + a * width;
        for (std::size_t row = 0; row < count; ++row) {
            const float* values = rows.data() + row * width;
            const auto share = static_cast<float>(dot(axis, values, width));
            for (std::size_t i = 0; i < width; ++i)
                target[i] += share * values[i];
        }
    });
    axes = std::move(pulled);
    orthonormalise(axes, width);
}

void measureAlong(const Matrix& rows, Subspace& subspace)
{
    const std::size_t count = rows.size() / subspace.width;
    std::vector<double> squares(subspace.rank);
    double rest = 0;
    for (std::size_t row = 0; row < count; ++row) {
        const float* values = rows.data() + row * subspace.width;
        rest += dot(values, values, subspace.width);
        for (std::size_t axis = 0; axis < subspace.rank; ++axis) {
            const double along
                = dot(values, subspace.axes.data() + axis * subspace.width, subspace.width);
            squares[axis] += along * along;
            rest -= along * along;
        }
    }
    for (const double square : squares)
        subspace.deviations.push_back(
            std::max(static_cast<float>(std::sqrt(square / static_cast<double>(count))), 1e-4F));
    subspace.residual = std::max(
        static_cast<float>(std::sqrt(std::max(rest, 0.0) / static_cast<double>(rows.size()))),
        1e-4F);
}

} // namespace

Subspace fitSubspace(const std::vector<float>& rows, std::size_t width,
                     const std::vector<int>& clusters, std::size_t rank)
{
    Subspace subspace;
    subspace.width = width;
    // A third of the rows is what directions can be learned from without learning single rows.
    subspace.rank = std::clamp<std::size_t>(clusters.size() / 3, 1, rank);
    const Matrix left = around(rows, clusters, subspace);
    Random random(1);
    for (std::size_t i = 0; i < subspace.rank * width; ++i)
        subspace.axes.push_back(static_cast<float>(random.normal()));
    orthonormalise(subspace.axes, width);
    for (int i = 0; i < iterations; ++i)
        pull(left, width, subspace.axes);
    measureAlong(left, subspace);
    return subspace;
}

} // namespace ccad
