// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/model_results.h"

#include "core/base/files.h"
#include "core/base/plain_number.h"
#include "core/evaluation/internal/predictions_csv.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 maximumJsonBytes = qint64{64} << 20;

Error broken(const QString& path, const QString& what)
{
    return {ErrorCode::FileBroken, u"The results %1 %2."_s.arg(path, what), path};
}

Result<QJsonObject> readObject(const QString& path)
{
    const auto content = readFile(path, maximumJsonBytes);
    if (!content)
        return content.error();
    const auto document = QJsonDocument::fromJson(*content);
    if (!document.isObject())
        return broken(path, u"are not a JSON object"_s);
    return document.object();
}

/// The model's manifest as far as metrics.json holds it, for results without a package around them.
Result<ModelManifest> manifestFromMetrics(const QJsonObject& metrics, const QString& path)
{
    ModelManifest manifest;
    const QJsonObject model = metrics[u"model"_s].toObject();
    manifest.name = model[u"name"_s].toString();
    manifest.version = model[u"version"_s].toString();
    manifest.weightsSha256 = model[u"sha256"_s].toString();
    manifest.temperature = model[u"temperature"_s].toDouble(1);
    const QJsonObject perClass = metrics[u"per_class"_s].toObject();
    for (const QJsonValue& value : metrics[u"classes"_s].toArray()) {
        const QString name = value.toString();
        const QJsonValue threshold = perClass[name].toObject()[u"threshold"_s];
        if (threshold.isDouble()) {
            manifest.positiveClass = static_cast<int>(manifest.classes.size());
            manifest.threshold = threshold.toDouble();
        }
        manifest.classes.push_back({name, name});
    }
    if (manifest.classes.size() < 2)
        return broken(path, u"name fewer than two classes"_s);
    manifest.network.classes = static_cast<int>(manifest.classes.size());
    return manifest;
}

/// The lines of a small text file; none where there is no such file.
QStringList linesOf(const QString& path)
{
    const auto content = readFile(path, maximumJsonBytes);
    return content ? QString::fromUtf8(*content).split(u'\n', Qt::SkipEmptyParts) : QStringList();
}

Result<void> readScores(const QString& folder, ModelResults& results)
{
    const QDir dir(folder);
    const auto read = [&](const QString& name) {
        return readPredictions(dir.filePath(name), results.manifest.classes, results.dataFolder);
    };
    auto test = read(u"predictions.csv"_s);
    if (!test)
        return test.error();
    results.test.items = std::move(*test);
    results.test.unreadable = linesOf(dir.filePath(u"unreadable.txt"_s));
    if (dir.exists(u"validation.csv"_s)) {
        auto validation = read(u"validation.csv"_s);
        if (!validation)
            return validation.error();
        results.validation.items = std::move(*validation);
    }
    if (dir.exists(u"outside.csv"_s)) {
        auto outside = read(u"outside.csv"_s);
        if (!outside)
            return outside.error();
        results.outside = TestScores{std::move(*outside), {}};
    }
    return {};
}

Error withoutResults(const QString& folder)
{
    return {ErrorCode::FileNotFound,
            u"The model %1 has no recorded results; ccad-cli evaluate, or a new "
            "training, makes some."_s.arg(folder),
            folder};
}

Error withoutCases(const QString& folder)
{
    return {
        ErrorCode::FileNotFound,
        u"The model %1 keeps its figures, but not the list of images that it was tried on: an "
        "exported model has none, and it can be forgotten. Its card and evaluation/metrics.json "
        "hold the figures; ccad-cli evaluate makes a new list."_s.arg(folder),
        folder};
}

} // namespace

Result<ModelResults> loadModelResults(const QString& folder)
{
    const QDir dir(folder);
    const QString metricsName = u"metrics.json"_s;
    const bool isResultsFolder = dir.exists(metricsName) && !dir.exists(u"manifest.json"_s);
    const QString inside = isResultsFolder ? folder : dir.filePath(u"evaluation"_s);
    ModelResults results;
    if (!isResultsFolder) {
        auto manifest = loadModelManifest(folder);
        if (!manifest)
            return manifest.error();
        results.manifest = std::move(*manifest);
        if (!QFile::exists(QDir(inside).filePath(metricsName)))
            return withoutResults(folder);
        if (!QFile::exists(QDir(inside).filePath(u"predictions.csv"_s)))
            return withoutCases(folder);
    }
    const QString metricsPath = QDir(inside).filePath(metricsName);
    const auto metrics = readObject(metricsPath);
    if (!metrics)
        return metrics.error();
    if (isResultsFolder) {
        auto manifest = manifestFromMetrics(*metrics, metricsPath);
        if (!manifest)
            return manifest.error();
        results.manifest = std::move(*manifest);
    }
    results.knowsPatients = metrics->value(u"patients_known"_s).toBool();
    results.curve = learningCurveFromJson(results.manifest.provenance[u"curves"_s].toArray());
    results.dataFolder = linesOf(QDir(inside).filePath(u"data_folder.txt"_s)).value(0);
    if (auto read = readScores(inside, results); !read)
        return read.error();
    return results;
}

ClassScores classScores(const std::vector<ScoredItem>& items, int classIndex)
{
    ClassScores scores;
    scores.patients = patientNumbers(items);
    for (const ScoredItem& scored : items) {
        scores.scores.push_back(
            static_cast<double>(scored.probabilities[static_cast<std::size_t>(classIndex)]));
        scores.positive.push_back(scored.item.label == classIndex);
    }
    return scores;
}

Result<OperatingPoint> operatingPointOn(const ValidationScores& scores, int positiveClass,
                                        double threshold)
{
    const auto invalid = [](const QString& message) {
        return Error{ErrorCode::InvalidArgument, message, u"threshold"_s};
    };
    if (scores.items.empty())
        return invalid(
            u"There are no validation images, so no threshold can be chosen for this model."_s);
    if (positiveClass < 0
        || positiveClass >= static_cast<int>(scores.items.front().probabilities.size()))
        return invalid(u"The model has no class %1."_s.arg(positiveClass));
    if (!(threshold >= 0 && threshold <= 1))
        return invalid(
            u"A threshold lies between 0 and 1, not at %1."_s.arg(plainNumber(threshold)));
    const ClassScores ofClass = classScores(scores.items, positiveClass);
    return operatingPoint(ofClass.scores, ofClass.positive, threshold);
}

Result<void> saveThreshold(const QString& packageFolder, double threshold)
{
    if (!(threshold >= 0 && threshold <= 1))
        return Error{ErrorCode::InvalidArgument,
                     u"A threshold lies between 0 and 1, not at %1."_s.arg(plainNumber(threshold)),
                     packageFolder};
    const auto manifest = loadModelManifest(packageFolder);
    if (!manifest)
        return manifest.error();
    const QString path = QDir(packageFolder).filePath(u"manifest.json"_s);
    // The file itself is changed, not written anew, so that keys unknown to this version stay.
    auto json = readObject(path);
    if (!json)
        return json.error();
    QJsonObject provenance = json->value(u"provenance"_s).toObject();
    const QString calibrated = u"calibrated_threshold"_s;
    if (!provenance.contains(calibrated))
        provenance[calibrated] = manifest->threshold;
    json->insert(u"provenance"_s, provenance);
    json->insert(u"threshold"_s, threshold);
    return writeFileAtomically(path, QJsonDocument(*json).toJson());
}

} // namespace ccad
