// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxManifestBytes = qint64{256} << 20;

/// The rows of a manifest, with corrected labels and the patient keys asked for.
class Manifest
{
public:
    Manifest(CsvTable table, QString path, const DatasetQuery& query, const Relabels& relabels)
        : m_table(std::move(table)), m_path(std::move(path)), m_folder(rootOf(m_path)),
          m_query(query), m_relabels(relabels)
    {
    }

    [[nodiscard]] Result<void> checkColumns() const;
    [[nodiscard]] Result<FoundItems> items() const;

private:
    [[nodiscard]] QString field(const QStringList& row, const QString& column) const
    {
        const int index = m_table.column(column);
        return index < 0 ? QString() : row[index].trimmed();
    }
    [[nodiscard]] NamedItem itemOf(const QStringList& row) const;
    [[nodiscard]] QString patientOf(const QStringList& row) const;
    /// A column's value, or the corrected or chosen value in its place.
    [[nodiscard]] QString value(const QStringList& row, const NamedItem& item,
                                const QString& column) const;

    CsvTable m_table;
    QString m_path;
    QDir m_folder;
    const DatasetQuery& m_query;
    const Relabels& m_relabels;
};

Result<void> Manifest::checkColumns() const
{
    QStringList needed = {u"file"_s, u"label"_s};
    for (const RowFilter& filter : m_query.filters)
        needed << filter.column;
    const bool patientsChosen = m_query.patientKey.source == PatientKeyRule::Source::FileName;
    if (!m_query.groupBy.isEmpty() && !(patientsChosen && m_query.groupBy == u"patient"))
        needed << m_query.groupBy;
    for (const QString& column : needed)
        if (m_table.column(column) < 0)
            return unusable(m_path,
                            u"has no column \"%1\"; its columns are %2."_s.arg(
                                column, m_table.header.join(u", "_s)));
    return {};
}

QString Manifest::patientOf(const QStringList& row) const
{
    switch (m_query.patientKey.source) {
    case PatientKeyRule::Source::FileName:
        return patientKeyFromPath(m_query.patientKey.pattern,
                                  QDir::cleanPath(field(row, u"file"_s)));
    case PatientKeyRule::Source::None:
        return {};
    case PatientKeyRule::Source::Automatic:
        break;
    }
    return field(row, u"patient"_s);
}

QString Manifest::value(const QStringList& row, const NamedItem& item, const QString& column) const
{
    if (column == u"label")
        return item.className;
    return column == u"patient" ? item.item.patient : field(row, column);
}

NamedItem Manifest::itemOf(const QStringList& row) const
{
    NamedItem entry;
    entry.item.file = QDir::cleanPath(m_folder.absoluteFilePath(field(row, u"file"_s)));
    if (m_relabels.count() > 0)
        entry.className = m_relabels.labelOf(entry.item.file);
    if (entry.className.isEmpty())
        entry.className = field(row, u"label"_s);
    entry.item.source = field(row, u"source"_s);
    entry.item.patient = patientOf(row);
    entry.item.view = field(row, u"view"_s);
    entry.item.split = splitMeantBy(field(row, u"split"_s));
    entry.item.license = field(row, u"license"_s);
    bool hasAge = false;
    const double age = field(row, u"age"_s).toDouble(&hasAge);
    if (hasAge)
        entry.item.ageYears = age;
    if (!m_query.groupBy.isEmpty())
        entry.item.group = value(row, entry, m_query.groupBy);
    return entry;
}

Result<FoundItems> Manifest::items() const
{
    FoundItems found;
    for (const QStringList& row : m_table.rows) {
        NamedItem entry = itemOf(row);
        const bool wanted = std::all_of(
            m_query.filters.begin(), m_query.filters.end(), [&](const RowFilter& filter) {
                return filter.values.contains(value(row, entry, filter.column));
            });
        if (!wanted)
            continue;
        const QString file = field(row, u"file"_s);
        if (file.isEmpty())
            return unusable(
                m_path, u"has a row of the class \"%1\" without a file."_s.arg(entry.className));
        if (entry.className.isEmpty())
            return unusable(m_path, u"gives no label for %1."_s.arg(file));
        found.items.push_back(std::move(entry));
    }
    return found;
}

} // namespace

Result<FoundItems> itemsOfManifest(const QString& path, const DatasetQuery& query,
                                   const Relabels& relabels)
{
    const auto content = readFile(path, maxManifestBytes);
    if (!content)
        return content.error();
    auto table = parseCsv(*content);
    if (!table)
        return Error{table.error().code, u"%1: %2"_s.arg(path, table.error().message), path};
    const Manifest manifest(std::move(*table), path, query, relabels);
    if (auto checked = manifest.checkColumns(); !checked)
        return checked.error();
    return manifest.items();
}

} // namespace ccad
