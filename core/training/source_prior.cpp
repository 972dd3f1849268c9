// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/source_prior.h"

#include <cmath>

namespace ccad {

namespace {

using Counts = std::map<QString, std::vector<double>>; ///< of a source, by class

Counts countsOf(const std::vector<TrainingItem>& items, std::size_t classes)
{
    Counts counts;
    for (const TrainingItem& item : items) {
        auto& ofSource = counts[item->source];
        ofSource.resize(classes);
        ++ofSource[static_cast<std::size_t>(item->label)];
    }
    return counts;
}

/// Turns counts into the shares with which balanced groups are drawn: each class 1 over all
/// sources.
void balance(Counts& counts, std::size_t classes)
{
    std::vector<double> totals(classes);
    for (auto& [source, ofSource] : counts)
        for (std::size_t c = 0; c < classes; ++c) {
            ofSource[c] = groupWeight(static_cast<std::size_t>(ofSource[c]));
            totals[c] += ofSource[c];
        }
    for (auto& [source, ofSource] : counts)
        for (std::size_t c = 0; c < classes; ++c)
            if (totals[c] > 0)
                ofSource[c] /= totals[c];
}

} // namespace

SourcePrior::SourcePrior(const std::vector<TrainingItem>& items, int classes, double share,
                         bool balanced)
{
    if (share <= 0 || classes < 1)
        return;
    const auto count = static_cast<std::size_t>(classes);
    Counts counts = countsOf(items, count);
    if (balanced)
        balance(counts, count);
    for (const auto& [source, ofSource] : counts) {
        double total = 0;
        for (const double drawn : ofSource)
            total += drawn;
        std::vector<float>& offsets = m_offsets[source];
        for (const double drawn : ofSource)
            offsets.push_back(source.isEmpty() ? 0.0F
                                               : static_cast<float>(std::log(
                                                   (1 - share) / classes + share * drawn / total)));
    }
}

const std::vector<float>& SourcePrior::offsetsOf(const QString& source) const
{
    return m_offsets.at(source);
}

double groupWeight(std::size_t members)
{
    return std::sqrt(static_cast<double>(members));
}

} // namespace ccad
