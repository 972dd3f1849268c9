// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity_fitting/internal/saturation.h"

#include "core/base/random.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/correlation.h"
#include "core/statistics/roc.h"

#include <algorithm>
#include <limits>
#include <set>

namespace ccad {

namespace {

using Rows = std::vector<SaturationRow>;

/// The mean over the repetitions of statistic(estimated extents, drawn rows).
template <typename Statistic>
Interval interval(const Rows& rows, std::uint64_t seed, const Statistic& statistic)
{
    std::vector<int> patients;
    for (const SaturationRow& row : rows)
        patients.push_back(row.patient);
    const auto ofDraw = [&](const std::vector<int>& drawn) {
        std::vector<double> saturations;
        for (const int i : drawn)
            saturations.push_back(rows[static_cast<std::size_t>(i)].saturation);
        const std::size_t repetitions = rows.front().extents.size();
        double sum = 0;
        for (std::size_t r = 0; r < repetitions; ++r) {
            std::vector<double> extents;
            for (const int i : drawn)
                extents.push_back(rows[static_cast<std::size_t>(i)].extents[r]);
            sum += statistic(extents, saturations);
        }
        return sum / static_cast<double>(repetitions);
    };
    return bootstrapInterval(patients, ofDraw, seed);
}

double areaForSevere(const std::vector<double>& extents, const std::vector<double>& saturations)
{
    std::vector<bool> severe;
    for (const double saturation : saturations)
        severe.push_back(saturation < severeBelow);
    return rocArea(extents, severe);
}

SaturationFigures figuresOf(const Rows& rows, std::uint64_t seed)
{
    SaturationFigures figures;
    figures.images = static_cast<int>(rows.size());
    std::set<int> patients;
    for (const SaturationRow& row : rows) {
        patients.insert(row.patient);
        figures.below += row.saturation < severeBelow;
    }
    figures.patients = static_cast<int>(patients.size());
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    figures.spearman = {unknown, unknown, unknown};
    figures.auc = figures.spearman;
    if (rows.empty())
        return figures;
    figures.spearman = interval(rows, seed, spearmanCorrelation);
    figures.auc = interval(rows, seed, areaForSevere);
    return figures;
}

} // namespace

SaturationReport saturationReport(const Rows& rows, std::uint64_t seed)
{
    SaturationReport report;
    Rows possible;
    std::ranges::copy_if(rows, std::back_inserter(possible), [](const SaturationRow& row) {
        return row.saturation >= 0 && row.saturation <= 100;
    });
    report.impossible = static_cast<int>(rows.size() - possible.size());
    report.asWritten = figuresOf(possible, seed);
    std::erase_if(possible, [](const SaturationRow& row) {
        return row.saturation < SaturationReport::lowestPlausible;
    });
    report.plausible = figuresOf(possible, seed);
    return report;
}

} // namespace ccad
