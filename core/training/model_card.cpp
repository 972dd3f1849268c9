// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include "core/base/markdown.h"
#include "core/base/plain_number.h"
#include "core/statistics/interval_text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString classRows(const QString& source, const QJsonObject& metrics, const QStringList& classes)
{
    QString text;
    const QJsonObject perClass = metrics[u"per_class"_s].toObject();
    for (const QString& name : classes) {
        const QJsonObject one = perClass[name].toObject();
        text += tableRow({source, name, QString::number(one[u"n"_s].toInt()), figure(one[u"auc"_s]),
                          range(one, u"auc"_s), range(one, u"auc_patient"_s),
                          figure(one[u"sensitivity"_s]), figure(one[u"specificity"_s]),
                          figure(one[u"precision"_s]), figure(one[u"f1"_s])});
    }
    return text;
}

/// One row a class, for all images and for each source; then the figures of all classes together.
QString resultTable(const QJsonObject& metrics, const QStringList& classes)
{
    QString text = tableHead({u"images from"_s, u"class"_s, u"n"_s, u"AUC"_s,
                              u"95 % by image (DeLong)"_s, u"95 % by patient (bootstrap)"_s,
                              u"sensitivity"_s, u"specificity"_s, u"precision"_s, u"F1"_s},
                             TableRule::Wide);
    text += classRows(u"all"_s, metrics, classes);
    const QJsonObject bySource = metrics[u"by_source"_s].toObject();
    for (auto part = bySource.begin(); part != bySource.end(); ++part)
        text += classRows(part.key(), part->toObject(), classes);
    text += u"\nAccuracy %1 (95 % interval by image %2, by patient %3) on %4 images. "
            "Expected calibration error %5 (95 % by patient %6); without the "
            "temperature it was %7 (%8).\n\n"_s
                .arg(figure(metrics[u"accuracy"_s]), range(metrics, u"accuracy"_s),
                     range(metrics, u"accuracy_patient"_s))
                .arg(metrics[u"n"_s].toInt())
                .arg(figure(metrics[u"ece"_s]), range(metrics, u"ece_patient"_s),
                     figure(metrics[u"ece_uncalibrated"_s]),
                     range(metrics, u"ece_uncalibrated_patient"_s));
    return text;
}

QString patientSentence(const DataSummary& data)
{
    return data.knowsPatients
        ? u"Split by patient: nobody is on two sides.\n\n"_s
        : u"**Some images name no patient: the same person may be on two sides, the "
          "results may be too good, and intervals by patient count such an image "
          "as a patient of its own.**\n\n"_s;
}

QString dataSection(const TrainingRequest& request, const DataSummary& data)
{
    QString text = u"## Data\n\n"_s
        + tableHead({u"side"_s, u"source"_s, u"class"_s, u"images"_s}, TableRule::Wide);
    for (const auto& [key, count] : data.images)
        text += tableRow(
            {std::get<0>(key), std::get<1>(key), std::get<2>(key), QString::number(count)});
    text += u'\n' + patientSentence(data);
    for (const QString& concern : request.concerns)
        text += u"- %1\n"_s.arg(literal(concern));
    QStringList licences;
    for (const auto& [licence, count] : data.licenses)
        licences.append(u"%1 (%2)"_s.arg(literal(licence), QString::number(count)));
    text += u"%1Licences of the images: %2.\n\nFingerprint of the data set: "
            "`%3`.\n\n"_s.arg(request.concerns.isEmpty() ? QString() : u"\n"_s,
                              licences.join(u"; "_s), data.fingerprint);
    return text;
}

