// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/known_cases.h"

namespace ccad {

std::vector<KnownCase> knownCases(const std::vector<ScoredItem>& items)
{
    const std::vector<int> patients = patientNumbers(items);
    std::vector<KnownCase> cases;
    cases.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        cases.push_back({items[i].probabilities, items[i].item.label, patients[i]});
    return cases;
}

PredictionSets predictionSetsFor(const ValidationScores& scores, int classes, double coverage,
                                 double temperature)
{
    return fitPredictionSets(knownCases(scores.items), classes, coverage, temperature);
}

} // namespace ccad
