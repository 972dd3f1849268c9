// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/fold_file.h"

#include "core/base/files.h"
#include "core/evaluation/json_number.h"
#include "core/training/request_checks.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace ccad {

namespace {

constexpr qint64 maxFoldBytes = qint64{1} << 30;

template <typename Number> QJsonArray toArray(const std::vector<Number>& values)
{
    QJsonArray array;
    for (const Number value : values)
        array.append(jsonNumber(static_cast<double>(value)));
    return array;
}

template <typename Number> std::vector<Number> fromArray(const QJsonArray& array)
{
    std::vector<Number> values;
    for (const QJsonValue& value : array)
        values.push_back(
            static_cast<Number>(value.toDouble(std::numeric_limits<double>::quiet_NaN())));
    return values;
}

std::optional<FoldOutcome> fromJson(const QJsonObject& json, std::size_t classes)
{
    FoldOutcome fold;
    fold.result.images = json[QStringLiteral("n")].toInt();
    fold.result.accuracy
        = json[QStringLiteral("accuracy")].toDouble(std::numeric_limits<double>::quiet_NaN());
    fold.result.aucs = fromArray<double>(json[QStringLiteral("auc")].toArray());
    fold.result.bestEpoch = json[QStringLiteral("best_epoch")].toInt();
    fold.result.seconds = json[QStringLiteral("seconds")].toDouble();
    const QJsonObject probabilities = json[QStringLiteral("probabilities")].toObject();
    for (auto entry = probabilities.begin(); entry != probabilities.end(); ++entry) {
        auto values = fromArray<float>(entry->toArray());
        if (values.size() != classes)
            return std::nullopt;
        fold.probabilities[entry.key()] = std::move(values);
    }
    for (const QJsonValue& line : json[QStringLiteral("unreadable")].toArray())
        fold.unreadable.append(line.toString());
    if (fold.result.aucs.size() != classes
        || fold.probabilities.size() != static_cast<std::size_t>(fold.result.images))
        return std::nullopt;
    return fold;
}

} // namespace

Result<void> saveFold(const QString& path, const FoldOutcome& fold, const TrainingRequest& request)
{
    QJsonObject probabilities;
    for (const auto& [file, values] : fold.probabilities)
        probabilities[file] = toArray(values);
    const QJsonObject json{
        {QStringLiteral("fingerprint"), requestFingerprint(request)},
        {QStringLiteral("n"), fold.result.images},
        {QStringLiteral("accuracy"), jsonNumber(fold.result.accuracy)},
        {QStringLiteral("auc"), toArray(fold.result.aucs)},
        {QStringLiteral("best_epoch"), fold.result.bestEpoch},
        {QStringLiteral("seconds"), jsonNumber(fold.result.seconds)},
        {QStringLiteral("probabilities"), probabilities},
        {QStringLiteral("unreadable"), QJsonArray::fromStringList(fold.unreadable)},
    };
    return writeFileAtomically(path, QJsonDocument(json).toJson(QJsonDocument::Compact));
}

Result<std::optional<FoldOutcome>> loadFold(const QString& path, const TrainingRequest& request)
{
    std::optional<FoldOutcome> fold;
    if (!QFileInfo::exists(path))
        return fold;
    const auto content = readFile(path, maxFoldBytes);
    if (!content)
        return content.error();
    const QJsonDocument document = QJsonDocument::fromJson(*content);
    const bool isOfRequest
        = document[QStringLiteral("fingerprint")].toString() == requestFingerprint(request);
    if (document.isObject() && !isOfRequest)
        return fold;
    fold = fromJson(document.object(), static_cast<std::size_t>(request.network.classes));
    if (!fold)
        return Error{ErrorCode::FileBroken,
                     QStringLiteral("The kept fold %1 is broken. Delete it to train that fold "
                                    "anew.")
                         .arg(path),
                     path};
    return fold;
}

} // namespace ccad
