// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/logistic.h"

#include "core/base/parallel.h"
#include "core/statistics/internal/column_spread.h"
#include "core/statistics/internal/lbfgs.h"
#include "core/statistics/softmax.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

/// Classes are padded to whole lanes, so that the inner loops have a length that compilers know.
constexpr std::size_t lanes = 8;
/// Rows whose sums one thread forms; fixed, lest the result depend on the number of threads.
constexpr std::size_t chunkRows = 256;

struct Standard
{
    std::vector<float> means;
    std::vector<float> factors; ///< 1 / deviation, 0 for a value that never differs
};

Standard standardOf(const LabelledRows& rows)
{
    const ColumnSpread spread = columnSpread(
        rows.count(), rows.width,
        [&](std::size_t row) { return rows.values.data() + row * rows.width; }, Division::OfTheSum);
    Standard standard;
    for (std::size_t i = 0; i < rows.width; ++i) {
        const double deviation = std::sqrt(spread.variances[i]);
        standard.means.push_back(static_cast<float>(spread.means[i]));
        standard.factors.push_back(deviation > 1e-6 ? static_cast<float>(1 / deviation) : 0.0F);
    }
    return standard;
}

/// The loss over all rows as a function of (width + 1) x padded parameters, the bias last.
class Loss
{
public:
    Loss(const LabelledRows& rows, int classes, double penalty)
        : m_classes(static_cast<std::size_t>(classes)),
          m_padded((m_classes + lanes - 1) / lanes * lanes), m_penalty(penalty), m_rows(rows),
          m_standard(standardOf(rows)), m_values(rows.values)
    {
        for (std::size_t row = 0; row < rows.count(); ++row)
            for (std::size_t i = 0; i < rows.width; ++i) {
                float& value = m_values[row * rows.width + i];
                value = (value - m_standard.means[i]) * m_standard.factors[i];
            }
        for (std::size_t row = 0; row < rows.count(); ++row)
            m_total += static_cast<double>(weightOf(row));
    }

    [[nodiscard]] std::size_t parameters() const { return (m_rows.width + 1) * m_padded; }

    double operator()(const std::vector<float>& at, std::vector<float>& gradient) const
    {
        const std::size_t chunks = (m_rows.count() + chunkRows - 1) / chunkRows;
        std::vector<std::vector<float>> parts(chunks);
        std::vector<double> losses(chunks);
        parallelFor(chunks, [&](std::size_t chunk) {
            parts[chunk].assign(parameters(), 0.0F);
            losses[chunk] = addChunk(chunk, at, parts[chunk]);
        });
        std::vector<double> sums(parameters());
        double loss = 0;
        for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
            loss += losses[chunk];
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += static_cast<double>(parts[chunk][i]);
        }
        loss /= m_total;
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const bool isBias = i >= m_rows.width * m_padded;
            const double weight = isBias ? 0 : static_cast<double>(at[i]);
            loss += m_penalty * weight * weight / 2;
            gradient[i] = static_cast<float>(sums[i] / m_total + m_penalty * weight);
        }
        return loss;
    }

    /// The model with the standardisation taken into weights and bias.
    [[nodiscard]] LinearModel modelAt(const std::vector<float>& at) const
    {
        LinearModel model{static_cast<int>(m_classes), m_rows.width, {}, {}};
        std::vector<double> bias(m_classes);
        for (std::size_t k = 0; k < m_classes; ++k)
            bias[k] = static_cast<double>(at[m_rows.width * m_padded + k]);
        for (std::size_t i = 0; i < m_rows.width; ++i)
            for (std::size_t k = 0; k < m_classes; ++k) {
                const float weight = at[i * m_padded + k] * m_standard.factors[i];
                model.weights.push_back(weight);
                bias[k] -= static_cast<double>(weight * m_standard.means[i]);
            }
        model.bias.assign(bias.begin(), bias.end());
        return model;
    }

private:
    [[nodiscard]] float weightOf(std::size_t row) const
    {
        return m_rows.weights.empty() ? 1.0F : m_rows.weights[row];
    }

    double addChunk(std::size_t chunk, const std::vector<float>& at,
                    std::vector<float>& gradient) const
    {
        double loss = 0;
        const std::size_t last = std::min((chunk + 1) * chunkRows, m_rows.count());
        std::vector<float> scores(m_padded);
        for (std::size_t row = chunk * chunkRows; row < last; ++row) {
            const float* values = m_values.data() + row * m_rows.width;
            for (std::size_t k = 0; k < m_padded; k += lanes)
                scoreLanes(values, at.data() + k, scores.data() + k);
            loss += toSlopes(row, scores);
            for (std::size_t k = 0; k < m_padded; k += lanes)
                addLanes(values, scores.data() + k, gradient.data() + k);
        }
        return loss;
    }

    void scoreLanes(const float* values, const float* weights, float* scores) const
    {
        float sums[lanes];
        std::copy_n(weights + m_rows.width * m_padded, lanes, sums);
        for (std::size_t i = 0; i < m_rows.width; ++i)
            for (std::size_t lane = 0; lane < lanes; ++lane)
                sums[lane] += values[i] * weights[i * m_padded + lane];
        std::copy_n(sums, lanes, scores);
    }

    void addLanes(const float* values, const float* slopes, float* gradient) const
    {
        float slope[lanes];
        std::copy_n(slopes, lanes, slope);
        for (std::size_t i = 0; i < m_rows.width; ++i)
            for (std::size_t lane = 0; lane < lanes; ++lane)
                gradient[i * m_padded + lane] += values[i] * slope[lane];
        for (std::size_t lane = 0; lane < lanes; ++lane)
            gradient[m_rows.width * m_padded + lane] += slope[lane];
    }

    /// Turns scores into the slopes of the row's loss, which is returned.
    double toSlopes(std::size_t row, std::vector<float>& scores) const
    {
        const std::vector<double> shares = softmax(std::vector<double>(
            scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(m_classes)));
        const auto label = static_cast<std::size_t>(m_rows.labels[row]);
        const float weight = weightOf(row);
        std::fill(scores.begin(), scores.end(), 0.0F);
        for (std::size_t k = 0; k < m_classes; ++k)
            scores[k] = weight * static_cast<float>(shares[k] - (k == label ? 1 : 0));
        return -static_cast<double>(weight) * std::log(std::max(shares[label], 1e-30));
    }

    std::size_t m_classes;
    std::size_t m_padded;
    double m_penalty;
    const LabelledRows& m_rows;
    Standard m_standard;
    std::vector<float> m_values; ///< standardised
    double m_total = 0;
};

} // namespace

void LabelledRows::add(const std::vector<float>& row, int label, float weight)
{
    width = row.size();
    values.insert(values.end(), row.begin(), row.end());
    labels.push_back(label);
    weights.push_back(weight);
}

LinearModel fitLogistic(const LabelledRows& rows, int classes, const LogisticOptions& options)
{
    const Loss loss(rows, classes, options.penalty);
    std::vector<float> start(loss.parameters());
    // Nothing pulls up classes without rows, and they must not win.
    std::vector<int> counts(static_cast<std::size_t>(classes));
    for (const int label : rows.labels)
        ++counts[static_cast<std::size_t>(label)];
    std::vector<float> found = minimised(loss, std::move(start), options.iterations);
    LinearModel model = loss.modelAt(found);
    for (std::size_t k = 0; k < counts.size(); ++k)
        if (counts[k] == 0)
            model.bias[k] -= 100;
    return model;
}

} // namespace ccad