/// Empty if the network sees pictures as they are displayed.
QString preparationSentences(const TrainingRecipe& recipe)
{
    using Lungs = LungPreparation;
    const LungPreparation& lungs = recipe.lungs;
    QStringList sentences;
    if (recipe.greys != GreyRule::Displayed)
        sentences.append(u"Greys come from the stored values by the rule \"%1\", not from the "
                         "window of a file."_s.arg(greyRuleName(recipe.greys)));
    if (lungs.crop == Lungs::Crop::Lungs)
        sentences.append(u"The network sees a box around both lungs with a margin of "
                         "%1 times its longer side."_s.arg(lungs.margin));
    if (lungs.harmonise == Lungs::Harmonise::LungRanks)
        sentences.append(u"Each grey is its rank among the greys of the lungs."_s);
    else if (lungs.harmonise != Lungs::Harmonise::None)
        sentences.append(lungs.harmonise == Lungs::Harmonise::Lungs
                             ? u"Greys are equalised by the histogram of the lungs."_s
                             : u"Greys are equalised by the picture's histogram."_s);
    if (lungs.outside != Lungs::Outside::Keep)
        sentences.append(lungs.outside == Lungs::Outside::BlankHulls
                             ? u"What lies outside of the lungs' convex outlines is "
                               "mid grey."_s
                             : u"What lies outside of the lungs is mid grey."_s);
    if (lungs.crop == Lungs::Crop::Lungs || lungs.outside != Lungs::Outside::Keep)
        sentences.append(u"Where the lungs are not found, it is the whole picture."_s);
    return sentences.isEmpty() ? QString() : sentences.join(u' ') + u' ';
}

QString recipeSentences(const TrainingRequest& request)
{
    const TrainingRecipe& recipe = request.recipe;
    QString text
        = u"Recipe \"%1\" (%2), seed %3: MobileNetV2 at %4x%4 pixels; the head alone "
          "for %5 epochs at %6"_s
              .arg(recipe.name,
                   recipe.optimizer == TrainingRecipe::Optimizer::Adam ? u"Adam"_s : u"RMSprop"_s)
              .arg(request.seed)
              .arg(request.network.inputSize)
              .arg(recipe.headEpochs)
              .arg(plainNumber(recipe.headLearningRate));
    if (recipe.fineTuneEpochs > 0)
        text += u", then every layer for %1 epochs at %2"_s.arg(recipe.fineTuneEpochs)
                    .arg(plainNumber(recipe.fineTuneLearningRate));
    text
        += u"; batch %1, dropout %2%3%4. "_s.arg(recipe.batch)
               .arg(recipe.dropout)
               .arg(recipe.classWeights ? u", classes weighted by their size"_s : QString())
               .arg(recipe.patience > 0
                        ? u", each phase up to %1 epochs without improvement"_s.arg(recipe.patience)
                        : QString());
    if (recipe.sourcePrior > 0)
        text += u"Of what the source alone tells of the class, a share of %1 was taken "
                "out of the loss; offsets of the classes were fitted to validation "
                "images together with the temperature. "_s.arg(recipe.sourcePrior);
    text += preparationSentences(recipe);
    const bool areChanged = recipe.augmentHead || recipe.fineTuneEpochs > 0;
    if (!areChanged || recipe.augmentation == Augmentation{})
        return text + u"Training images were not changed. "_s;
    return text
        + u"Training images, and only they, were changed at random%1: `%2`. "_s.arg(
            recipe.augmentHead ? QString() : u" while fine-tuning"_s,
            QString::fromUtf8(
                QJsonDocument(toJson(recipe.augmentation)).toJson(QJsonDocument::Compact)));
}

QString keptSentences(const TrainingRequest& request, const TrainingOutcome& outcome)
{
    const TrainingRecipe& recipe = request.recipe;
    QString text;
    if (outcome.stoppedEarly)
        text += u"**Stopped before all epochs were run.** "_s;
    if (outcome.bestEpoch == 0)
        text += u"Kept: the head's training alone%1. "_s.arg(
            recipe.weightAverage > 0 ? u", the running mean of its weights"_s : QString());
    else
        text += u"Kept: %1 after fine-tuning epoch %2. "_s
                    .arg(recipe.weightAverage > 0 ? u"the running mean of the weights"_s
                                                  : u"the weights"_s)
                    .arg(outcome.bestEpoch);
    return text
        + u"Temperature and threshold come from validation images. Training took "
          "%1 s.\n\n"_s.arg(std::lround(outcome.seconds));
}

