// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/network_greys.h"

#include "core/imaging/internal/cell_means.h"
#include "core/imaging/picture_greys.h"
#include "core/imaging/pixel_histogram.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Of what lies within the margins; single cells, such as a clip of metal, set no end.
constexpr double darkShare = 0.01;
constexpr double brightShare = 0.99;
/// Greys left beyond either end, as a share of what lies between them: bone at the edge of the
/// picture and air beside it keep their shades.
constexpr double spare = 0.1;
/// Medians beyond these come from detectors with a long tail, such as raw values that are
/// proportional to the dose; their lungs would lie in a few of the greys.
constexpr double darkestMedian = 0.25;
constexpr double brightestMedian = 0.75;

/// How stored pixels become shares of the greys: ((direction * pixel - low) / width) ^ power.
struct Scale
{
    double direction = 1;
    double low = 0;
    double width = 1;
    double power = 1;

    [[nodiscard]] double share(double pixel) const
    {
        const double linear = std::clamp((direction * pixel - low) / width, 0.0, 1.0);
        return power == 1 ? linear : std::pow(linear, power);
    }
};

/// 1 where high stored pixels are bright, or else -1. A VOI LUT that turns the greys around is the
/// file's word on which values are bright, not a technician's taste.
double directionOf(const Radiograph& radiograph)
{
    const bool isTurned = std::holds_alternative<VoiTable>(radiograph.initialVoi)
        && imaging::PictureGreys(radiograph).falls(radiograph.initialVoi);
    const bool isNegative = (radiograph.valueScale < 0) != (radiograph.inverted != isTurned);
    return isNegative ? -1 : 1;
}

/// The mean that a share of all do not exceed.
double atShare(const std::vector<double>& sorted, double share)
{
    // Between two means, so that a negative has the same ones from its other end.
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

std::optional<Scale> scaleOf(std::vector<double> means, double direction)
{
    for (double& mean : means)
        mean *= direction;
    std::ranges::sort(means);
    if (means.empty() || means.front() == means.back())
        return std::nullopt;
    double low = atShare(means, darkShare);
    double high = atShare(means, brightShare);
    if (low == high) {
        low = means.front();
        high = means.back();
    }
    const double length = high - low;
    Scale scale{direction, low - spare * length, length * (1 + 2 * spare)};
    const double median = scale.share(direction * atShare(means, 0.5));
    const double wanted = std::clamp(median, darkestMedian, brightestMedian);
    if (median != wanted && median > 0 && median < 1)
        scale.power = std::log(wanted) / std::log(median);
    return scale;
}

DisplayLut storedLut(const ReducedRadiograph& reduced)
{
    const Radiograph& radiograph = reduced.radiograph;
    const imaging::CellMeans cells(reduced);
    const double direction = directionOf(radiograph);
    auto scale = scaleOf(cells.withinMargins(), direction);
    if (!scale)
        scale = scaleOf(cells.all(), direction);
    std::vector<std::uint16_t> greys(radiograph.bits.values());
    for (std::size_t i = 0; i < greys.size(); ++i) {
        const auto pixel = static_cast<int>(i);
        if (imaging::isPadding(radiograph, pixel))
            continue;
        // A picture of one value has neither dark nor bright.
        const double share = scale ? scale->share(pixel) : 0.5;
        greys[i] = static_cast<std::uint16_t>(std::lround(share * 65535));
    }
    return DisplayLut(greys);
}

} // namespace

const QStringList& greyRuleNames()
{
    static const QStringList names{u"displayed"_s, u"stored-1"_s};
    return names;
}

QString greyRuleName(GreyRule rule)
{
    return greyRuleNames()[static_cast<qsizetype>(rule)];
}

std::optional<GreyRule> greyRuleByName(const QString& name)
{
    const qsizetype index = greyRuleNames().indexOf(name);
    return index < 0 ? std::nullopt : std::optional(static_cast<GreyRule>(index));
}

DisplayLut networkLut(const ReducedRadiograph& reduced, GreyRule rule)
{
    if (rule == GreyRule::Stored1)
        return storedLut(reduced);
    return {reduced.radiograph, reduced.radiograph.initialVoi};
}

} // namespace ccad
