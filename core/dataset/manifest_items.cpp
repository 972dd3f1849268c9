// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/internal/class_names.h"
#include "core/dataset/internal/dataset_source.h"
#include "core/dataset/internal/manifest_paths.h"
#include "core/dataset/patient_key.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxManifestBytes = qint64{256} << 20;

/// The label without quotes around it, which tables keep that were quoted twice or by other quotes
/// than CSV's.
QString withoutQuotes(const QString& label)
{
    for (const auto& [open, close] :
         {std::pair(u'"', u'"'), std::pair(u'\'', u'\''), std::pair(u'\u201C', u'\u201D'),
          std::pair(u'\u2018', u'\u2019')})
        if (label.size() > 2 && label.front() == open && label.back() == close)
            return label.mid(1, label.size() - 2).trimmed();
    return label;
}

/// A path that names a drive or a computer, as Windows writes it.
bool isOfWindows(const QString& file)
{
    return (file.size() > 2 && file[0].isLetter() && file[1] == u':'
            && (file[2] == u'\\' || file[2] == u'/'))
        || file.startsWith(u"\\\\"_s);
}

/// What is in the column of patients, and tells of none.
class NoPatients
{
public:
    /// Whether the cell tells of a patient; counts it otherwise.
    bool isTold(const QString& patient)
    {
        if (isPlaceholderWord(patient))
            ++m_placeholders[patient];
        else if (isRoundedNumber(patient))
            ++m_rounded[patient];
        else
            return true;
        return false;
    }

    void addTo(QStringList& notes) const
    {
        add(notes, m_placeholders, u"stands for nobody"_s);
        add(notes, m_rounded,
            u"is a number that a spreadsheet program has rounded, which may be several people's"_s);
    }

private:
    using Words = std::map<QString, int>;

    static void add(QStringList& notes, const Words& words, const QString& what)
    {
        if (words.empty())
            return;
        const int images
            = std::accumulate(words.begin(), words.end(), 0,
                              [](int sum, const auto& word) { return sum + word.second; });
        notes
            << u"The patient of %1 (such as \"%2\") %3: each such image counts as a patient of its "
               "own."_s.arg(images == 1 ? u"1 image"_s : u"%1 images"_s.arg(images),
                            words.begin()->first, what);
    }

    Words m_placeholders;
    Words m_rounded;
};

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
    [[nodiscard]] Result<void> checkHeaders() const;
    [[nodiscard]] FoundItems items() const;

private:
    [[nodiscard]] QString rawField(const QStringList& row, const QString& column) const
    {
        const int index = m_table.column(column);
        return index < 0 ? QString() : fromSpreadsheetText(row[index].trimmed());
    }
    [[nodiscard]] QString field(const QStringList& row, const QString& column) const
    {
        return cleanName(rawField(row, column));
    }
    [[nodiscard]] NamedItem itemOf(const QStringList& row) const;
    [[nodiscard]] QString patientOf(const QStringList& row, const QString& file) const;
    /// A column's value, or the corrected or chosen value in its place.
    [[nodiscard]] QString value(const QStringList& row, const NamedItem& item,
                                const QString& column) const;
    [[nodiscard]] QString missingColumnText(const QString& column) const;
    [[nodiscard]] bool isHeader(const QStringList& row) const;
    [[nodiscard]] bool repeatsHeader(const QStringList& row) const;
    /// What a row that is wanted lacks; empty: nothing.
    [[nodiscard]] QString faultOf(const QStringList& row, const NamedItem& entry) const;
    [[nodiscard]] QString inLine(int line) const
    {
        return u"Line %1 of %2"_s.arg(QString::number(line), QFileInfo(m_path).fileName());
    }

    CsvTable m_table;
    QString m_path;
    QDir m_folder;
    const DatasetQuery& m_query;
    const Relabels& m_relabels;
};

QString Manifest::missingColumnText(const QString& column) const
{
    const QString columns = m_table.header.join(u", "_s);
    const bool startsWithAnImage
        = std::any_of(m_table.header.begin(), m_table.header.end(), [&](const QString& name) {
              return !name.isEmpty() && QFileInfo(m_folder, withSlashes(name)).isFile();
          });
    if (startsWithAnImage)
        return u"begins with an image (%1) instead of the names of its columns; add a first line "
               "such as \"file,label,patient\"."_s.arg(columns);
    return u"has no column \"%1\"; its columns are %2."_s.arg(column, columns);
}

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
            return unusable(m_path, missingColumnText(column));
    needed << u"patient"_s << u"source"_s << u"split"_s;
    for (const QString& column : needed) {
        const auto isIt
            = [&](const QString& name) { return name.compare(column, Qt::CaseInsensitive) == 0; };
        if (std::count_if(m_table.header.begin(), m_table.header.end(), isIt) > 1)
            return unusable(m_path,
                            u"has more than one column \"%1\"; rename all but the one that is "
                            "meant."_s.arg(column));
    }
    return {};
}

QString Manifest::patientOf(const QStringList& row, const QString& file) const
{
    switch (m_query.patientKey.source) {
    case PatientKeyRule::Source::FileName:
        return patientKeyFromPath(m_query.patientKey.pattern, QDir::cleanPath(file));
    case PatientKeyRule::Source::None:
        return {};
    case PatientKeyRule::Source::Automatic:
        break;
    }
    return field(row, u"patient"_s);
}

QString Manifest::value(const QStringList& row, const NamedItem& item, const QString& column) const
{
    if (column.compare(u"label", Qt::CaseInsensitive) == 0)
        return item.className;
    return column.compare(u"patient", Qt::CaseInsensitive) == 0 ? item.item.patient
                                                                : field(row, column);
}

