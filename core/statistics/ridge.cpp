// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/ridge.h"

#include "core/statistics/internal/cholesky.h"
#include "core/statistics/internal/column_spread.h"
#include "core/statistics/internal/dot.h"
#include "core/statistics/internal/matrix.h"

#include <cmath>
#include <numeric>

namespace ccad {

namespace {

/// The lower half of A A^T.
Matrix<double> gram(const Matrix<double>& a)
{
    Matrix<double> result(a.rows, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            result.row(i)[j] = dot(a.row(i), a.row(j), a.columns);
    return result;
}

Matrix<double> transposed(const Matrix<double>& a)
{
    Matrix<double> result(a.columns, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j)
            result.row(j)[i] = a.row(i)[j];
    return result;
}

/// A^T x
std::vector<double> transposedProduct(const Matrix<double>& a, const std::vector<double>& x)
{
    std::vector<double> result(a.columns);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j)
            result[j] += a.row(i)[j] * x[i];
    return result;
}

struct Standardised
{
    Matrix<double> values;
    std::vector<double> means;
    std::vector<double> deviations;
};

Standardised standardised(const FeatureRows& features, const std::vector<std::size_t>& rows)
{
    ColumnSpread spread = columnSpread(
        rows.size(), features.width, [&](std::size_t i) { return features.row(rows[i]).data(); },
        Division::OfEachTerm);
    Standardised result{Matrix<double>(rows.size(), features.width), std::move(spread.means),
                        std::move(spread.variances)};
    for (std::size_t j = 0; j < features.width; ++j) {
        const double mean = result.means[j];
        const double deviation = std::sqrt(result.deviations[j]);
        // A value that varies by rounding alone counts as constant.
        const bool varies = deviation > 1e-7 * std::abs(mean);
        result.deviations[j] = varies ? deviation : 1;
        for (std::size_t i = 0; i < rows.size() && varies; ++i)
            result.values.row(i)[j]
                = (static_cast<double>(features.row(rows[i])[j]) - mean) / deviation;
    }
    return result;
}

/// Converts the model back to features as they are.
RidgeModel plainModel(const Standardised& data, std::vector<double> weights, double mean)
{
    RidgeModel model{std::move(weights), mean};
    for (std::size_t j = 0; j < model.weights.size(); ++j) {
        model.weights[j] /= data.deviations[j];
        model.bias -= model.weights[j] * data.means[j];
    }
    return model;
}

} // namespace

double RidgeModel::predict(std::span<const float> values) const
{
    double result = bias;
    for (std::size_t j = 0; j < values.size(); ++j)
        result += weights[j] * static_cast<double>(values[j]);
    return result;
}

std::vector<RidgeModel> ridgePath(const FeatureRows& features, const std::vector<double>& targets,
                                  const std::vector<std::size_t>& rows,
                                  const std::vector<double>& penalties)
{
    const Standardised data = standardised(features, rows);
    double mean = 0;
    for (const std::size_t row : rows)
        mean += targets[row] / static_cast<double>(rows.size());
    std::vector<double> centred;
    for (const std::size_t row : rows)
        centred.push_back(targets[row] - mean);
    // (Z^T Z + a I)^-1 Z^T y = Z^T (Z Z^T + a I)^-1 y: the smaller of the two systems is solved.
    const bool isWide = rows.size() < features.width;
    const Matrix<double> products = gram(isWide ? data.values : transposed(data.values));
    const std::vector<double> right = isWide ? centred : transposedProduct(data.values, centred);
    std::vector<RidgeModel> models;
    for (const double penalty : penalties) {
        std::vector<double> solution = solved(products, penalty, right);
        models.push_back(plainModel(
            data, isWide ? transposedProduct(data.values, solution) : std::move(solution), mean));
    }
    return models;
}

} // namespace ccad
