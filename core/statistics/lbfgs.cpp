// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/internal/lbfgs.h"

#include "core/statistics/internal/dot.h"

#include <cmath>
#include <deque>

namespace ccad {

namespace {

constexpr std::size_t pairsKept = 10;
constexpr double smallestGradient = 1e-5;

using Vector = std::vector<float>;

void addTo(Vector& target, double factor, const Vector& other)
{
    const auto scale = static_cast<float>(factor);
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] += scale * other[i];
}

/// A step, the change of the gradient along it, and 1 / their product.
struct Pair
{
    Vector step;
    Vector change;
    double inverse = 0;
};

/// The gradient times the approximate inverse of the second derivatives, downhill.
Vector direction(const Vector& gradient, const std::deque<Pair>& pairs)
{
    Vector result = gradient;
    std::vector<double> shares;
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
        shares.push_back(pair->inverse * dotInDouble(pair->step, result));
        addTo(result, -shares.back(), pair->change);
    }
    if (!pairs.empty()) {
        const Pair& last = pairs.back();
        const double scale = 1 / (last.inverse * dotInDouble(last.change, last.change));
        for (float& value : result)
            value *= static_cast<float>(scale);
    }
    for (const Pair& pair : pairs) {
        const double share = pair.inverse * dotInDouble(pair.change, result);
        addTo(result, shares.back() - share, pair.step);
        shares.pop_back();
    }
    for (float& value : result)
        value = -value;
    return result;
}

void remember(const Vector& step, const Vector& change, std::deque<Pair>& pairs)
{
    const double product = dotInDouble(step, change);
    if (product <= 1e-12)
        return; // rounding only: it would tell nothing of the curvature
    pairs.push_back({step, change, 1 / product});
    if (pairs.size() > pairsKept)
        pairs.pop_front();
}

} // namespace

std::vector<float> minimised(const SmoothFunction& function, std::vector<float> start,
                             int iterations)
{
    Vector at = std::move(start);
    Vector gradient(at.size());
    double value = function(at, gradient);
    std::deque<Pair> pairs;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        const double size = std::sqrt(dotInDouble(gradient, gradient));
        if (size < smallestGradient)
            break;
        const Vector way = direction(gradient, pairs);
        const double slope = dotInDouble(way, gradient);
        // Before the scale of the function is known, a step of length one.
        double length = pairs.empty() ? std::min(1.0, 1 / size) : 1;
        Vector next;
        Vector nextGradient(at.size());
        double nextValue = value;
        bool isLower = false;
        for (int halving = 0; halving < 25 && !isLower; ++halving, length /= 2) {
            next = at;
            addTo(next, length, way);
            nextValue = function(next, nextGradient);
            isLower = nextValue <= value + 1e-4 * length * slope;
        }
        if (!isLower)
            break;
        Vector step = next;
        addTo(step, -1, at);
        Vector change = nextGradient;
        addTo(change, -1, gradient);
        remember(step, change, pairs);
        at = std::move(next);
        gradient = std::move(nextGradient);
        value = nextValue;
    }
    return at;
}

} // namespace ccad
