// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/internal/class_names.h"
#include "core/dataset/internal/dataset_source.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Class folders without an image, in splits and out of them.
QStringList emptyClasses(const FoundItems& found, const std::set<QString>& names)
{
    QStringList empty;
    for (const QString& folder : found.emptyFolders)
        if (!names.count(folder) && splitMeantBy(folder).isEmpty() && !empty.contains(folder))
            empty << folder;
    return empty;
}

/// An empty class folder is an oversight, so it is named and not left out.
Result<void> checkFolders(const FoundItems& found, const std::set<QString>& names,
                          const QString& path)
{
    const QStringList empty = emptyClasses(found, names);
    if (empty.isEmpty())
        return {};
    return unusable(path,
                    u"has the class folder \"%1\", but there is no image in it; put "
                    "some there or remove the folder."_s.arg(empty.front()));
}

/// What was left out may be why a class is missing.
QString leftOutText(const FoundItems& found)
{
    if (found.leftOut.empty())
        return {};
    const UnreadableFile& first = found.leftOut.front();
    const QString count = found.leftOut.size() == 1
        ? u"One row or folder is"_s
        : u"%1 rows or folders are"_s.arg(found.leftOut.size());
    return u" %1 left out. The first, %2: %3"_s.arg(count, first.file, first.reason);
}

/// With one class needed, for a model that is tried, an empty one does no harm.
Result<void> checkClasses(FoundItems& found, const std::set<QString>& names, const QString& path,
                          std::size_t classesNeeded)
{
    const bool mayLackClasses = classesNeeded == 1 && !names.empty();
    if (mayLackClasses) {
        for (const QString& folder : emptyClasses(found, names))
            found.notes << u"The class folder \"%1\" has no image in it."_s.arg(folder);
    } else if (names.size() >= classesNeeded || found.leftOut.empty()) {
        if (auto checked = checkFolders(found, names, path); !checked)
            return checked;
    }
    if (names.size() >= classesNeeded)
        return {};
    if (names.empty())
        return unusable(path, u"holds no labelled images."_s + leftOutText(found));
    return unusable(path,
                    u"has only the class \"%1\"; at least two are needed to learn a "
                    "difference.%2"_s.arg(*names.begin(), leftOutText(found)));
}

/// By the names that folders and tables have.
std::map<QString, int> imagesByClass(const FoundItems& found)
{
    std::map<QString, int> images;
    for (const NamedItem& entry : found.items)
        ++images[entry.writtenClass];
    return images;
}

/// Names that people can tell apart: that on one line; where several of the group are the same
/// then, what nobody sees is made visible.
QStringList shownNames(const QStringList& group)
{
    QStringList clean;
    for (const QString& name : group)
        clean << cleanName(name);
    QStringList shown;
    for (qsizetype i = 0; i < group.size(); ++i)
        shown << (clean.count(clean[i]) > 1 && clean[i] != group[i] ? visibleName(group[i])
                                                                    : clean[i]);
    return shown;
}

Error alikeError(const QString& path, const QStringList& group)
{
    return unusable(
        path,
        u"has classes whose names differ by capitals, by spaces, by invisible characters or by the "
        u"form "
        "of their characters alone: "
        "\"%1\". Rename them, or say whether they are one class (--alike-classes join) or not "
        "(--alike-classes apart)."_s.arg(group.join(u"\", \""_s)));
}

/// Gives the classes that are written as in the group other names, in its order.
void renameClasses(FoundItems& found, const QStringList& group, const QStringList& names)
{
    for (NamedItem& entry : found.items)
        if (const qsizetype at = group.indexOf(entry.writtenClass); at >= 0)
            entry.className = names[at];
    for (QString& folder : found.emptyFolders)
        for (qsizetype at = 0; at < group.size(); ++at)
            if (cleanName(group[at]) == folder) {
                folder = names[at];
                break;
            }
}

/// Deals with classes that are alike. Error: DatasetUnusable.
Result<std::vector<QStringList>> settleAlike(FoundItems& found, const QString& path,
                                             AlikeClasses alike)
{
    const std::map<QString, int> images = imagesByClass(found);
    QStringList names;
    for (const auto& [name, count] : images)
        names << name;
    std::vector<QStringList> shown;
    for (const QStringList& group : alikeNames(names)) {
        shown.push_back(shownNames(group));
        if (alike == AlikeClasses::Refuse)
            return alikeError(path, shown.back());
        QString joined;
        if (alike == AlikeClasses::Join) {
            joined = cleanName(nameForAll(group, images)).normalized(QString::NormalizationForm_C);
            found.notes << u"The classes \"%1\" are one class, \"%2\"."_s.arg(
                shown.back().join(u"\", \""_s), joined);
        }
        renameClasses(found, group,
                      joined.isEmpty() ? shown.back() : QStringList(group.size(), joined));
    }
    if (alike == AlikeClasses::Join)
        shown.clear();
    return shown;
}

