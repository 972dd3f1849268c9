// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/ridge.h"

#include <cmath>
#include <numeric>

namespace ccad {

namespace {

/// Row-major.
struct Matrix
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values;

    Matrix(std::size_t height, std::size_t width)
        : rows(height), columns(width), values(height * width)
    {
    }
    double* row(std::size_t i) { return values.data() + i * columns; }
    [[nodiscard]] const double* row(std::size_t i) const { return values.data() + i * columns; }
};

double dot(const double* a, const double* b, std::size_t count)
{
    // Four sums at a time, in a fixed order: vectors without losing reproducibility.
    double sums[4] = {};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sums[k] += a[i + k] * b[i + k];
    double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
    for (; i < count; ++i)
        sum += a[i] * b[i];
    return sum;
}

/// The lower half of A A^T.
Matrix gram(const Matrix& a)
{
    Matrix result(a.rows, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j <= i; ++j)
            result.row(i)[j] = dot(a.row(i), a.row(j), a.columns);
    return result;
}

Matrix transposed(const Matrix& a)
{
    Matrix result(a.columns, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j)
            result.row(j)[i] = a.row(i)[j];
    return result;
}

/// Solves (A + penalty I) x = b by Cholesky's factors, for a symmetric A of which the lower half is
/// looked at and which has no negative eigenvalue.
std::vector<double> solved(Matrix a, double penalty, std::vector<double> b)
{
    const std::size_t n = a.rows;
    for (std::size_t i = 0; i < n; ++i) {
        double* row = a.row(i);
        row[i] += penalty;
        for (std::size_t j = 0; j < i; ++j)
            row[j] = (row[j] - dot(row, a.row(j), j)) / a.row(j)[j];
        row[i] = std::sqrt(row[i] - dot(row, row, i));
    }
    for (std::size_t i = 0; i < n; ++i)
        b[i] = (b[i] - dot(a.row(i), b.data(), i)) / a.row(i)[i];
    for (std::size_t i = n; i-- > 0;) {
        b[i] /= a.row(i)[i];
        for (std::size_t j = 0; j < i; ++j)
            b[j] -= a.row(i)[j] * b[i];
    }
    return b;
}

/// A^T x
std::vector<double> transposedProduct(const Matrix& a, const std::vector<double>& x)
{
    std::vector<double> result(a.columns);
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < a.columns; ++j)
            result[j] += a.row(i)[j] * x[i];
    return result;
}

struct Standardised
{
    Matrix values;
    std::vector<double> means;
    std::vector<double> deviations;
};

Standardised standardised(const FeatureRows& features, const std::vector<std::size_t>& rows)
{
    Standardised result{Matrix(rows.size(), features.width), std::vector<double>(features.width),
                        std::vector<double>(features.width)};
    const auto count = static_cast<double>(rows.size());
    for (const std::size_t row : rows)
        for (std::size_t j = 0; j < features.width; ++j)
            result.means[j] += static_cast<double>(features.row(row)[j]) / count;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < features.width; ++j) {
            const double value = static_cast<double>(features.row(rows[i])[j]) - result.means[j];
            result.values.row(i)[j] = value;
            result.deviations[j] += value * value / count;
        }
    for (std::size_t j = 0; j < features.width; ++j) {
        const double deviation = std::sqrt(result.deviations[j]);
        // What varies by rounding alone is constant.
        const bool varies = deviation > 1e-7 * std::abs(result.means[j]);
        result.deviations[j] = varies ? deviation : 1;
        for (std::size_t i = 0; i < rows.size(); ++i)
            result.values.row(i)[j] = varies ? result.values.row(i)[j] / deviation : 0;
    }
    return result;
}

/// Back to features as they are.
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
    const Matrix products = gram(isWide ? data.values : transposed(data.values));
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
