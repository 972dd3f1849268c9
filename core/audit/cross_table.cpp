// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/internal/cross_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Bergsma's correction: V of independent variables is 0 on average, however few images there are.
double corrected(double chiSquare, double images, double rows, double columns)
{
    const double phi
        = std::max(0.0, chiSquare / images - (rows - 1) * (columns - 1) / (images - 1));
    const double fewerRows = rows - (rows - 1) * (rows - 1) / (images - 1);
    const double fewerColumns = columns - (columns - 1) * (columns - 1) / (images - 1);
    const double least = std::min(fewerRows, fewerColumns) - 1;
    return least > 0 ? std::min(1.0, std::sqrt(phi / least))
                     : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

CrossTable crossTable(const std::vector<std::pair<QString, QString>>& images)
{
    CrossTable table;
    std::map<QString, int> ofClass;
    for (const auto& [source, label] : images) {
        ++table.counts[source.isEmpty() ? u"unknown"_s : source][label];
        ++ofClass[label];
    }
    const auto total = static_cast<double>(images.size());
    double chiSquare = 0;
    int guessed = 0;
    for (const auto& [source, row] : table.counts) {
        double ofSource = 0;
        int most = 0;
        for (const auto& [label, count] : row) {
            ofSource += count;
            most = std::max(most, count);
        }
        guessed += most;
        for (const auto& [label, all] : ofClass) {
            const auto found = row.find(label);
            const double count = found == row.end() ? 0 : found->second;
            const double expected = ofSource * all / total;
            chiSquare += (count - expected) * (count - expected) / expected;
        }
    }
    int largest = 0;
    for (const auto& [label, all] : ofClass)
        largest = std::max(largest, all);
    table.guessedFromSource = guessed / std::max(total, 1.0);
    table.guessedBlindly = largest / std::max(total, 1.0);
    table.cramersV = table.counts.size() > 1 && ofClass.size() > 1
        ? corrected(chiSquare, total, static_cast<double>(table.counts.size()),
                    static_cast<double>(ofClass.size()))
        : std::numeric_limits<double>::quiet_NaN();
    return table;
}

} // namespace ccad