Result<Dataset> assemble(FoundItems found, const QString& path, const DatasetQuery& query)
{
    auto alike = settleAlike(found, path, query.alike);
    if (!alike)
        return alike.error();
    settleRepeated(found);
    std::set<QString> names;
    for (const NamedItem& entry : found.items)
        names.insert(entry.className);
    if (auto checked = checkClasses(found, names, path, query.oneClassIsEnough ? 1 : 2); !checked)
        return checked.error();
    Dataset dataset;
    dataset.classes = QStringList(names.begin(), names.end());
    for (NamedItem& entry : found.items) {
        entry.item.label = static_cast<int>(dataset.classes.indexOf(entry.className));
        dataset.items.push_back(std::move(entry.item));
    }
    std::sort(dataset.items.begin(), dataset.items.end(),
              [](const DatasetItem& a, const DatasetItem& b) { return a.file < b.file; });
    dataset.leftOut = std::move(found.leftOut);
    dataset.notes = std::move(found.notes);
    dataset.patientsAreFolders = found.patientsAreFolders;
    dataset.alikeClasses = *std::move(alike);
    return dataset;
}

/// The manifest of a folder, whatever capitals another system wrote its name in; empty: none.
QString manifestIn(const QString& folder)
{
    const QDir dir(folder);
    if (dir.exists(manifestFileName()))
        return dir.filePath(manifestFileName());
    // A name filter does not look at capitals.
    const QStringList names = dir.entryList({manifestFileName()}, QDir::Files);
    return names.isEmpty() ? QString() : dir.filePath(names.front());
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

int splitRank(const DatasetItem& item)
{
    if (item.split == u"test")
        return 2;
    return item.split == u"validation" ? 1 : 0;
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

std::vector<QString> dealingKeys(const std::vector<DatasetItem>& items)
{
    // One patient may come with a file of DICOM and with a copy that has the pseudonym alone.
    std::map<QString, QString> keys;
    for (const DatasetItem& item : items)
        if (!item.patientDigest.isEmpty())
            keys.emplace(patientOf(item), item.source + u'\n' + item.patientDigest);
    std::vector<QString> ofItems;
    ofItems.reserve(items.size());
    for (const DatasetItem& item : items) {
        const QString patient = patientOf(item);
        const auto known = keys.find(patient);
        ofItems.push_back(known == keys.end() ? patient : known->second);
    }
    return ofItems;
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

Result<Dataset> readDataset(const QString& path, const DatasetQuery& query)
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
    const QString manifest = info.isDir() ? manifestIn(path) : path;
    auto found = manifest.isEmpty() ? itemsOfFolders(path, query, *relabels)
                                    : itemsOfManifest(manifest, query, *relabels);
    if (!found)
        return found.error();
    return assemble(*std::move(found), path, query);
}

Result<void> adoptNames(Dataset& dataset, const QStringList& known, AlikeClasses alike)
{
    if (alike == AlikeClasses::KeepApart)
        return {};
    const QStringList names = namesKnownAs(dataset.classes, known);
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (names[i] == dataset.classes[i])
            continue;
        if (alike == AlikeClasses::Refuse)
            return Error{ErrorCode::DatasetUnusable,
                         u"The data set has a class \"%1\", where \"%2\" is known. Say whether "
                         "they are one class (--alike-classes join) or not (--alike-classes "
                         "apart)."_s.arg(dataset.classes[i], names[i]),
                         names[i]};
        dataset.notes << u"The class \"%1\" of the data set was taken for \"%2\"."_s.arg(
            dataset.classes[i], names[i]);
    }
    dataset.classes = names;
    return {};
}

QString datasetFingerprint(const Dataset& dataset)
{
    QByteArray text;
    for (const DatasetItem& item : dataset.items) {
        const QFileInfo info(item.file);
        text += csvLine({info.fileName(), dataset.classes[item.label],
                         item.patientDigest.isEmpty() ? item.patient : item.patientDigest,
                         item.source, QString::number(info.size())})
                    .toUtf8()
            + '\n';
    }
    return sha256Hex(text);
}

} // namespace ccad
