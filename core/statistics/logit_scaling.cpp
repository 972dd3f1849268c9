// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/logit_scaling.h"

#include "core/statistics/internal/cholesky.h"
#include "core/statistics/softmax.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ccad {

namespace {

constexpr double lowestTemperature = 0.05;
constexpr double highestTemperature = 20;

/// The logits times the first parameter, plus for each class but the first a parameter of its own.
std::vector<double> scaled(const std::vector<double>& logits, const std::vector<double>& at)
{
    std::vector<double> scores;
    scores.reserve(logits.size());
    for (std::size_t c = 0; c < logits.size(); ++c)
        scores.push_back(at[0] * logits[c] + (c > 0 ? at[c] : 0));
    return scores;
}

double logLoss(const std::vector<LabelledLogits>& rows, const std::vector<double>& at)
{
    double sum = 0;
    for (const LabelledLogits& row : rows) {
        const std::vector<double> scores = scaled(row.logits, at);
        const double highest = std::ranges::max(scores);
        double powers = 0;
        for (const double score : scores)
            powers += std::exp(score - highest);
        sum += row.weight
            * (highest + std::log(powers) - scores[static_cast<std::size_t>(row.label)]);
    }
    return sum;
}

/// How a class's score changes with the parameters.
std::vector<double> scoreGradient(const std::vector<double>& logits, std::size_t ofClass)
{
    std::vector<double> gradient{logits[ofClass]};
    for (std::size_t i = 1; i < logits.size(); ++i)
        gradient.push_back(i == ofClass ? 1 : 0);
    return gradient;
}

struct Derivatives
{
    std::vector<double> first;
    Matrix<double> second; ///< its lower half
};

/// Of logLoss(). The second ones are the covariance of the classes' gradients.
Derivatives derivatives(const std::vector<LabelledLogits>& rows, const std::vector<double>& at)
{
    const std::size_t size = at.size();
    Derivatives sum{std::vector<double>(size), Matrix<double>(size, size)};
    for (const LabelledLogits& row : rows) {
        const std::vector<double> probabilities = softmax(scaled(row.logits, at));
        std::vector<double> mean(size);
        for (std::size_t c = 0; c < size; ++c) {
            const std::vector<double> gradient = scoreGradient(row.logits, c);
            for (std::size_t i = 0; i < size; ++i) {
                mean[i] += probabilities[c] * gradient[i];
                for (std::size_t j = 0; j <= i; ++j)
                    sum.second.row(i)[j]
                        += row.weight * probabilities[c] * gradient[i] * gradient[j];
            }
        }
        const std::vector<double> ofTruth
            = scoreGradient(row.logits, static_cast<std::size_t>(row.label));
        for (std::size_t i = 0; i < size; ++i) {
            sum.first[i] += row.weight * (mean[i] - ofTruth[i]);
            for (std::size_t j = 0; j <= i; ++j)
                sum.second.row(i)[j] -= row.weight * mean[i] * mean[j];
        }
    }
    return sum;
}

/// Newton's step down; with the first parameter held, that one is 0.
std::vector<double> newtonStep(Derivatives at, bool holdsFirst)
{
    const std::size_t size = at.first.size();
    if (holdsFirst) {
        at.first[0] = 0;
        at.second.row(0)[0] = 1;
        for (std::size_t i = 1; i < size; ++i)
            at.second.row(i)[0] = 0;
    }
    double largest = std::numeric_limits<double>::min();
    for (std::size_t i = 0; i < size; ++i)
        largest = std::max(largest, at.second.row(i)[i]);
    // Logits that are all the same tell nothing of a temperature: the step stays 0 there.
    return solved(at.second, 1e-9 * largest, at.first);
}

void descend(const std::vector<LabelledLogits>& rows, std::vector<double>& at, bool holdsFirst)
{
    constexpr int mostSteps = 100;
    constexpr double shortest = 1e-6;
    constexpr double enough = 1e-12;
    double loss = logLoss(rows, at);
    for (int step = 0; step < mostSteps; ++step) {
        const std::vector<double> way = newtonStep(derivatives(rows, at), holdsFirst);
        const double before = loss;
        for (double length = 1; length > shortest && !(loss < before); length /= 2) {
            std::vector<double> tried = at;
            for (std::size_t i = 0; i < at.size(); ++i)
                tried[i] -= length * way[i];
            if (const double there = logLoss(rows, tried); there < before) {
                loss = there;
                at = tried;
            }
        }
        if (before - loss < enough)
            return;
    }
}

} // namespace

LogitScaling fitLogitScaling(const std::vector<LabelledLogits>& rows)
{
    std::vector<double> at(rows.front().logits.size());
    at[0] = 1;
    descend(rows, at, false);
    const double slope = std::clamp(at[0], 1 / highestTemperature, 1 / lowestTemperature);
    if (slope != at[0]) {
        at[0] = slope;
        descend(rows, at, true);
    }
    LogitScaling scaling{1 / slope, at};
    scaling.offsets[0] = 0;
    for (std::size_t c = 1; c < at.size(); ++c)
        scaling.offsets[c] = at[c] / slope;
    return scaling;
}

} // namespace ccad
