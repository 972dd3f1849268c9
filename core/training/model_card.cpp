// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include "core/training/markdown.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>
#include <set>

namespace ccad {

namespace {

QString classRows(const QString& source, const QJsonObject& metrics, const QStringList& classes)
{
    QString text;
    const QJsonObject perClass = metrics[QStringLiteral("per_class")].toObject();
    for (const QString& name : classes) {
        const QJsonObject one = perClass[name].toObject();
        text += tableRow(
            {cell(source), cell(name), QString::number(one[QStringLiteral("n")].toInt()),
             figure(one[QStringLiteral("auc")]), range(one, "auc_low", "auc_high"),
             range(one, "auc_patient_low", "auc_patient_high"),
             figure(one[QStringLiteral("sensitivity")]), figure(one[QStringLiteral("specificity")]),
             figure(one[QStringLiteral("precision")]), figure(one[QStringLiteral("f1")])});
    }
    return text;
}

/// One row a class, for all images and for each source; then the figures of all classes together.
QString resultTable(const QJsonObject& metrics, const QStringList& classes)
{
    QString text = tableHead(
        {QStringLiteral("images from"), QStringLiteral("class"), QStringLiteral("n"),
         QStringLiteral("AUC"), QStringLiteral("95 % by image (DeLong)"),
         QStringLiteral("95 % by patient (bootstrap)"), QStringLiteral("sensitivity"),
         QStringLiteral("specificity"), QStringLiteral("precision"), QStringLiteral("F1")});
    text += classRows(QStringLiteral("all"), metrics, classes);
    const QJsonObject bySource = metrics[QStringLiteral("by_source")].toObject();
    for (auto part = bySource.begin(); part != bySource.end(); ++part)
        text += classRows(part.key(), part->toObject(), classes);
    text += QStringLiteral("\nAccuracy %1 (95 % interval by image %2, by patient %3) on %4 images. "
                           "Expected calibration error %5 (95 % by patient %6); without the "
                           "temperature it was %7 (%8).\n\n")
                .arg(figure(metrics[QStringLiteral("accuracy")]),
                     range(metrics, "accuracy_low", "accuracy_high"),
                     range(metrics, "accuracy_patient_low", "accuracy_patient_high"))
                .arg(metrics[QStringLiteral("n")].toInt())
                .arg(figure(metrics[QStringLiteral("ece")]),
                     range(metrics, "ece_patient_low", "ece_patient_high"),
                     figure(metrics[QStringLiteral("ece_uncalibrated")]),
                     range(metrics, "ece_uncalibrated_patient_low",
                           "ece_uncalibrated_patient_high"));
    return text;
}

QString patientSentence(const DataSummary& data)
{
    return data.knowsPatients
        ? QStringLiteral("Split by patient: nobody is on two sides.\n\n")
        : QStringLiteral("**Some images name no patient: the same person may be on two sides, the "
                         "results may be too good, and intervals by patient count such an image "
                         "as a patient of its own.**\n\n");
}

QString dataSection(const TrainingRequest& request, const DataSummary& data)
{
    QString text = QStringLiteral("## Data\n\n")
        + tableHead({QStringLiteral("side"), QStringLiteral("source"), QStringLiteral("class"),
                     QStringLiteral("images")});
    for (const auto& [key, count] : data.images)
        text += tableRow({std::get<0>(key), cell(std::get<1>(key)), cell(std::get<2>(key)),
                          QString::number(count)});
    text += u'\n' + patientSentence(data);
    for (const QString& concern : request.concerns)
        text += QStringLiteral("- %1\n").arg(concern);
    QStringList licences;
    for (const auto& [licence, count] : data.licenses)
        licences.append(QStringLiteral("%1 (%2)").arg(licence).arg(count));
    text += QStringLiteral("%1Licences of the images: %2.\n\nFingerprint of the data set: "
                           "`%3`.\n\n")
                .arg(request.concerns.isEmpty() ? QString() : QStringLiteral("\n"),
                     licences.join(QStringLiteral("; ")), data.fingerprint);
    return text;
}

/// Empty where the network sees pictures as they are.
QString preparationSentences(const TrainingRecipe& recipe)
{
    using Spec = PreprocessSpec;
    QStringList sentences;
    if (recipe.crop == Spec::Crop::Lungs)
        sentences.append(QStringLiteral("The network sees a box around both lungs with a margin of "
                                        "%1 times its longer side.")
                             .arg(recipe.cropMargin));
    if (recipe.harmonise != Spec::Harmonise::None)
        sentences.append(recipe.harmonise == Spec::Harmonise::Lungs
                             ? QStringLiteral("Greys are equalised by the histogram of the lungs.")
                             : QStringLiteral("Greys are equalised by the picture's histogram."));
    if (recipe.outside != Spec::Outside::Keep)
        sentences.append(recipe.outside == Spec::Outside::BlankHulls
                             ? QStringLiteral("What lies outside of the lungs' convex outlines is "
                                              "mid grey.")
                             : QStringLiteral("What lies outside of the lungs is mid grey."));
    if (recipe.crop == Spec::Crop::Lungs || recipe.outside != Spec::Outside::Keep)
        sentences.append(QStringLiteral("Where the lungs are not found, it is the whole picture."));
    return sentences.isEmpty() ? QString() : sentences.join(u' ') + u' ';
}

QString recipeSentences(const TrainingRequest& request)
{
    const TrainingRecipe& recipe = request.recipe;
    QString text
        = QStringLiteral("Recipe \"%1\" (%2), seed %3: MobileNetV2 at %4x%4 pixels; the head alone "
                         "for %5 epochs at %6")
              .arg(recipe.name,
                   recipe.optimizer == TrainingRecipe::Optimizer::Adam ? QStringLiteral("Adam")
                                                                       : QStringLiteral("RMSprop"))
              .arg(request.seed)
              .arg(request.network.inputSize)
              .arg(recipe.headEpochs)
              .arg(recipe.headLearningRate);
    if (recipe.fineTuneEpochs > 0)
        text += QStringLiteral(", then every layer for %1 epochs at %2")
                    .arg(recipe.fineTuneEpochs)
                    .arg(recipe.fineTuneLearningRate);
    text += QStringLiteral("; batch %1, dropout %2%3%4. ")
                .arg(recipe.batch)
                .arg(recipe.dropout)
                .arg(recipe.classWeights ? QStringLiteral(", classes weighted by their size")
                                         : QString())
                .arg(recipe.patience > 0
                         ? QStringLiteral(", each phase up to %1 epochs without improvement")
                               .arg(recipe.patience)
                         : QString());
    if (recipe.sourcePrior > 0)
        text += QStringLiteral(
                    "Of what the source alone tells of the class, a share of %1 was taken "
                    "out of the loss; offsets of the classes were fitted to validation "
                    "images together with the temperature. ")
                    .arg(recipe.sourcePrior);
    text += preparationSentences(recipe);
    const bool areChanged = recipe.augmentHead || recipe.fineTuneEpochs > 0;
    if (!areChanged || recipe.augmentation == Augmentation{})
        return text + QStringLiteral("Training images were not changed. ");
    return text
        + QStringLiteral("Training images, and only they, were changed at random%1: `%2`. ")
              .arg(recipe.augmentHead ? QString() : QStringLiteral(" while fine-tuning"),
                   QString::fromUtf8(
                       QJsonDocument(toJson(recipe.augmentation)).toJson(QJsonDocument::Compact)));
}

QString keptSentences(const TrainingRequest& request, const TrainingOutcome& outcome)
{
    const TrainingRecipe& recipe = request.recipe;
    QString text;
    if (outcome.stoppedEarly)
        text += QStringLiteral("**Stopped before all epochs were run.** ");
    if (outcome.bestEpoch == 0)
        text += QStringLiteral("Kept: the head's training alone%1. ")
                    .arg(recipe.weightAverage > 0
                             ? QStringLiteral(", the running mean of its weights")
                             : QString());
    else
        text
            += QStringLiteral("Kept: %1 after fine-tuning epoch %2. ")
                   .arg(recipe.weightAverage > 0 ? QStringLiteral("the running mean of the weights")
                                                 : QStringLiteral("the weights"))
                   .arg(outcome.bestEpoch);
    return text
        + QStringLiteral("Temperature and threshold come from validation images. Training took "
                         "%1 s.\n\n")
              .arg(std::lround(outcome.seconds));
}

QString curveTable(const LearningCurve& curve)
{
    QString text
        = tableHead({QStringLiteral("phase"), QStringLiteral("epoch"),
                     QStringLiteral("training loss"), QStringLiteral("training accuracy"),
                     QStringLiteral("validation loss"), QStringLiteral("validation accuracy")});
    for (const EpochReport& epoch : curve)
        text += tableRow({epoch.phase == EpochReport::Phase::Head ? QStringLiteral("head")
                                                                  : QStringLiteral("fine-tuning"),
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
        = QStringLiteral(
              "## Results on the test side\n\nThe whole test side, never changed, from "
              "the same sources as the training images. %1Each class against the rest, "
              "the most probable one counts; calibrated by one temperature (%2)%5; \"%3\" "
              "is called positive from a probability of %4.\n\n")
              .arg(patientSentence(data), figure(manifest.temperature),
                   manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name,
                   figure(manifest.threshold),
                   request.recipe.sourcePrior > 0 ? QStringLiteral(" and an offset for each class")
                                                  : QString());
    text += resultTable(figures[QStringLiteral("test")].toObject(), classes);
    text += QStringLiteral("## Results on images from outside\n\n");
    if (!outcome.results.outside)
        return text
            + QStringLiteral("Nobody has tested this model on images of another origin.\n\n");
    return text
        + QStringLiteral("Of another origin than every training image, or at least of other "
                         "patients; this training chose nothing by them.\n\n")
        + resultTable(figures[QStringLiteral("outside")].toObject(), classes);
}

/// "0.912 (0.850 to 0.960)"
QString withInterval(const QJsonObject& json, const QString& name)
{
    const auto of = [&](const QString& key) { return figure(json[key]); };
    return QStringLiteral("%1 (%2 to %3)")
        .arg(of(name), of(name + QStringLiteral("_low")), of(name + QStringLiteral("_high")));
}

/// The thresholds that validation images chose for a sensitivity, and what they do on test images.
QString thresholdSection(const ModelManifest& manifest)
{
    if (manifest.operatingPoints.empty())
        return {};
    const QString positive
        = manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name;
    const QJsonArray tested = manifest.provenance[QStringLiteral("test")]
                                  .toObject()[QStringLiteral("per_class")]
                                  .toObject()[positive]
                                  .toObject()[QStringLiteral("at_sensitivity")]
                                  .toArray();
    const QString sensitivity = QStringLiteral("sensitivity");
    const QString specificity = QStringLiteral("specificity");
    const SensitivityThreshold& first = manifest.operatingPoints.front();
    QString text = QStringLiteral("## Thresholds for a chosen sensitivity\n\nTo \"%1\", chosen on "
                                  "%2 validation images of it and %3 others; 95 % intervals by "
                                  "image (Wilson).\n\n")
                       .arg(cell(positive))
                       .arg(first.positives)
                       .arg(first.negatives);
    text += tableHead({QStringLiteral("wanted"), QStringLiteral("threshold"),
                       QStringLiteral("sensitivity, validation"),
                       QStringLiteral("specificity, validation"),
                       QStringLiteral("sensitivity, test"), QStringLiteral("specificity, test")});
    qsizetype row = 0;
    for (const SensitivityThreshold& choice : manifest.operatingPoints) {
        if (!choice.threshold) {
            text += tableRow(
                {figure(choice.target), QStringLiteral("too few images"), {}, {}, {}, {}});
            continue;
        }
        const QJsonObject chosen = toJson(choice);
        const QJsonObject test = tested[row++].toObject();
        text += tableRow({figure(choice.target), QString::number(*choice.threshold, 'g', 4),
                          withInterval(chosen, sensitivity), withInterval(chosen, specificity),
                          withInterval(test, sensitivity), withInterval(test, specificity)});
    }
    return text + u'\n';
}

/// What refuses pictures that the model knows nothing of.
QString gateSection(const TrainingOutcome& outcome)
{
    return outcome.gateText.isEmpty()
        ? QString()
        : QStringLiteral("## Gate\n\n%1\n\n").arg(outcome.gateText.trimmed());
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
    QString text
        = QStringLiteral("## What it cannot do\n\nResearch use only. Not for diagnosis. It knows "
                         "only these classes: %1; any other disease is forced into one of them. "
                         "It was trained on frontal radiographs only: a lateral view, a child, "
                         "another body part or a photograph gets a number that means nothing.\n\n")
              .arg(listed(request.dataset.classes));
    const QStringList sources = singleClassSources(data);
    if (!sources.isEmpty())
        text += QStringLiteral("**Some sources show one class only (%1). A network can then tell "
                               "the sources apart instead of the disease, and the results on the "
                               "test side, which has the same sources, may say little about "
                               "another hospital.**\n\n")
                    .arg(sources.join(QStringLiteral(", ")));
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
        const Interval& auc = report.perClass[i].auc;
        parts.append(QStringLiteral("%1 %2 (%3 to %4)")
                         .arg(manifest.classes[i].name, figure(auc.value), figure(auc.low),
                              figure(auc.high)));
    }
    QStringList sources;
    for (const auto& [source, part] : outcome.outside->bySource)
        sources.append(source.isEmpty() ? QStringLiteral("unknown origin") : source);
    return QStringLiteral("%1 images of another origin (%2): accuracy %3; AUC of each class "
                          "against the rest: %4.")
        .arg(report.count)
        .arg(sources.join(QStringLiteral(", ")), figure(report.accuracy),
             parts.join(QStringLiteral("; ")));
}

QString modelCard(const TrainingRequest& request, const DataSummary& data,
                  const TrainingOutcome& outcome)
{
    const ModelManifest& manifest = outcome.package.manifest;
    QString text
        = QStringLiteral("# %1 %2\n\nA MobileNetV2 that sorts frontal chest radiographs into: %3. "
                         "Research use only. Not for diagnosis.\n\n")
              .arg(manifest.name, manifest.version, listed(request.dataset.classes));
    text += dataSection(request, data);
    text += QStringLiteral("## Training\n\n") + recipeSentences(request)
        + keptSentences(request, outcome) + curveTable(outcome.results.curve);
    text += resultSection(request, data, outcome);
    text += thresholdSection(manifest) + gateSection(outcome);
    text += limitsSection(request, data);
    if (!outcome.unreadable.isEmpty())
        text += QStringLiteral("%1 files could not be read and were left out.\n")
                    .arg(outcome.unreadable.size());
    return text;
}

} // namespace ccad