QString curveTable(const LearningCurve& curve)
{
    QString text = tableHead({u"phase"_s, u"epoch"_s, u"training loss"_s, u"training accuracy"_s,
                              u"validation loss"_s, u"validation accuracy"_s},
                             TableRule::Wide);
    for (const EpochReport& epoch : curve)
        text += tableRow({epoch.phase == EpochReport::Phase::Head ? u"head"_s : u"fine-tuning"_s,
                          QString::number(epoch.epoch), figure(epoch.trainingLoss),
                          figure(epoch.trainingAccuracy), figure(epoch.validationLoss),
                          figure(epoch.validationAccuracy)});
    return text + u'\n';
}

QString resultSection(const TrainingRequest& request, const DataSummary& data,
                      const TrainingOutcome& outcome)
{
    const QStringList& classes = request.dataset.classes;
    const ModelManifest& manifest = outcome.package.manifest;
    const QJsonObject& figures = manifest.provenance;
    QString text
        = u"## Results on the test side\n\nThe whole test side, never changed, from "
          "the same sources as the training images. %1Each class against the rest, "
          "the most probable one counts; calibrated by one temperature (%2)%5; \"%3\" "
          "is called positive from a probability of %4.\n\n"_s.arg(
              patientSentence(data), figure(manifest.temperature),
              literal(manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name),
              figure(manifest.threshold),
              request.recipe.sourcePrior > 0 ? u" and an offset for each class"_s : QString());
    text += resultTable(figures[u"test"_s].toObject(), classes);
    text += u"## Results on images from outside\n\n"_s;
    if (!outcome.results.outside)
        return text + u"Nobody has tested this model on images of another origin.\n\n"_s;
    return text
        + u"Of another origin than every training image, or at least of other "
          "patients; this training chose nothing by them.\n\n"_s
        + resultTable(figures[u"outside"_s].toObject(), classes);
}

/// The thresholds that validation images chose for a sensitivity, and what they do on test images.
QString thresholdSection(const ModelManifest& manifest)
{
    if (manifest.operatingPoints.empty())
        return {};
    const QString positive
        = manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name;
    const QJsonArray tested = manifest.provenance[u"test"_s]
                                  .toObject()[u"per_class"_s]
                                  .toObject()[positive]
                                  .toObject()[u"at_sensitivity"_s]
                                  .toArray();
    const QString sensitivity = u"sensitivity"_s;
    const QString specificity = u"specificity"_s;
    const SensitivityThreshold& first = manifest.operatingPoints.front();
    QString text = u"## Thresholds for a chosen sensitivity\n\nTo \"%1\", chosen on "
                   "%2 validation images of it and %3 others; 95 % intervals by "
                   "image (Wilson).\n\n"_s.arg(literal(positive))
                       .arg(first.positives)
                       .arg(first.negatives);
    text
        += tableHead({u"wanted"_s, u"threshold"_s, u"sensitivity, validation"_s,
                      u"specificity, validation"_s, u"sensitivity, test"_s, u"specificity, test"_s},
                     TableRule::Wide);
    qsizetype row = 0;
    for (const SensitivityThreshold& choice : manifest.operatingPoints) {
        if (!choice.threshold) {
            text += tableRow({figure(choice.target), u"too few images"_s, {}, {}, {}, {}});
            continue;
        }
        const QJsonObject chosen = toJson(choice);
        const QJsonObject test = tested[row++].toObject();
        text += tableRow({figure(choice.target), plainNumber(*choice.threshold, 4),
                          withInterval(chosen, sensitivity), withInterval(chosen, specificity),
                          withInterval(test, sensitivity), withInterval(test, specificity)});
    }
    return text + u'\n';
}

QString shareText(const QJsonObject& json)
{
    return withInterval(json, u"share"_s);
}

