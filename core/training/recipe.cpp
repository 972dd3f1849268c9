// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe.h"

namespace ccad {

TrainingRecipe paperRecipe()
{
    TrainingRecipe recipe;
    recipe.name = QStringLiteral("paper");
    return recipe;
}

TrainingRecipe robustRecipe()
{
    TrainingRecipe recipe;
    recipe.name = QStringLiteral("robust");
    recipe.headEpochs = 20;
    recipe.fineTuneEpochs = 10;
    recipe.fineTuneLearningRate = 3e-4;
    recipe.cosineSchedule = true;
    recipe.weightDecay = 1e-2;
    recipe.dropout = 0.4;
    recipe.labelSmoothing = 0.05;
    recipe.balanceGroups = true;
    recipe.weightAverage = 0.99;
    recipe.augmentation = radiographAugmentation();
    return recipe;
}

Result<TrainingRecipe> recipeByName(const QString& name)
{
    for (const TrainingRecipe& recipe : {paperRecipe(), robustRecipe()})
        if (recipe.name == name)
            return recipe;
    return Error{
        ErrorCode::InvalidArgument,
        QStringLiteral("There is no recipe \"%1\"; there are \"paper\" and \"robust\".").arg(name),
        name};
}

QJsonObject toJson(const TrainingRecipe& recipe)
{
    const Augmentation& a = recipe.augmentation;
    return {
        {QStringLiteral("name"), recipe.name},
        {QStringLiteral("optimizer"),
         recipe.optimizer == TrainingRecipe::Optimizer::Adam ? QStringLiteral("adam")
                                                             : QStringLiteral("rmsprop")},
        {QStringLiteral("head_epochs"), recipe.headEpochs},
        {QStringLiteral("head_learning_rate"), recipe.headLearningRate},
        {QStringLiteral("fine_tune_epochs"), recipe.fineTuneEpochs},
        {QStringLiteral("fine_tune_learning_rate"), recipe.fineTuneLearningRate},
        {QStringLiteral("cosine_schedule"), recipe.cosineSchedule},
        {QStringLiteral("weight_decay"), recipe.weightDecay},
        {QStringLiteral("frozen_statistics"), recipe.frozenStatistics},
        {QStringLiteral("batch"), recipe.batch},
        {QStringLiteral("dropout"), recipe.dropout},
        {QStringLiteral("label_smoothing"), recipe.labelSmoothing},
        {QStringLiteral("balance_groups"), recipe.balanceGroups},
        {QStringLiteral("weight_average"), recipe.weightAverage},
        {QStringLiteral("augmentation"),
         QJsonObject{{QStringLiteral("flip_horizontally"), a.flipHorizontally},
                     {QStringLiteral("rotation_degrees"), a.rotationDegrees},
                     {QStringLiteral("zoom"), a.zoom},
                     {QStringLiteral("shift"), a.shift},
                     {QStringLiteral("gamma"), a.gamma},
                     {QStringLiteral("brightness"), a.brightness},
                     {QStringLiteral("contrast"), a.contrast},
                     {QStringLiteral("resolution"), a.resolution},
                     {QStringLiteral("noise"), a.noise},
                     {QStringLiteral("borders"), a.borders},
                     {QStringLiteral("corners"), a.corners},
                     {QStringLiteral("equalise"), a.equalise}}},
    };
}

} // namespace ccad
