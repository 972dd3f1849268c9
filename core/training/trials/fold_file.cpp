// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trials/internal/fold_file.h"

#include "core/base/durable_writing.h"
#include "core/base/files.h"
#include "core/base/json_number.h"
#include "core/training/request_checks.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

using namespace Qt::StringLiterals;

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
    fold.result.images = json[u"n"_s].toInt();
    fold.result.accuracy = json[u"accuracy"_s].toDouble(std::numeric_limits<double>::quiet_NaN());
    fold.result.aucs = fromArray<double>(json[u"auc"_s].toArray());
    fold.result.bestEpoch = json[u"best_epoch"_s].toInt();
    fold.result.seconds = json[u"seconds"_s].toDouble();
    const QJsonObject probabilities = json[u"probabilities"_s].toObject();
    for (auto entry = probabilities.begin(); entry != probabilities.end(); ++entry) {
        auto values = fromArray<float>(entry->toArray());
        if (values.size() != classes)
            return std::nullopt;
        fold.probabilities[entry.key()] = std::move(values);
    }
    for (const QJsonValue& line : json[u"unreadable"_s].toArray())
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
        {u"fingerprint"_s, requestFingerprint(request)},
        {u"n"_s, fold.result.images},
        {u"accuracy"_s, jsonNumber(fold.result.accuracy)},
        {u"auc"_s, toArray(fold.result.aucs)},
        {u"best_epoch"_s, fold.result.bestEpoch},
        {u"seconds"_s, jsonNumber(fold.result.seconds)},
        {u"probabilities"_s, probabilities},
        {u"unreadable"_s, QJsonArray::fromStringList(fold.unreadable)},
    };
    return writeFileUnderClaim(path, QJsonDocument(json).toJson(QJsonDocument::Compact));
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
    const bool isOfRequest = document[u"fingerprint"_s].toString() == requestFingerprint(request);
    if (document.isObject() && !isOfRequest)
        return fold;
    fold = fromJson(document.object(), static_cast<std::size_t>(request.network.classes));
    if (!fold)
        return Error{ErrorCode::FileBroken,
                     u"The kept fold %1 is broken. Delete it to train that fold "
                     "anew."_s.arg(path),
                     path};
    return fold;
}

} // namespace ccad
