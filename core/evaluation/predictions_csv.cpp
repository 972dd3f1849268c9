// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/internal/predictions_csv.h"

#include "core/base/csv.h"
#include "core/base/files.h"

#include <QDir>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr qint64 maximumBytes = qint64{256} << 20;

QString probabilityColumn(const ModelClass& entry)
{
    return spreadsheetText(u"p_"_s + entry.name);
}

QString predictedName(const ScoredItem& scored, const std::vector<ModelClass>& classes)
{
    const auto best = std::max_element(scored.probabilities.begin(), scored.probabilities.end());
    return classes[static_cast<std::size_t>(best - scored.probabilities.begin())].name;
}

/// Where the columns of a predictions file are.
struct Columns
{
    int file = -1;
    int patient = -1;
    int source = -1;
    int label = -1;
    int group = -1; ///< -1: there is none
    std::vector<int> probabilities;
};

Error broken(const QString& path, const QString& what)
{
    return {ErrorCode::FileBroken, u"The predictions %1 %2."_s.arg(path, what), path};
}

Result<Columns> columnsOf(const CsvTable& table, const std::vector<ModelClass>& classes,
                          const QString& path)
{
    Columns columns{table.column(u"file"_s),  table.column(u"patient"_s), table.column(u"source"_s),
                    table.column(u"label"_s), table.column(u"group"_s),   {}};
    for (const QString& required : {u"file"_s, u"patient"_s, u"source"_s, u"label"_s})
        if (table.column(required) < 0)
            return broken(path, u"have no column \"%1\""_s.arg(required));
    for (const ModelClass& entry : classes) {
        columns.probabilities.push_back(table.column(probabilityColumn(entry)));
        if (columns.probabilities.back() < 0)
            return broken(path, u"have no column \"%1\""_s.arg(probabilityColumn(entry)));
    }
    return columns;
}

int labelOf(const QString& name, const std::vector<ModelClass>& classes)
{
    const auto found = std::find_if(classes.begin(), classes.end(),
                                    [&](const ModelClass& entry) { return entry.name == name; });
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

Result<ScoredItem> itemOf(const QStringList& row, const Columns& columns,
                          const std::vector<ModelClass>& classes, const QString& dataFolder)
{
    ScoredItem scored;
    scored.item.file = fromSpreadsheetText(row[columns.file]);
    if (!dataFolder.isEmpty() && QDir::isRelativePath(scored.item.file))
        scored.item.file = QDir::cleanPath(QDir(dataFolder).filePath(scored.item.file));
    scored.item.patient = fromSpreadsheetText(row[columns.patient]);
    scored.item.source = fromSpreadsheetText(row[columns.source]);
    scored.item.label = labelOf(fromSpreadsheetText(row[columns.label]), classes);
    if (columns.group >= 0)
        scored.item.group = fromSpreadsheetText(row[columns.group]);
    if (scored.item.label < 0)
        return Error{ErrorCode::FileBroken,
                     u"the label \"%1\" is no class of the model"_s.arg(row[columns.label]),
                     row[columns.label]};
    for (const int column : columns.probabilities) {
        bool isNumber = false;
        const float probability = row[column].toFloat(&isNumber);
        if (!isNumber || !(probability >= 0 && probability <= 1))
            return Error{ErrorCode::FileBroken, u"\"%1\" is no probability"_s.arg(row[column]),
                         row[column]};
        scored.probabilities.push_back(probability);
    }
    return scored;
}

} // namespace

QString nameBelow(const QString& folder, const QString& file)
{
    if (folder.isEmpty())
        return file;
    const QString name = QDir(folder).relativeFilePath(file);
    return name.startsWith(u"../"_s) ? file : name;
}

QByteArray predictionsCsv(const std::vector<ScoredItem>& items,
                          const std::vector<ModelClass>& classes, const QString& relativeTo)
{
    const bool hasGroups = std::any_of(items.begin(), items.end(), [](const ScoredItem& scored) {
        return !scored.item.group.isEmpty();
    });
    QStringList header = {u"file"_s, u"patient"_s, u"source"_s, u"label"_s, u"predicted"_s};
    for (const ModelClass& entry : classes)
        header.append(probabilityColumn(entry));
    if (hasGroups)
        header.append(u"group"_s);
    QByteArray csv = csvLine(header).toUtf8() + '\n';
    for (const ScoredItem& scored : items) {
        QStringList row
            = {spreadsheetText(nameBelow(relativeTo, scored.item.file)),
               spreadsheetText(scored.item.patient), spreadsheetText(scored.item.source),
               spreadsheetText(classes[static_cast<std::size_t>(scored.item.label)].name),
               spreadsheetText(predictedName(scored, classes))};
        for (const float probability : scored.probabilities)
            row.append(QString::number(static_cast<double>(probability), 'g', 9)); // exact
        if (hasGroups)
            row.append(spreadsheetText(scored.item.group));
        csv += csvLine(row).toUtf8() + '\n';
    }
    return csv;
}

Result<std::vector<ScoredItem>> readPredictions(const QString& path,
                                                const std::vector<ModelClass>& classes,
                                                const QString& dataFolder)
{
    const auto content = readFile(path, maximumBytes);
    if (!content)
        return content.error();
    const auto table = parseCsv(*content);
    if (!table)
        return broken(path, u"are no table: %1"_s.arg(table.error().message));
    const auto columns = columnsOf(*table, classes, path);
    if (!columns)
        return columns.error();
    std::vector<ScoredItem> items;
    for (const QStringList& row : table->rows) {
        auto item = itemOf(row, *columns, classes, dataFolder);
        if (!item)
            return broken(path,
                          u"make no sense for image %1 (%2): %3"_s.arg(items.size() + 1)
                              .arg(row[columns->file], item.error().message));
        items.push_back(std::move(*item));
    }
    return items;
}

} // namespace ccad
