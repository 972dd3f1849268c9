// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/evaluation/model_results.h"

#include <algorithm>
#include <cmath>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// Drawn answers of a model of three classes to images of two hospitals, two images a patient.
inline std::vector<ScoredItem> drawnItems(int count, const QString& folder, std::uint64_t seed)
{
    Random random(seed);
    std::vector<ScoredItem> items;
    for (int i = 0; i < count; ++i) {
        ScoredItem scored;
        scored.item.file = u"%1/images/chest, \"%2\".png"_s.arg(folder).arg(i);
        scored.item.patient = u"p%1"_s.arg(i / 2);
        scored.item.source = i % 4 < 2 ? u"north"_s : u"south, old"_s;
        scored.item.label = i / 2 % 3;
        std::vector<double> weights;
        for (int k = 0; k < 3; ++k)
            weights.push_back(std::exp(random.normal() + (k == scored.item.label ? 1.5 : 0)));
        for (const double weight : weights)
            scored.probabilities.push_back(
                static_cast<float>(weight / (weights[0] + weights[1] + weights[2])));
        items.push_back(scored);
    }
    return items;
}

/// As a training makes them.
inline ModelResults drawnResults(const QString& folder = u"/data/set"_s)
{
    ModelResults results;
    results.manifest.name = u"drawn"_s;
    results.manifest.version = u"1.0.0"_s;
    results.manifest.classes = {{u"covid"_s, u"COVID-19 pneumonia"_s},
                                {u"normal"_s, u"No finding"_s},
                                {u"pneumonia"_s, u"Pneumonia"_s}};
    results.manifest.network.classes = 3;
    results.manifest.positiveClass = 2;
    results.manifest.threshold = 0.4;
    results.knowsPatients = true;
    results.curve = {{EpochReport::Phase::Head, 1, 2, 0.7, 0.5, 0.6, 0.6, 120},
                     {EpochReport::Phase::Head, 2, 2, 0.5, 0.75, 0.55, 0.7, 118.5}};
    results.validation.items = drawnItems(40, folder, 2);
    results.test.items = drawnItems(90, folder, 3);
    results.outside = TestScores{drawnItems(30, u"/elsewhere"_s, 4), {}};
    results.dataFolder = folder;
    return results;
}

/// Files, labels, patients, sources, groups and exact probabilities.
inline bool sameItems(const std::vector<ScoredItem>& first, const std::vector<ScoredItem>& second)
{
    return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                      [](const ScoredItem& a, const ScoredItem& b) {
                          return a.item.file == b.item.file && a.item.label == b.item.label
                              && a.item.patient == b.item.patient && a.item.source == b.item.source
                              && a.item.group == b.item.group && a.probabilities == b.probabilities;
                      });
}

} // namespace ccad::test
