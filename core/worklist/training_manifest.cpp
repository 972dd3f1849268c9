// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/internal/training_manifest.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maximumBytes = qint64{256} << 20;
constexpr std::array columns = {"file", "label", "patient", "view", "age"};

QString manifestIn(const QDir& folder)
{
    return folder.filePath(u"manifest.csv"_s);
}

Error broken(const QString& path, const QString& why)
{
    return {ErrorCode::FileBroken, u"Cannot add to %1: %2"_s.arg(path, why), path};
}

Result<CsvTable> readTable(const QString& path)
{
    const auto content = readFile(path, maximumBytes);
    if (!content)
        return content.error();
    auto table = parseTable(*content, {u"file"_s, u"label"_s, u"patient"_s});
    if (!table)
        return broken(path, table.error().message);
    // The manifest is written anew, so that such a row would be lost.
    if (!table->faults.empty())
        return broken(path, table->faults.front().reason);
    // Without the column of patients, a split by patient would not know which images belong
    // together.
    for (const char* needed : {"file", "label", "patient"})
        if (table->column(QString::fromLatin1(needed)) < 0)
            return broken(path,
                          u"it has no column \"%1\". Choose another folder."_s.arg(
                              QString::fromLatin1(needed)));
    return table;
}

} // namespace

Result<void> TrainingManifest::checkFolder(const QDir& folder)
{
    // A killed run may have left its lock, or a manifest that it had not finished.
    const QStringList names = folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    const bool isFree = std::all_of(names.begin(), names.end(), [](const QString& name) {
        return name.startsWith(u"manifest.csv."_s);
    });
    if (QFileInfo::exists(manifestIn(folder)) || isFree)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"The folder %1 holds files, but no manifest.csv: with one, the "
                 "trainer would no longer see them. Choose an empty folder."_s.arg(folder.path()),
                 folder.path()};
}

Result<TrainingManifest> TrainingManifest::open(const QDir& folder)
{
    TrainingManifest manifest;
    manifest.m_path = manifestIn(folder);
    if (!QFileInfo::exists(manifest.m_path)) {
        for (const char* column : columns)
            manifest.m_table.header << QString::fromLatin1(column);
        // Saved before the first picture, so that a kill leaves no pictures without a manifest.
        manifest.m_isSaved = false;
        if (auto saved = manifest.save(); !saved)
            return saved.error();
        return manifest;
    }
    auto table = readTable(manifest.m_path);
    if (!table)
        return table.error();
    manifest.m_table = std::move(*table);
    const int file = manifest.m_table.column(u"file"_s);
    const int label = manifest.m_table.column(u"label"_s);
    for (const QStringList& row : manifest.m_table.rows)
        manifest.m_labels.insert(
            QFileInfo(fromSpreadsheetText(row[file]).replace(u'\\', u'/')).fileName(),
            fromSpreadsheetText(row[label].trimmed()));
    return manifest;
}

void TrainingManifest::add(const Row& row)
{
    const std::array values = {spreadsheetText(row.file), spreadsheetText(row.label),
                               spreadsheetText(row.patient), spreadsheetText(row.view), row.age};
    QStringList fields(m_table.header.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (const int column = m_table.column(QString::fromLatin1(columns[i])); column >= 0)
            fields[column] = values[i];
    m_table.rows.push_back(fields);
    m_labels.insert(QFileInfo(row.file).fileName(), row.label);
    m_isSaved = false;
}

Result<void> TrainingManifest::save()
{
    if (m_isSaved)
        return {};
    QByteArray content = csvLine(m_table.header).toUtf8() + '\n';
    for (const QStringList& row : m_table.rows)
        content += csvLine(row).toUtf8() + '\n';
    if (auto written = writeFileAtomically(m_path, content); !written)
        return written;
    m_isSaved = true;
    return {};
}

} // namespace ccad
