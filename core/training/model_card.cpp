// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/model_card.h"

#include <QJsonArray>

#include <cmath>
#include <set>

namespace ccad {

namespace {

QJsonValue number(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonObject toJson(const ClassificationReport& report, const QStringList& classes)
{
    QJsonArray confusion;
    for (const auto& row : report.confusion) {
        QJsonArray cells;
        for (const int count : row)
            cells.append(count);
        confusion.append(cells);
    }
    QJsonObject perClass;
    for (std::size_t i = 0; i < report.perClass.size(); ++i) {
        const ClassReport& one = report.perClass[i];
        perClass[classes[static_cast<qsizetype>(i)]] = QJsonObject{
            {QStringLiteral("auc"), number(one.auc.value)},
            {QStringLiteral("auc_low"), number(one.auc.low)},
            {QStringLiteral("auc_high"), number(one.auc.high)},
            {QStringLiteral("sensitivity"), number(one.sensitivity)},
            {QStringLiteral("specificity"), number(one.specificity)},
            {QStringLiteral("precision"), number(one.precision)},
            {QStringLiteral("f1"), number(one.f1)},
        };
    }
    return {{QStringLiteral("n"), report.count},
            {QStringLiteral("accuracy"), number(report.accuracy)},
            {QStringLiteral("ece"), number(report.expectedCalibrationError)},
            {QStringLiteral("confusion"), confusion},
            {QStringLiteral("per_class"), perClass}};
}

QJsonObject toJson(const EvaluationReport& report, const QStringList& classes)
{
    QJsonObject json = toJson(report.overall, classes);
    QJsonObject by;
    for (const auto& [source, part] : report.bySource)
        by[source.isEmpty() ? QStringLiteral("unknown") : source] = toJson(part, classes);
    json[QStringLiteral("by_source")] = by;
    return json;
}

/// "0.912", or "-" where there is nothing to measure.
QString figure(double value)
{
    return std::isfinite(value) ? QString::number(value, 'f', 3) : QStringLiteral("-");
}

QString interval(const Interval& interval)
{
    if (!std::isfinite(interval.value))
        return QStringLiteral("-");
    return QStringLiteral("%1 (%2 to %3)")
        .arg(figure(interval.value), figure(interval.low), figure(interval.high));
}

QString resultTable(const EvaluationReport& report, const QStringList& classes)
{
    QString text
        = QStringLiteral("| images from | class | n | AUC (95 % interval) | sensitivity | "
                         "specificity | precision | F1 |\n|---|---|---|---|---|---|---|---|\n");
    const auto rows = [&](const QString& source, const ClassificationReport& part) {
        for (std::size_t i = 0; i < part.perClass.size(); ++i) {
            int images = 0;
            for (const int count : part.confusion[i])
                images += count;
            const ClassReport& one = part.perClass[i];
            text += QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 | %7 | %8 |\n")
                        .arg(source, classes[static_cast<qsizetype>(i)], QString::number(images),
                             interval(one.auc), figure(one.sensitivity), figure(one.specificity),
                             figure(one.precision), figure(one.f1));
        }
    };
    rows(QStringLiteral("all"), report.overall);
    for (const auto& [source, part] : report.bySource)
        if (report.bySource.size() > 1 || !source.isEmpty())
            rows(source.isEmpty() ? QStringLiteral("unknown") : source, part);
    text += QStringLiteral("\nAccuracy %1 on %2 images; expected calibration error %3.\n\n")
                .arg(figure(report.overall.accuracy))
                .arg(report.overall.count)
                .arg(figure(report.overall.expectedCalibrationError));
    return text;
}

QString dataSection(const DataSummary& data)
{
    QString text
        = QStringLiteral("## Data\n\n| side | source | class | images |\n|---|---|---|---|\n");
    for (const auto& [key, count] : data.images)
        text += QStringLiteral("| %1 | %2 | %3 | %4 |\n")
                    .arg(std::get<0>(key), std::get<1>(key), std::get<2>(key))
                    .arg(count);
    text += data.knowsPatients
        ? QStringLiteral("\nSplit by patient: nobody is on two sides.\n")
        : QStringLiteral(
            "\n**Some images name no patient; the same person may be on two sides, and the "
            "results may be too good.**\n");
    text += QStringLiteral("\nLicences of the images: ");
    QStringList licences;
    for (const auto& [licence, count] : data.licenses)
        licences.append(QStringLiteral("%1 (%2)").arg(licence).arg(count));
    text += licences.join(QStringLiteral("; "))
        + QStringLiteral(".\n\nFingerprint of the data set: `%1`.\n\n").arg(data.fingerprint);
    return text;
}

QString recipeSection(const TrainingRequest& request, const TrainingOutcome& outcome)
{
    const TrainingRecipe& recipe = request.recipe;
    return QStringLiteral(
               "## Training\n\nRecipe \"%1\", seed %2: MobileNetV2 at %3x%3 pixels; the head "
               "alone for %4 epochs at %5, then every layer for %6 epochs at %7; batch %8, "
               "dropout %9.")
               .arg(recipe.name)
               .arg(request.seed)
               .arg(request.network.inputSize)
               .arg(recipe.headEpochs)
               .arg(recipe.headLearningRate)
               .arg(recipe.fineTuneEpochs)
               .arg(recipe.fineTuneLearningRate)
               .arg(recipe.batch)
               .arg(recipe.dropout)
        + QStringLiteral(
              " Kept: %1 after fine-tuning epoch %2%3. Temperature and threshold come "
              "from validation images. The curves are in manifest.json. Training took %4 "
              "s.\n\n")
              .arg(recipe.weightAverage > 0 ? QStringLiteral("the running mean of the weights")
                                            : QStringLiteral("the weights"))
              .arg(outcome.bestEpoch)
              .arg(recipe.weightAverage > 0
                       ? QString()
                       : QStringLiteral(
                           ", the one of the lowest validation loss (0: the head alone)"))
              .arg(std::lround(outcome.seconds));
}

QString limitsSection(const TrainingRequest& request, const DataSummary& data)
{
    QString text = QStringLiteral("## What it cannot do\n\nResearch use only. Not for diagnosis. "
                                  "It knows only these classes: %1; "
                                  "any other disease is forced into one of them. It was trained on "
                                  "frontal radiographs only: a "
                                  "lateral view, a child, another body part or a photograph gets a "
                                  "number that means nothing.\n\n")
                       .arg(request.dataset.classes.join(QStringLiteral(", ")));
    std::map<QString, std::set<QString>> classesOfSource;
    std::map<QString, std::set<QString>> sourcesOfClass;
    for (const auto& [key, count] : data.images) {
        classesOfSource[std::get<1>(key)].insert(std::get<2>(key));
        sourcesOfClass[std::get<2>(key)].insert(std::get<1>(key));
    }
    QStringList single;
    for (const auto& [source, classes] : classesOfSource)
        if (classes.size() == 1 && classesOfSource.size() > 1)
            single.append(source);
    if (!single.isEmpty())
        text += QStringLiteral(
                    "**Some sources show one class only (%1). A network can then tell the "
                    "sources apart instead of the disease, and the results on the test side, "
                    "which has the same sources, may say little about another "
                    "hospital.**\n\n")
                    .arg(single.join(QStringLiteral(", ")));
    return text;
}

} // namespace

DataSummary summarise(const Dataset& dataset, const PatientSplit& split)
{
    DataSummary summary;
    summary.fingerprint = datasetFingerprint(dataset);
    summary.knowsPatients = dataset.knowsPatients();
    const auto count = [&](const QString& side, const std::vector<DatasetItem>& items) {
        for (const DatasetItem& item : items)
            ++summary.images[{side, item.source.isEmpty() ? QStringLiteral("unknown") : item.source,
                              dataset.classes[item.label]}];
    };
    count(QStringLiteral("training"), split.training.items);
    count(QStringLiteral("validation"), split.validation.items);
    count(QStringLiteral("test"), split.test.items);
    for (const DatasetItem& item : dataset.items)
        ++summary.licenses[item.license.trimmed().isEmpty() ? QStringLiteral("not stated")
                                                            : item.license];
    return summary;
}

QJsonObject provenanceOf(const TrainingRequest& request, const DataSummary& data,
                         const TrainingOutcome& outcome)
{
    QJsonArray images;
    for (const auto& [key, count] : data.images)
        images.append(QJsonObject{{QStringLiteral("side"), std::get<0>(key)},
                                  {QStringLiteral("source"), std::get<1>(key)},
                                  {QStringLiteral("class"), std::get<2>(key)},
                                  {QStringLiteral("images"), count}});
    QJsonObject licences;
    for (const auto& [licence, count] : data.licenses)
        licences[licence] = count;
    const QStringList& classes = request.dataset.classes;
    QJsonObject json{
        {QStringLiteral("data_fingerprint"), data.fingerprint},
        {QStringLiteral("patients_known"), data.knowsPatients},
        {QStringLiteral("data"), images},
        {QStringLiteral("licences"), licences},
        {QStringLiteral("recipe"), toJson(request.recipe)},
        {QStringLiteral("seed"), static_cast<qint64>(request.seed)},
        {QStringLiteral("best_epoch"), outcome.bestEpoch},
        {QStringLiteral("curves"), ccad::toJson(outcome.results.curve)},
        {QStringLiteral("test"), toJson(outcome.test, classes)},
    };
    if (outcome.outside)
        json[QStringLiteral("outside")] = toJson(*outcome.outside, classes);
    return json;
}

QString outsideSentence(const TrainingOutcome& outcome, const ModelManifest& manifest)
{
    if (!outcome.outside)
        return {};
    const ClassificationReport& report = outcome.outside->overall;
    QStringList parts;
    for (std::size_t i = 0; i < report.perClass.size(); ++i)
        parts.append(QStringLiteral("%1 %2").arg(manifest.classes[i].name,
                                                 interval(report.perClass[i].auc)));
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
              .arg(manifest.name, manifest.version,
                   request.dataset.classes.join(QStringLiteral(", ")));
    text += dataSection(data) + recipeSection(request, outcome);
    text += QStringLiteral(
                "## Results on the test side\n\nPatients that training never saw, from the "
                "same sources. Each class against the rest; calibrated by one temperature "
                "(%1); \"%2\" counts as found from a probability of %3.\n\n")
                .arg(figure(manifest.temperature),
                     manifest.classes[static_cast<std::size_t>(manifest.positiveClass)].name,
                     figure(manifest.threshold));
    text += resultTable(outcome.test, request.dataset.classes);
    if (outcome.outside)
        text += QStringLiteral("## Results on images from outside\n\nOf another origin than every "
                               "training image, or at least of other patients; this training chose "
                               "nothing by them.\n\n")
            + resultTable(*outcome.outside, request.dataset.classes);
    else
        text += QStringLiteral(
            "## Results on images from outside\n\nNobody has tested this model on "
            "images of another origin.\n\n");
    text += limitsSection(request, data);
    if (!outcome.unreadable.isEmpty())
        text += QStringLiteral("%1 files could not be read and were left out.\n")
                    .arg(outcome.unreadable.size());
    return text;
}

} // namespace ccad