/// What the prediction sets promise, and what they do on test images.
QString predictionSetSection(const ModelManifest& manifest)
{
    if (!manifest.predictionSets)
        return {};
    const PredictionSets& sets = *manifest.predictionSets;
    const QJsonObject tested
        = manifest.provenance[u"test"_s].toObject()[u"prediction_sets"_s].toObject();
    QString text = u"## When it does not know\n\nBeside the probabilities it says which classes "
                   u"remain possible: "
                   "one, several, or none. The set holds the true class of at least %1 of the "
                   "radiographs of each "
                   "class (split conformal prediction, class by class), if the patients come from "
                   "where these "
                   "came from; elsewhere nothing is promised. On test images it held it in %2; %3 "
                   "of the sets "
                   "were one class, of which %4 were wrong, and %5 were empty.\n\n"_s.arg(
                       figure(sets.coverage), shareText(tested[u"coverage"_s].toObject()),
                       shareText(tested[u"single"_s].toObject()),
                       shareText(tested[u"single_wrong"_s].toObject()),
                       shareText(tested[u"none"_s].toObject()));
    text += tableHead({u"class"_s, u"validation patients"_s, u"floor"_s, u"held, test"_s},
                      TableRule::Wide);
    for (std::size_t i = 0; i < manifest.classes.size(); ++i) {
        const QString& name = manifest.classes[i].name;
        const QJsonObject held = tested[u"coverage_per_class"_s].toObject()[name].toObject();
        text += tableRow({cell(name), QString::number(sets.patients[i]),
                          plainNumber(sets.floors[i], 4), shareText(held)});
    }
    return text + u'\n';
}

/// The section on the gate, which refuses pictures that the model knows nothing of.
QString gateSection(const TrainingOutcome& outcome)
{
    return outcome.gateText.isEmpty() ? QString()
                                      : u"## Gate\n\n%1\n\n"_s.arg(outcome.gateText.trimmed());
}

/// Sources that show one class only while there are others.
QStringList singleClassSources(const DataSummary& data)
{
    std::map<QString, std::set<QString>> classesOfSource;
    for (const auto& [key, count] : data.images)
        classesOfSource[std::get<1>(key)].insert(std::get<2>(key));
    QStringList sources;
    for (const auto& [source, classes] : classesOfSource)
        if (classes.size() == 1 && classesOfSource.size() > 1)
            sources.append(source);
    return sources;
}

QString limitsSection(const TrainingRequest& request, const DataSummary& data)
{
    QString text = u"## What it cannot do\n\nResearch use only. Not for diagnosis. It knows "
                   "only these classes: %1; any other disease is forced into one of them. "
                   "It was trained on frontal radiographs only: a lateral view, a child, "
                   "another body part or a photograph gets a number that means nothing.\n\n"_s.arg(
                       listed(request.dataset.classes));
    const QStringList sources = singleClassSources(data);
    if (!sources.isEmpty())
        text += u"**Some sources show one class only (%1). A network can then tell "
                "the sources apart instead of the disease, and the results on the "
                "test side, which has the same sources, may say little about "
                "another hospital.**\n\n"_s.arg(literal(sources.join(u", "_s)));
    return text;
}

} // namespace

QString outsideSentence(const TrainingOutcome& outcome, const ModelManifest& manifest)
{
    if (!outcome.outside)
        return {};
    const ClassificationReport& report = outcome.outside->overall;
    QStringList parts;
    for (std::size_t i = 0; i < report.perClass.size(); ++i) {
        parts.append(manifest.classes[i].name + u' ' + withInterval(report.perClass[i].auc));
    }
    QStringList sources;
    for (const auto& [source, part] : outcome.outside->bySource)
        sources.append(source.isEmpty() ? u"unknown origin"_s : source);
    return u"%1 images of another origin (%2): accuracy %3; AUC of each class "
           "against the rest: %4."_s.arg(report.count)
               .arg(sources.join(u", "_s), figure(report.accuracy), parts.join(u"; "_s));
}

QString modelCard(const TrainingRequest& request, const DataSummary& data,
                  const TrainingOutcome& outcome)
{
    const ModelManifest& manifest = outcome.package.manifest;
    QString text
        = u"# %1 %2\n\nA MobileNetV2 that sorts frontal chest radiographs into: %3. "
          "Research use only. Not for diagnosis.\n\n"_s.arg(
              literal(manifest.name), literal(manifest.version), listed(request.dataset.classes));
    text += dataSection(request, data);
    text += u"## Training\n\n"_s + recipeSentences(request) + keptSentences(request, outcome)
        + curveTable(outcome.results.curve);
    text += resultSection(request, data, outcome);
    text += thresholdSection(manifest) + predictionSetSection(manifest) + gateSection(outcome);
    text += limitsSection(request, data);
    if (!outcome.unreadable.isEmpty())
        text += u"%1 files could not be read and were left out.\n"_s.arg(outcome.unreadable.size());
    return text;
}

} // namespace ccad
