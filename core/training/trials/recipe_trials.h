// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"

#include <QJsonObject>

#include <set>

namespace ccad {

/// A test of a recipe in which the disease cannot be read off where an image comes from.
struct RecipeTrial
{
    enum class Kind
    {
        LeaveOut, ///< trained on all other images, without the patients of these; tested on these
        Within ///< cross-validated by patient on these images alone
    };
    Kind kind = Kind::LeaveOut;
    QString images; ///< words for the images: "source=cohen"
    std::set<QString> files; ///< absolute paths
    QStringList classes; ///< Within: only images of these classes; empty: of all that occur
};

/// Both kinds of trial for each source that has images of at least two classes, by the source's
/// name.
[[nodiscard]] std::vector<RecipeTrial> trialsBySource(const Dataset& dataset);

struct TrialPlan
{
    std::vector<RecipeTrial> trials;
    std::vector<TrainingRecipe> recipes; ///< each is put to every trial
    int seeds = 3; ///< the request's and those that follow it; each changes split and training
    int folds = 5; ///< of a cross-validation
};

/// How well two classes are told apart, or one class from the rest.
struct TrialScore
{
    QString positive;
    QString negative; ///< empty: all other classes
    int positives = 0; ///< images
    int negatives = 0;
    int patients = 0; ///< images of unknown patients count one each
    /// One area under the ROC curve for each seed: for a pair (a, b) of p_a / (p_a + p_b) on the
    /// images of both, against the rest of p_a. NaN where there are no images.
    std::vector<double> aucs;
    Interval averaged; ///< of the probabilities averaged over all seeds; bootstrap over patients
};

struct TrialResult
{
    RecipeTrial trial;
    QString recipe; ///< its name
    QStringList classes; ///< the classes that the network was to tell apart
    int images = 0; ///< tested
    int untested = 0; ///< LeaveOut: images of classes that the others do not have
    std::vector<TrialScore> scores; ///< pairs first
    QString notRun; ///< a sentence on why the trial was not run; empty: it was
};

struct RecipeTrials
{
    std::vector<TrialResult> results; ///< by trial, then by recipe
    QStringList unreadable; ///< "file: reason"
};

struct TrialObserver
{
    /// Called before a training begins; seed and fold from 0, fold -1 where there are none.
    std::function<void(const RecipeTrial&, const TrainingRecipe&, int seed, int fold)> onRun;
    TrainingObserver training;
};

/// Puts recipes to trials with the data, base weights and other settings of the request, whose
/// recipe, split and outside images are not used; nor are splits that the data set names. Models
/// are not kept. Each model's answers on its test images are kept in workFolder, which is made and
/// not removed; with request.resume, trainings of the same request found there are not repeated. A
/// trial whose data do not suffice is a result with `notRun`. Errors: those of trainModel except
/// DatasetUnusable; InvalidArgument for a plan that makes no sense.
[[nodiscard]] Result<RecipeTrials> runTrials(const TrainingRequest& request, const TrialPlan& plan,
                                             const QString& workFolder,
                                             const TrainingControl& control = {},
                                             const TrialObserver& observer = {});

/// The content of trials.json; unknown values are null. The keys:
///
///   data_fingerprint, patients_known, concerns, first_seed, seeds, folds, input_size, unreadable
///   recipes      an array of recipes
///   trials       an array of: kind ("leave_out" or "within"), images, recipe, classes, n,
///                untested, not_run, scores
///
/// and of each of the scores: positive, negative (null: the rest), positives, negatives, patients,
/// auc (one per seed), mean, standard_deviation (of a sample), lowest, highest, averaged,
/// averaged_low, averaged_high.
[[nodiscard]] QJsonObject trialsJson(const RecipeTrials& trials, const TrainingRequest& request,
                                     const TrialPlan& plan);
/// The trials in Markdown, without a heading: what was run, and a table.
[[nodiscard]] QString trialsText(const RecipeTrials& trials, const TrainingRequest& request,
                                 const TrialPlan& plan);

} // namespace ccad
