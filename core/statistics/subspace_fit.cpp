// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/subspace_fit.h"

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/statistics/internal/column_spread.h"
#include "core/statistics/internal/dot.h"
#include "core/statistics/internal/matrix.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

constexpr int iterations = 8;

/// Modified Gram-Schmidt on the rows of a matrix.
void orthonormalise(Matrix<float>& axes)
{
    const std::size_t width = axes.columns;
    for (std::size_t a = 0; a < axes.rows; ++a) {
        float* axis = axes.row(a);
        for (std::size_t b = 0; b < a; ++b) {
            const float* other = axes.row(b);
            const auto share = static_cast<float>(dot(axis, other, width));
            for (std::size_t i = 0; i < width; ++i)
                axis[i] -= share * other[i];
        }
        const auto length = static_cast<float>(std::max(std::sqrt(dot(axis, axis, width)), 1e-12));
        for (std::size_t i = 0; i < width; ++i)
            axis[i] /= length;
    }
}

/// Removes the scale and the centres from the rows.
Matrix<float> around(const std::vector<float>& rows, const std::vector<int>& clusters,
                     Subspace& subspace)
{
    const std::size_t width = subspace.width;
    const std::size_t count = clusters.size();
    const ColumnSpread spread = columnSpread(
        count, width, [&](std::size_t row) { return rows.data() + row * width; },
        Division::OfEachTerm);
    double mean = 0;
    for (const double square : spread.variances)
        mean += std::sqrt(square) / static_cast<double>(width);
    // A value that hardly ever differs in training may differ a little in any new picture.
    const double least = std::max(mean * 0.25, 1e-6);
    for (const double square : spread.variances)
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
    Matrix<float> left(count, width);
    for (std::size_t row = 0; row < count; ++row) {
        const float* centre
            = subspace.centres.data() + static_cast<std::size_t>(clusters[row]) * width;
        for (std::size_t i = 0; i < width; ++i)
            left.row(row)[i] = rows[row * width + i] / subspace.scale[i] - centre[i];
    }
    return left;
}

/// axes <- (axes rows^T) rows: pulls each axis towards the main directions.
void pull(const Matrix<float>& rows, Matrix<float>& axes)
{
    const std::size_t width = rows.columns;
    Matrix<float> pulled(axes.rows, width);
    parallelFor(axes.rows, [&](std::size_t a) {
        const float* axis = axes.row(a);
        float* target = pulled.row(a);
        for (std::size_t row = 0; row < rows.rows; ++row) {
            const float* values = rows.row(row);
            const auto share = static_cast<float>(dot(axis, values, width));
            for (std::size_t i = 0; i < width; ++i)
                target[i] += share * values[i];
        }
    });
    axes = std::move(pulled);
    orthonormalise(axes);
}

void measureAlong(const Matrix<float>& rows, const Matrix<float>& axes, Subspace& subspace)
{
    const std::size_t width = rows.columns;
    std::vector<double> squares(axes.rows);
    double rest = 0;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        const float* values = rows.row(row);
        rest += dot(values, values, width);
        for (std::size_t axis = 0; axis < axes.rows; ++axis) {
            const double along = dot(values, axes.row(axis), width);
            squares[axis] += along * along;
            rest -= along * along;
        }
    }
    for (const double square : squares)
        subspace.deviations.push_back(std::max(
            static_cast<float>(std::sqrt(square / static_cast<double>(rows.rows))), 1e-4F));
    subspace.residual
        = std::max(static_cast<float>(
                       std::sqrt(std::max(rest, 0.0) / static_cast<double>(rows.values.size()))),
                   1e-4F);
}

} // namespace

Subspace fitSubspace(const std::vector<float>& rows, std::size_t width,
                     const std::vector<int>& clusters, std::size_t rank)
{
    Subspace subspace;
    subspace.width = width;
    // From n rows, n / 3 directions can be learned without learning single rows.
    subspace.rank = std::clamp<std::size_t>(clusters.size() / 3, 1, rank);
    const Matrix<float> left = around(rows, clusters, subspace);
    Matrix<float> axes(subspace.rank, width);
    Random random(1);
    for (float& value : axes.values)
        value = static_cast<float>(random.normal());
    orthonormalise(axes);
    for (int i = 0; i < iterations; ++i)
        pull(left, axes);
    measureAlong(left, axes, subspace);
    subspace.axes = std::move(axes.values);
    return subspace;
}

} // namespace ccad
