// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/relabels.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 maxBytes = qint64{64} << 20;

QString fileIn(const QString& root)
{
    return root + u'/' + labelsFileName();
}

} // namespace

Result<Relabels> Relabels::load(const QString& datasetPath)
{
    Relabels relabels;
    relabels.m_root = rootOf(datasetPath);
    const QString path = fileIn(relabels.m_root);
    if (!QFileInfo::exists(path))
        return relabels;
    const auto content = readFile(path, maxBytes);
    if (!content)
        return content.error();
    const auto unreadable = [&](ErrorCode code, const QString& why) {
        return Error{code, u"The corrected labels in %1 cannot be read: %2"_s.arg(path, why), path};
    };
    const auto table = parseTable(*content, {u"file"_s, u"label"_s});
    if (!table)
        return unreadable(table.error().code, table.error().message);
    // Not left out, as in a manifest: the next correction would write the file without these rows.
    if (!table->faults.empty())
        return unreadable(ErrorCode::FileBroken, table->faults.front().reason);
    const int file = table->column(u"file"_s);
    const int label = table->column(u"label"_s);
    if (file < 0 || label < 0)
        return Error{ErrorCode::FileBroken,
                     u"The corrected labels in %1 lack the column \"%2\"."_s.arg(
                         path, file < 0 ? u"file"_s : u"label"_s),
                     path};
    for (const QStringList& row : table->rows)
        if (!row[file].isEmpty() && !row[label].isEmpty())
            relabels.m_labels[QDir::cleanPath(fromSpreadsheetText(row[file]))]
                = fromSpreadsheetText(row[label]);
    return relabels;
}

QString Relabels::labelOf(const QString& file) const
{
    const auto found = m_labels.find(QDir(m_root).relativeFilePath(file));
    return found == m_labels.end() ? QString() : found->second;
}

void Relabels::set(const QString& file, const QString& className)
{
    const QString relative = QDir(m_root).relativeFilePath(file);
    if (className.isEmpty())
        m_labels.erase(relative);
    else
        m_labels[relative] = className;
}

Result<void> Relabels::save() const
{
    QByteArray content = "file,label\n";
    for (const auto& [file, label] : m_labels)
        content += csvLine({spreadsheetText(file), spreadsheetText(label)}).toUtf8() + '\n';
    return writeFileAtomically(fileIn(m_root), content);
}

} // namespace ccad
