// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>

#include <vector>

namespace ccad {

/// Losses and accuracies after one pass over the training images (the paper's Figure 4).
struct EpochReport
{
    enum class Phase
    {
        Head,
        FineTune
    };
    Phase phase = Phase::Head;
    int epoch = 0; ///< from 1, within its phase
    int epochs = 0;
    double trainingLoss = 0;
    double trainingAccuracy = 0;
    double validationLoss = 0;
    double validationAccuracy = 0;
    double imagesPerSecond = 0;
};

using LearningCurve = std::vector<EpochReport>;

/// Converts a curve to and from the package's provenance ("curves"); rows that make no sense are
/// left out.
[[nodiscard]] QJsonArray toJson(const LearningCurve& curve);
[[nodiscard]] LearningCurve learningCurveFromJson(const QJsonArray& json);

} // namespace ccad
