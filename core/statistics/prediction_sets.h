// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace ccad {

/// softmax(logits) from softmax(logits / temperature). Computed from the probabilities, so that
/// whoever has only these (a worklist, a file of predictions) gets the same numbers.
[[nodiscard]] std::vector<double> withoutTemperature(std::span<const float> probabilities,
                                                     double temperature);

/// Split conformal prediction, class by class (Vovk 2012, "Conditional validity of inductive
/// conformal predictors"; the sets are those of Sadinle, Lei and Wasserman 2019): a class belongs
/// to the set of a radiograph if the network gives it at least the floor of that class.
///
/// The promise: if patients come from where the calibration's patients came from, the set holds the
/// true class with a probability of at least `coverage`, whichever class that is. It says nothing
/// of patients of another origin. The floors are taken before the temperature is applied, since
/// that was fitted on the same images and would make the promise an approximate one.
struct PredictionSets
{
    double coverage = 0; ///< 0..1, exclusive
    double temperature = 1; ///< of the probabilities that possibleClasses() is given
    std::vector<double> floors; ///< one a class, 0..1; 0: the class is always possible
    std::vector<int> patients; ///< one a class: how many the floor was chosen by

    bool operator==(const PredictionSets&) const = default;
};

/// What a training promises unless it is told otherwise.
inline constexpr double defaultCoverage = 0.9;

/// One radiograph whose class is known.
struct KnownCase
{
    std::vector<float> probabilities; ///< softmax(logits / temperature), one a class
    int label = 0;
    int patient = 0; ///< a number that the patient's radiographs share
};

/// Chooses the floors. Radiographs of one patient are not independent, so of each patient and class
/// the first alone counts. A class with fewer than patientsNeeded(coverage) patients gets the floor
/// 0.
[[nodiscard]] PredictionSets fitPredictionSets(const std::vector<KnownCase>& cases, int classes,
                                               double coverage, double temperature);

/// As many patients of a class as are needed for a floor above 0: 1 / (1 - coverage) - 1, rounded
/// up.
[[nodiscard]] int patientsNeeded(double coverage);

/// Indices of the classes that remain possible, in their order: one, several, or none.
[[nodiscard]] std::vector<int> possibleClasses(const PredictionSets& sets,
                                               std::span<const float> probabilities);

/// What prediction sets do on radiographs whose class is known.
struct PredictionSetFigures
{
    int images = 0;
    int covered = 0; ///< the set holds the true class
    int single = 0; ///< the set is one class
    int empty = 0;
    int singleWrong = 0; ///< the set is one class, and not the true one
    std::vector<int> imagesOfClass; ///< by true class
    std::vector<int> coveredOfClass;
};
[[nodiscard]] PredictionSetFigures figuresOf(const PredictionSets& sets,
                                             const std::vector<KnownCase>& cases);

/// The figures at promises of 0.50, 0.55 ... 0.95 and 0.99, each fitted to `calibration` and tried
/// on `tested`; empty where either has no case.
struct CoveragePoint
{
    double promised = 0;
    PredictionSetFigures figures;
};
[[nodiscard]] std::vector<CoveragePoint> coverageCurve(const std::vector<KnownCase>& calibration,
                                                       const std::vector<KnownCase>& tested,
                                                       int classes, double temperature);

/// A model that answers only where it is surest, by its most probable class (El-Yaniv and Wiener
/// 2010).
struct SelectivePoint
{
    double answered = 0; ///< share of the radiographs, 0..1
    double error = 0; ///< share of the answers that are wrong
};
/// One point for each distinct probability, from the surest answers to all of them; empty without a
/// case.
[[nodiscard]] std::vector<SelectivePoint> selectiveErrors(const std::vector<KnownCase>& cases);

} // namespace ccad
