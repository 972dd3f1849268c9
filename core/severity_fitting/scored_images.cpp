// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity_fitting/internal/scored_images.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/base/plain_number.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumManifestBytes = qint64{256} << 20;

Error unusable(const SeverityRequest& request, const QString& what)
{
    return {ErrorCode::DatasetUnusable, u"The data set %1 %2"_s.arg(request.manifest, what),
            request.manifest};
}

Result<CsvTable> tableOf(const SeverityRequest& request)
{
    if (QFileInfo(request.manifest).isDir())
        return unusable(request,
                        u"is a folder, which has no scores; a manifest.csv with "
                        "columns for them is needed."_s);
    const auto content = readFile(request.manifest, maximumManifestBytes);
    if (!content)
        return content.error();
    auto table = parseTable(*content, {u"file"_s, u"label"_s});
    if (!table)
        return Error{table.error().code, u"%1: %2"_s.arg(request.manifest, table.error().message),
                     request.manifest};
    table->rows.clear(); // only its columns are asked for here
    return table;
}

/// The images, each with the value of a column as its group.
Result<Dataset> datasetWith(const SeverityRequest& request, const QString& column)
{
    return readDataset(request.manifest,
                       {.filters = request.filters,
                        .groupBy = column,
                        .patientKey = request.patientKey,
                        .oneClassIsEnough = true,
                        .alike = AlikeClasses::KeepApart}); // classes do not matter here
}

Result<std::vector<DatasetItem>> itemsWith(const SeverityRequest& request, const QString& column)
{
    auto dataset = datasetWith(request, column);
    if (!dataset)
        return dataset.error();
    return std::move(dataset->items);
}

/// Nothing for an empty cell.
Result<std::optional<double>> numberOf(const SeverityRequest& request, const DatasetItem& item,
                                       const QString& column)
{
    if (item.group.isEmpty())
        return std::optional<double>();
    const auto number = tableNumber(item.group);
    if (number && std::isfinite(*number))
        return number;
    return unusable(
        request,
        u"says \"%1\" in the column \"%2\" of %3, where a number or "
        "nothing is expected."_s.arg(item.group, column, QFileInfo(item.file).fileName()));
}

Result<void> readScores(const SeverityRequest& request, SeverityScore score, const QString& column,
                        std::vector<ScoredImage>& images)
{
    const auto items = itemsWith(request, column);
    if (!items)
        return items.error();
    const double maximum = severityMaximum(score);
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto number = numberOf(request, (*items)[i], column);
        if (!number)
            return number.error();
        if (*number && (**number < 0 || **number > maximum))
            return unusable(
                request,
                u"says %1 in the column \"%2\" of %3, which is not on "
                "the scale of %4 from 0 to %5."_s.arg(plainNumber(**number))
                    .arg(column, QFileInfo(images[i].item.file).fileName(), severityName(score))
                    .arg(maximum));
        images[i].scores[static_cast<std::size_t>(score)] = *number;
    }
    return {};
}

Result<void> readSaturations(const SeverityRequest& request, std::vector<ScoredImage>& images)
{
    const auto items = itemsWith(request, request.saturationColumn);
    if (!items)
        return items.error();
    for (std::size_t i = 0; i < images.size(); ++i) {
        const auto number = numberOf(request, (*items)[i], request.saturationColumn);
        if (!number)
            return number.error();
        images[i].saturation = *number;
    }
    return {};
}

Result<void> readLicences(const SeverityRequest& request, std::vector<ScoredImage>& images)
{
    const auto items = itemsWith(request, u"redistributable"_s);
    if (!items)
        return items.error();
    for (std::size_t i = 0; i < images.size(); ++i)
        images[i].redistributable = (*items)[i].group == u"yes";
    return {};
}

bool hasScore(const ScoredImage& image)
{
    return image.scores[0].has_value() || image.scores[1].has_value();
}

/// One image for each row, in the order of the manifest.
Result<std::vector<ScoredImage>> bareImages(const SeverityRequest& request, QStringList& unreadable)
{
    auto dataset = datasetWith(request, {});
    if (!dataset)
        return dataset.error();
    for (const UnreadableFile& row : dataset->leftOut)
        unreadable.append(row.reason);
    std::map<QString, int> numbers;
    std::vector<ScoredImage> images;
    for (DatasetItem& item : dataset->items) {
        const auto next = static_cast<int>(numbers.size());
        const int patient = numbers.try_emplace(patientOf(item), next).first->second;
        images.push_back({std::move(item), patient, {}, {}, true});
    }
    return images;
}

} // namespace

Result<ScoredImages> scoredImages(const SeverityRequest& request)
{
    const auto columns = tableOf(request);
    if (!columns)
        return columns.error();
    ScoredImages result;
    auto images = bareImages(request, result.unreadable);
    if (!images)
        return images.error();
    for (const SeverityScore score : severityScores) {
        const QString& column = request.scoreColumns[static_cast<std::size_t>(score)];
        const bool isOwnChoice
            = column != SeverityRequest().scoreColumns[static_cast<std::size_t>(score)];
        if (columns->column(column) < 0 && !isOwnChoice) {
            result.notes.append(u"There is no column \"%1\", so %2 was not fitted."_s.arg(
                column, severityName(score)));
            continue;
        }
        if (auto read = readScores(request, score, column, *images); !read)
            return read.error();
    }
    const bool isOwnChoice = request.saturationColumn != SeverityRequest().saturationColumn;
    if (isOwnChoice || columns->column(request.saturationColumn) >= 0) {
        if (auto read = readSaturations(request, *images); !read)
            return read.error();
    } else {
        result.notes.append(u"There is no column \"%1\", so the relation to SpO2 "
                            "could not be looked at."_s.arg(request.saturationColumn));
    }
    if (columns->column(u"redistributable"_s) >= 0)
        if (auto read = readLicences(request, *images); !read)
            return read.error();
    if (std::ranges::none_of(*images, hasScore))
        return unusable(request,
                        u"has no score in a column \"%1\" or \"%2\"; its columns "
                        "are %3."_s.arg(request.scoreColumns[0], request.scoreColumns[1],
                                        columns->header.join(u", "_s)));
    for (ScoredImage& image : *images)
        if (hasScore(image) || image.saturation)
            result.images.push_back(std::move(image));
    return result;
}

} // namespace ccad
