// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe.h"

#include <vector>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

std::vector<TrainingRecipe> allRecipes()
{
    return {paperRecipe(), paperRmsPropRecipe(), robustRecipe()};
}

} // namespace

TrainingRecipe paperRecipe()
{
    TrainingRecipe recipe;
    recipe.name = u"paper"_s;
    recipe.batch = 30;
    // The paper tries 0.3, 0.4 and 0.5; its model listing has 0.4, and so has its best result.
    recipe.dropout = 0.4;
    recipe.augmentation = paperAugmentation();
    recipe.augmentHead = true;
    return recipe;
}

TrainingRecipe paperRmsPropRecipe()
{
    TrainingRecipe recipe = paperRecipe();
    recipe.name = u"paper-rmsprop"_s;
    recipe.optimizer = TrainingRecipe::Optimizer::RmsProp;
    recipe.headLearningRate = 1e-4;
    recipe.fineTuneEpochs = 0;
    recipe.batch = 32;
    recipe.dropout = 0.5; // as in its listing for these ten epochs
    return recipe;
}

TrainingRecipe robustRecipe()
{
    TrainingRecipe recipe;
    recipe.name = u"robust"_s;
    recipe.fineTuneEpochs = 4;
    recipe.fineTuneLearningRate = 1e-4;
    recipe.cosineSchedule = true;
    recipe.weightDecay = 1e-2;
    recipe.dropout = 0.4;
    recipe.labelSmoothing = 0.05;
    recipe.balanceGroups = true;
    recipe.weightAverage = 0.99;
    recipe.lungs.crop = LungPreparation::Crop::Lungs;
    recipe.lungs.harmonise = LungPreparation::Harmonise::LungRanks;
    recipe.lungs.outside = LungPreparation::Outside::BlankHulls;
    recipe.augmentation = mildAugmentation();
    recipe.augmentHead = true;
    return recipe;
}

QStringList recipeNames()
{
    QStringList names;
    for (const TrainingRecipe& recipe : allRecipes())
        names.append(recipe.name);
    return names;
}

Result<TrainingRecipe> recipeByName(const QString& name)
{
    for (const TrainingRecipe& recipe : allRecipes())
        if (recipe.name == name)
            return recipe;
    return Error{
        ErrorCode::InvalidArgument,
        u"There is no recipe \"%1\"; there are %2."_s.arg(name, recipeNames().join(u", "_s)), name};
}

PreprocessSpec preparedBy(const TrainingRecipe& recipe, PreprocessSpec spec)
{
    spec.greys = recipe.greys;
    spec.lungs = recipe.lungs;
    return spec;
}

QJsonObject toJson(const TrainingRecipe& recipe)
{
    QJsonObject json{
        {u"name"_s, recipe.name},
        {u"optimizer"_s,
         recipe.optimizer == TrainingRecipe::Optimizer::Adam ? u"adam"_s : u"rmsprop"_s},
        {u"head_epochs"_s, recipe.headEpochs},
        {u"head_learning_rate"_s, recipe.headLearningRate},
        {u"fine_tune_epochs"_s, recipe.fineTuneEpochs},
        {u"fine_tune_learning_rate"_s, recipe.fineTuneLearningRate},
        {u"cosine_schedule"_s, recipe.cosineSchedule},
        {u"weight_decay"_s, recipe.weightDecay},
        {u"frozen_statistics"_s, recipe.frozenStatistics},
        {u"batch"_s, recipe.batch},
        {u"dropout"_s, recipe.dropout},
        {u"label_smoothing"_s, recipe.labelSmoothing},
        {u"balance_groups"_s, recipe.balanceGroups},
        {u"weight_average"_s, recipe.weightAverage},
        {u"augmentation"_s, toJson(recipe.augmentation)},
        {u"augment_head"_s, recipe.augmentHead},
        {u"class_weights"_s, recipe.classWeights},
        {u"patience"_s, recipe.patience},
    };
    // Written only when set, so that fingerprints of recipes without them stay as they were.
    if (recipe.sourcePrior > 0)
        json[u"source_prior"_s] = recipe.sourcePrior;
    if (recipe.greys != GreyRule::Displayed)
        json[u"greys"_s] = greyRuleName(recipe.greys);
    writeLungPreparation(recipe.lungs, json);
    return json;
}

} // namespace ccad