NamedItem Manifest::itemOf(const QStringList& row) const
{
    NamedItem entry;
    const QString file = pathInManifest(m_folder, rawField(row, u"file"_s));
    entry.item.file = QDir::cleanPath(m_folder.absoluteFilePath(file));
    if (m_relabels.count() > 0)
        entry.writtenClass = m_relabels.labelOf(entry.item.file);
    if (cleanName(entry.writtenClass).isEmpty())
        entry.writtenClass = withoutQuotes(rawField(row, u"label"_s));
    entry.className = cleanName(entry.writtenClass);
    entry.item.source = field(row, u"source"_s);
    entry.item.patient = patientOf(row, file);
    entry.item.view = field(row, u"view"_s);
    entry.item.split = splitMeantBy(field(row, u"split"_s));
    entry.item.license = field(row, u"license"_s);
    entry.item.ageYears = tableNumber(field(row, u"age"_s));
    if (!m_query.groupBy.isEmpty())
        entry.item.group = value(row, entry, m_query.groupBy);
    return entry;
}

/// Of rows behind other names for the columns nobody knows what is in them.
Result<void> Manifest::checkHeaders() const
{
    for (std::size_t i = 0; i < m_table.rows.size(); ++i)
        if (isHeader(m_table.rows[i]) && !repeatsHeader(m_table.rows[i]))
            return unusable(
                m_path,
                u"names its columns once more in line %1, and otherwise; keep the "
                "rows from there on in a manifest of their own."_s.arg(m_table.lines[i]));
    return {};
}

/// Names the row the columns of a manifest, whatever their order?
bool Manifest::isHeader(const QStringList& row) const
{
    const auto has = [&row](const QString& column) {
        return std::any_of(row.begin(), row.end(), [&](const QString& cell) {
            // Most cells need not be cleaned to see it.
            return cell.contains(column, Qt::CaseInsensitive)
                && cleanName(cell).compare(column, Qt::CaseInsensitive) == 0;
        });
    };
    return has(u"file"_s) && has(u"label"_s);
}

bool Manifest::repeatsHeader(const QStringList& row) const
{
    return isHeader(row)
        && std::equal(row.begin(), row.end(), m_table.header.begin(), m_table.header.end(),
                      [](const QString& cell, const QString& name) {
                          return cleanName(cell).compare(cleanName(name), Qt::CaseInsensitive) == 0;
                      });
}

QString Manifest::faultOf(const QStringList& row, const NamedItem& entry) const
{
    if (repeatsHeader(row))
        return u"repeats the names of the columns, as manifests do that were joined."_s;
    const QString file = rawField(row, u"file"_s);
    if (file.isEmpty())
        return u"has the class \"%1\" without a file."_s.arg(entry.className);
    if (entry.className.isEmpty())
        return u"gives no label for %1."_s.arg(cleanName(file));
    if (isOfWindows(file) && !QFileInfo::exists(entry.item.file))
        return u"names a file by a drive or computer of Windows (%1); write it as it lies below "
               u"the "
               "manifest's folder."_s.arg(cleanName(file));
    return {};
}

FoundItems Manifest::items() const
{
    FoundItems found;
    found.notes = m_table.remarks;
    if (m_query.classFolder != ClassFolder::Automatic)
        found.notes << u"The manifest names the classes; which folder names them plays no part."_s;
    for (const CsvFault& fault : m_table.faults)
        found.leftOut.push_back(
            {m_path, u"%1: %2"_s.arg(QFileInfo(m_path).fileName(), fault.reason)});
    std::map<QString, int> unknownSplits;
    NoPatients noPatients;
    for (std::size_t i = 0; i < m_table.rows.size(); ++i) {
        const QStringList& row = m_table.rows[i];
        NamedItem entry = itemOf(row);
        const bool wanted = std::all_of(
            m_query.filters.begin(), m_query.filters.end(), [&](const RowFilter& filter) {
                return filter.values.contains(value(row, entry, filter.column));
            });
        if (!wanted)
            continue;
        if (const QString fault = faultOf(row, entry); !fault.isEmpty()) {
            found.leftOut.push_back({m_path, u"%1 %2"_s.arg(inLine(m_table.lines[i]), fault)});
            continue;
        }
        if (const QString split = field(row, u"split"_s);
            !split.isEmpty() && entry.item.split.isEmpty())
            ++unknownSplits[split];
        const bool isColumn = m_query.patientKey.source == PatientKeyRule::Source::Automatic;
        if (isColumn && !noPatients.isTold(entry.item.patient))
            entry.item.patient.clear();
        found.items.push_back(std::move(entry));
    }
    for (const auto& [split, images] : unknownSplits)
        found.notes << u"The split \"%1\" of %2 is none of train, validation and test: they are "
                       "dealt anew."_s.arg(split,
                                           images == 1 ? u"1 image"_s : u"%1 images"_s.arg(images));
    noPatients.addTo(found.notes);
    return found;
}

} // namespace

Result<FoundItems> itemsOfManifest(const QString& path, const DatasetQuery& query,
                                   const Relabels& relabels)
{
    const auto content = readFile(path, maxManifestBytes);
    if (!content)
        return content.error();
    auto table = parseTable(*content, {u"file"_s, u"label"_s, u"patient"_s});
    if (!table)
        return Error{table.error().code, u"%1: %2"_s.arg(path, table.error().message), path};
    const Manifest manifest(std::move(*table), path, query, relabels);
    if (auto checked = manifest.checkColumns(); !checked)
        return checked.error();
    if (auto checked = manifest.checkHeaders(); !checked)
        return checked.error();
    return manifest.items();
}

} // namespace ccad
