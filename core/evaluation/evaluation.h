// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/statistics/classification.h"

#include <map>

namespace ccad {

/// The figures of a whole set and of each source in it.
struct EvaluationReport
{
    ClassificationReport overall;
    std::map<QString, ClassificationReport> bySource;
};

[[nodiscard]] EvaluationReport evaluate(const std::vector<ScoredItem>& items, int classes);

/// What validation images determine; by type, test images never do.
struct Calibration
{
    /// Minimises the negative log-likelihood (Guo et al. 2017), together with the offsets.
    double temperature = 1;
    /// One per class, added to the logits before they are divided by the temperature; the first is
    /// 0. Empty: none.
    std::vector<double> offsets;
    /// Threshold of the positive class with the highest sensitivity + specificity (Youden 1950).
    double threshold = 0.5;
};
/// What is fitted: a temperature, or a temperature and offsets of the classes (bias-corrected
/// temperature scaling, Alexandari et al. 2020). A training needs the offsets if its loss left out
/// what the sources say of the classes.
enum class CalibrationKind
{
    Temperature,
    TemperatureAndOffsets, ///< the temperature alone where a class has fewer than 10 images
    /// Both, whatever the numbers. Each patient weighs as much as one image. For each class comes
    /// one image more, with the mean of all logits: a class that nobody has seen here becomes rare
    /// (about 1 in the number of patients), but not impossible.
    Local
};
[[nodiscard]] Calibration calibrate(const ValidationScores& scores, int positiveClass,
                                    CalibrationKind kind = CalibrationKind::Temperature);

} // namespace ccad
