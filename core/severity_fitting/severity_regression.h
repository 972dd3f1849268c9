// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/statistics/interval.h"
#include "core/statistics/ridge.h"

#include <cstdint>
#include <vector>

namespace ccad {

/// The data that a score is learned from.
struct RegressionRows
{
    FeatureRows features;
    std::vector<double> scores; ///< one per row, 0..maximum
    std::vector<int> patients; ///< number of the patient, from 0
    double maximum = 1; ///< of the scale; predictions are cut to 0..maximum
};

/// The fold of each row, 0..folds-1: whole patients, dealt so that each fold has low and high
/// scores. The same seed gives the same folds.
[[nodiscard]] std::vector<int> foldsByPatient(const std::vector<int>& patients,
                                              const std::vector<double>& scores, int folds,
                                              std::uint64_t seed);

/// One way to deal the patients, and the models learned without each fold.
struct Repetition
{
    std::vector<int> foldOf; ///< of each row
    std::vector<RidgeModel> models; ///< models[f] saw no row of fold f
};

/// How well a score is predicted for patients that the regression has not seen.
struct ScoreFigures
{
    // Means over the repetitions, with the interval of a bootstrap over patients.
    Interval pearson;
    Interval spearman;
    Interval meanAbsoluteError;
    Interval r2; ///< 1 - squared errors / squared distances from the mean of the scores
    double errorOfMean = 0; ///< mean absolute error of saying the others' mean instead
    double lowestPearson = 0; ///< of a single repetition
    double highestPearson = 0;
    double reach = 0; ///< SeverityModel::Estimator::reach
};

/// How often the patients are dealt into folds. With a hundred images, the correlation of a single
/// dealing is luck by a tenth either way; the mean of fifty stays within 0.02.
constexpr int usualDealings = 50;

/// A ridge regression of a score and the cross-validation that tells how good it is: five folds of
/// whole patients, dealt anew in each repetition; the penalty is chosen without the fold that is
/// predicted, by five folds within the others.
class SeverityRegression
{
public:
    /// Needs at least ten patients and scores that are not all equal. From a hundred rows on it
    /// makes fewer repetitions than asked for, since the dealing matters less then and takes
    /// longer. Do not query a regression whose fit was cancelled.
    SeverityRegression(RegressionRows rows, std::uint64_t seed, int repetitions = usualDealings,
                       const CancelToken& cancel = {});

    [[nodiscard]] const RidgeModel& model() const { return m_model; } ///< fitted to all rows
    /// The penalty of model(): the median of the penalties chosen without a fold.
    [[nodiscard]] double penalty() const { return m_penalty; }
    [[nodiscard]] const std::vector<Repetition>& repetitions() const { return m_repetitions; }
    [[nodiscard]] const RegressionRows& rows() const { return m_rows; }

    /// predictions[r][i] in repetition r for row i, by a model that did not see its patient.
    [[nodiscard]] const std::vector<std::vector<double>>& predictions() const
    {
        return m_predictions;
    }
    /// One prediction per repetition for any image, by a model that did not see the patient.
    [[nodiscard]] std::vector<double> predict(std::span<const float> features, int patient) const;

    [[nodiscard]] ScoreFigures figures() const;

private:
    [[nodiscard]] double cut(double value) const;
    [[nodiscard]] double reach() const;
    [[nodiscard]] double errorOfMean() const;

    RegressionRows m_rows;
    std::uint64_t m_seed;
    std::vector<Repetition> m_repetitions;
    std::vector<std::vector<double>> m_predictions;
    RidgeModel m_model;
    double m_penalty = 0;
};

} // namespace ccad
