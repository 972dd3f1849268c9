// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include "core/base/csv.h"
#include "core/base/files.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace ccad {

namespace {

constexpr qint64 maxManifestBytes = qint64{256} << 20;

Error unusable(const QString& path, const QString& what)
{
    return {ErrorCode::DatasetUnusable, QStringLiteral("The data set %1 %2").arg(path, what), path};
}

/// The split that a folder name means, or empty.
QString splitOfFolder(const QString& name)
{
    const QString lower = name.toLower();
    if (lower == u"train" || lower == u"training")
        return QStringLiteral("train");
    if (lower == u"val" || lower == u"valid" || lower == u"validation")
        return QStringLiteral("validation");
    if (lower == u"test" || lower == u"testing")
        return QStringLiteral("test");
    return {};
}

/// Items with their class still in words.
struct NamedItem
{
    DatasetItem item;
    QString className;
};

Result<Dataset> assemble(std::vector<NamedItem> named, const QString& path)
{
    std::set<QString> names;
    for (const NamedItem& entry : named)
        names.insert(entry.className);
    if (named.empty())
        return unusable(path, QStringLiteral("holds no labelled images."));
    if (names.size() < 2)
        return unusable(
            path,
            QStringLiteral("has only the class \"%1\"; at least two are needed to learn a "
                           "difference.")
                .arg(*names.begin()));
    Dataset dataset;
    dataset.classes = QStringList(names.begin(), names.end());
    for (NamedItem& entry : named) {
        entry.item.label = static_cast<int>(dataset.classes.indexOf(entry.className));
        dataset.items.push_back(std::move(entry.item));
    }
    std::sort(dataset.items.begin(), dataset.items.end(),
              [](const DatasetItem& a, const DatasetItem& b) { return a.file < b.file; });
    return dataset;
}

Result<Dataset> readManifest(const QString& path, const std::vector<RowFilter>& filters)
{
    auto content = readFile(path, maxManifestBytes);
    if (!content)
        return content.error();
    auto table = parseCsv(*content);
    if (!table)
        return Error{table.error().code, QStringLiteral("%1: %2").arg(path, table.error().message),
                     path};
    for (const QString& required : {QStringLiteral("file"), QStringLiteral("label")})
        if (table->column(required) < 0)
            return unusable(path, QStringLiteral("has no column \"%1\".").arg(required));
    for (const RowFilter& filter : filters)
        if (table->column(filter.column) < 0)
            return unusable(path, QStringLiteral("has no column \"%1\".").arg(filter.column));

    const QDir folder = QFileInfo(path).absoluteDir();
    std::vector<NamedItem> named;
    for (const QStringList& row : table->rows) {
        const auto field = [&](const QString& name) {
            const int column = table->column(name);
            return column < 0 ? QString() : row[column].trimmed();
        };
        const bool wanted
            = std::all_of(filters.begin(), filters.end(), [&](const RowFilter& filter) {
                  return filter.values.contains(field(filter.column));
              });
        if (!wanted)
            continue;
        NamedItem entry;
        entry.className = field(QStringLiteral("label"));
        if (entry.className.isEmpty())
            return unusable(
                path, QStringLiteral("gives no label for %1.").arg(field(QStringLiteral("file"))));
        entry.item.file = QDir::cleanPath(folder.absoluteFilePath(field(QStringLiteral("file"))));
        entry.item.source = field(QStringLiteral("source"));
        entry.item.patient = field(QStringLiteral("patient"));
        entry.item.view = field(QStringLiteral("view"));
        entry.item.split = splitOfFolder(field(QStringLiteral("split")));
        entry.item.license = field(QStringLiteral("license"));
        bool hasAge = false;
        const double age = field(QStringLiteral("age")).toDouble(&hasAge);
        if (hasAge)
            entry.item.ageYears = age;
        named.push_back(std::move(entry));
    }
    return assemble(std::move(named), path);
}

Result<Dataset> readFolderTree(const QString& path)
{
    const QDir root(path);
    std::vector<NamedItem> named;
    QDirIterator files(path, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo info(files.next());
        const QStringList parts = root.relativeFilePath(info.absolutePath()).split(u'/');
        if (parts.first() == u"." || info.fileName().compare(u"manifest.csv") == 0)
            continue; // beside the class folders, not in one
        NamedItem entry;
        entry.className = parts.last();
        for (const QString& part : parts.first(parts.size() - 1))
            if (entry.item.split.isEmpty())
                entry.item.split = splitOfFolder(part);
        entry.item.file = info.absoluteFilePath();
        named.push_back(std::move(entry));
    }
    return assemble(std::move(named), path);
}

} // namespace

Result<RowFilter> parseRowFilter(const QString& text)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 1)
        return Error{ErrorCode::InvalidArgument,
                     QStringLiteral("\"%1\" is not of the form column=value[,value...].").arg(text),
                     text};
    return RowFilter{text.left(equals), text.mid(equals + 1).split(u',')};
}

bool Dataset::knowsPatients() const
{
    return std::none_of(items.begin(), items.end(),
                        [](const DatasetItem& item) { return item.patient.isEmpty(); });
}

bool Dataset::knowsSources() const
{
    return std::none_of(items.begin(), items.end(),
                        [](const DatasetItem& item) { return item.source.isEmpty(); });
}

std::vector<int> Dataset::classCounts() const
{
    std::vector<int> counts(static_cast<std::size_t>(classes.size()));
    for (const DatasetItem& item : items)
        ++counts[static_cast<std::size_t>(item.label)];
    return counts;
}

Result<Dataset> readDataset(const QString& path, const std::vector<RowFilter>& filters)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::FileNotFound,
                     QStringLiteral("There is no data set at %1.").arg(path), path};
    if (info.isFile())
        return readManifest(path, filters);
    const QString manifest = QDir(path).filePath(QStringLiteral("manifest.csv"));
    if (QFileInfo::exists(manifest))
        return readManifest(manifest, filters);
    if (!filters.empty())
        return unusable(path,
                        QStringLiteral("is a folder tree and has no columns to choose rows by."));
    return readFolderTree(path);
}

QString datasetFingerprint(const Dataset& dataset)
{
    QByteArray text;
    for (const DatasetItem& item : dataset.items) {
        const QFileInfo info(item.file);
        text += csvLine({info.fileName(), dataset.classes[item.label], item.patient, item.source,
                         QString::number(info.size())})
                    .toUtf8()
            + '\n';
    }
    return sha256Hex(text);
}

} // namespace ccad
