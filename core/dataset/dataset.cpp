// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// An empty class folder is an oversight, so it is named and not left out.
Result<void> checkFolders(const FoundItems& found, const std::set<QString>& names,
                          const QString& path)
{
    for (const QString& folder : found.emptyFolders)
        if (!names.count(folder) && splitMeantBy(folder).isEmpty())
            return unusable(path,
                            u"has the class folder \"%1\", but there is no image in it; put "
                            "some there or remove the folder."_s.arg(folder));
    return {};
}

Result<void> checkClasses(const FoundItems& found, const std::set<QString>& names,
                          const QString& path, std::size_t classesNeeded)
{
    if (names.size() >= classesNeeded)
        return checkFolders(found, names, path);
    if (!found.unreadableFolders.empty())
        return unusable(path,
                        u"cannot be read. %1: %2"_s.arg(found.unreadableFolders.front().file,
                                                        found.unreadableFolders.front().reason));
    if (auto checked = checkFolders(found, names, path); !checked)
        return checked;
    if (names.empty())
        return unusable(path, u"holds no labelled images."_s);
    return unusable(path,
                    u"has only the class \"%1\"; at least two are needed to learn a "
                    "difference."_s.arg(*names.begin()));
}

Result<FoundDataset> assemble(FoundItems found, const QString& path, std::size_t classesNeeded)
{
    std::set<QString> names;
    for (const NamedItem& entry : found.items)
        names.insert(entry.className);
    if (auto checked = checkClasses(found, names, path, classesNeeded); !checked)
        return checked.error();
    Dataset dataset;
    dataset.classes = QStringList(names.begin(), names.end());
    for (NamedItem& entry : found.items) {
        entry.item.label = static_cast<int>(dataset.classes.indexOf(entry.className));
        dataset.items.push_back(std::move(entry.item));
    }
    std::sort(dataset.items.begin(), dataset.items.end(),
              [](const DatasetItem& a, const DatasetItem& b) { return a.file < b.file; });
    return FoundDataset{std::move(dataset), std::move(found.unreadableFolders)};
}

} // namespace

QString rootOf(const QString& datasetPath)
{
    const QFileInfo info(datasetPath);
    return QDir::cleanPath(info.isDir() ? info.absoluteFilePath() : info.absolutePath());
}

Error unusable(const QString& path, const QString& what)
{
    return {ErrorCode::DatasetUnusable, u"The data set %1 %2"_s.arg(path, what), path};
}

QString splitMeantBy(const QString& word)
{
    const QString lower = word.toLower();
    if (lower == u"train" || lower == u"training")
        return u"train"_s;
    if (lower == u"val" || lower == u"valid" || lower == u"validation")
        return u"validation"_s;
    if (lower == u"test" || lower == u"testing")
        return u"test"_s;
    return {};
}

Result<RowFilter> parseRowFilter(const QString& text)
{
    const qsizetype equals = text.indexOf(u'=');
    if (equals < 1)
        return Error{ErrorCode::InvalidArgument,
                     u"\"%1\" is not of the form column=value[,value...]."_s.arg(text), text};
    return RowFilter{text.left(equals), text.mid(equals + 1).split(u',')};
}

QString patientOf(const DatasetItem& item)
{
    return item.patient.isEmpty() ? item.file : item.source + u'\n' + item.patient;
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

Result<FoundDataset> findDataset(const QString& path, const DatasetQuery& query)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::FileNotFound, u"There is no data set at %1."_s.arg(path), path};
    if (query.patientKey.source == PatientKeyRule::Source::FileName)
        if (auto checked = checkPattern(query.patientKey.pattern); !checked)
            return checked.error();
    const auto relabels = Relabels::load(path);
    if (!relabels)
        return relabels.error();
    const QString manifest = info.isDir() ? QDir(path).filePath(manifestFileName()) : path;
    auto found = QFileInfo::exists(manifest) ? itemsOfManifest(manifest, query, *relabels)
                                             : itemsOfFolders(path, query, *relabels);
    if (!found)
        return found.error();
    return assemble(std::move(*found), path, query.oneClassIsEnough ? 1 : 2);
}

Result<Dataset> readDataset(const QString& path, const DatasetQuery& query)
{
    auto found = findDataset(path, query);
    if (!found)
        return found.error();
    return std::move(found->dataset);
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
