// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_index.h"

#include "core/base/files.h"
#include "core/base/kept_data.h"
#include "core/base/parallel.h"
#include "core/dataset/internal/dataset_source.h"
#include "core/dataset/internal/index_cache.h"
#include "core/dataset/internal/similar_pictures.h"
#include "core/dataset/patient_key.h"

#include <QElapsedTimer>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

Error cancelled()
{
    return {ErrorCode::Cancelled, u"The indexing was cancelled."_s, {}};
}

/// Examines the files, from the cache or from disk, and keeps what was learned.
class Looking
{
public:
    Looking(const std::vector<DatasetItem>& items, const IndexRequest& request)
        : m_items(items), m_facts(items.size()), m_stamps(items.size()),
          m_cacheFile(request.cacheFile), m_old(IndexCache::load(request.cacheFile))
    {
        // Another choice of rows must not forget the others.
        if (!request.filters.empty())
            m_new = m_old;
    }

    void takeFromCache()
    {
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            m_stamps[i] = stampOf(m_items[i].file);
            if (m_stamps[i])
                m_facts[i] = m_old.find(m_items[i].file, *m_stamps[i]);
            if (!m_facts[i])
                m_open.push_back(i);
        }
        m_oldCount = m_old.count();
        m_old = {};
    }

    /// Error: Cancelled.
    Result<void> readOthers(const CancelToken& cancel, const Progress& progress)
    {
        const auto caller = std::this_thread::get_id();
        const auto known = static_cast<qint64>(m_items.size() - m_open.size());
        std::atomic<qint64> done = known;
        QElapsedTimer sinceReport;
        parallelFor(m_open.size(), [&](std::size_t open) {
            if (cancel.isCancelled())
                return;
            const std::size_t i = m_open[open];
            if (auto facts = factsOf(m_items[i].file, cancel))
                m_facts[i] = std::move(*facts);
            ++done;
            // Only from the calling thread, and not for every file.
            constexpr int reportEveryMs = 100;
            if (progress && std::this_thread::get_id() == caller
                && (!sinceReport.isValid() || sinceReport.elapsed() > reportEveryMs)) {
                sinceReport.start();
                progress(done, static_cast<qint64>(m_items.size()), u"Looking at the files"_s);
            }
        });
        keep();
        return cancel.isCancelled() ? Result<void>(cancelled()) : Result<void>();
    }

    [[nodiscard]] const FileFacts& factsAt(std::size_t i) const { return *m_facts[i]; }
    [[nodiscard]] int readCount() const { return static_cast<int>(m_open.size()); }

private:
    /// Also called after a cancelled run: files already read need not be read again. A cache that
    /// cannot be written costs time, no more.
    void keep()
    {
        if (m_cacheFile.isEmpty())
            return;
        for (std::size_t i = 0; i < m_items.size(); ++i)
            if (m_stamps[i] && m_facts[i] && m_facts[i]->lasting)
                m_new.put(m_items[i].file, *m_stamps[i], *m_facts[i]);
        if (!m_open.empty() || m_new.count() != m_oldCount)
            (void)m_new.save(m_cacheFile);
    }

    const std::vector<DatasetItem>& m_items;
    std::vector<std::optional<FileFacts>> m_facts;
    std::vector<std::optional<FileStamp>> m_stamps;
    std::vector<std::size_t> m_open; ///< items that the cache knows nothing of
    QString m_cacheFile;
    IndexCache m_old; ///< until it was asked for every item
    std::size_t m_oldCount = 0;
    IndexCache m_new;
};

/// Sorts the items into readable and unreadable ones, and fills in the facts of the readable ones.
class Sorting
{
public:
    Sorting(Dataset found, const PatientKeyRule& rule) : m_all(std::move(found)), m_rule(rule)
    {
        index.dataset.classes = m_all.classes;
        index.dataset.notes = std::move(m_all.notes);
        index.dataset.alikeClasses = std::move(m_all.alikeClasses);
        index.unreadable = std::move(m_all.leftOut);
    }

    /// An anonymiser's key, which most files share, tells less than their folders.
    void distrustConstantKeys(const Looking& looking)
    {
        std::map<QString, qint64> images;
        const std::size_t count = m_all.items.size();
        for (std::size_t i = 0; i < count; ++i)
            if (const QString& key = looking.factsAt(i).patient; !key.isEmpty())
                ++images[key];
        for (const auto& [key, ofKey] : images)
            if (m_all.patientsAreFolders && looksConstant(ofKey, static_cast<qint64>(count)))
                m_constantKey = key;
    }

    void take(std::size_t i, const FileFacts& facts)
    {
        DatasetItem& item = m_all.items[i];
        if (!facts.trouble.isEmpty()) {
            index.unreadable.push_back({item.file, facts.trouble});
            return;
        }
        const bool isTold = !facts.patient.isEmpty() && facts.patient != m_constantKey;
        if (m_rule.source == PatientKeyRule::Source::Automatic
            && (item.patient.isEmpty() || (m_all.patientsAreFolders && isTold))) {
            item.patient = pseudonymOf(facts.patient);
            item.patientDigest = facts.patient;
        }
        if (item.view.isEmpty())
            item.view = facts.view;
        index.dataset.items.push_back(std::move(item));
        hashes.push_back(facts.hash);
        index.contents.push_back(QByteArray::number(facts.contentHash, 16));
    }

    /// Error: DatasetUnusable for a class that has no item left.
    [[nodiscard]] Result<void> checkClasses(const std::vector<int>& before,
                                            const QString& path) const
    {
        const std::vector<int> after = index.dataset.classCounts();
        for (std::size_t c = 0; c < after.size(); ++c) {
            if (after[c] > 0)
                continue;
            const QString name = index.dataset.classes[static_cast<qsizetype>(c)];
            return unusable(
                path,
                u"has no readable image of the class \"%1\": none of its "
                "%2 files can be used. The first one: %3"_s.arg(name, QString::number(before[c]),
                                                                firstReason(static_cast<int>(c))));
        }
        return {};
    }

    DatasetIndex index;
    std::vector<PictureHash> hashes; ///< of the readable items

private:
    [[nodiscard]] QString firstReason(int label) const
    {
        for (const UnreadableFile& unreadable : index.unreadable)
            for (const DatasetItem& item : m_all.items)
                if (item.label == label && item.file == unreadable.file)
                    return unreadable.reason;
        return {};
    }

    Dataset m_all; ///< its readable items were moved out of
    PatientKeyRule m_rule;
    QString m_constantKey; ///< at most one key can be that of most images
};

void countGroups(DatasetIndex& index)
{
    std::map<QString, std::set<QString>> splitsOf; // of each patient
    std::map<std::tuple<QString, QString, QString>, std::set<QString>> patientsOfGroup;
    for (const DatasetItem& item : index.dataset.items) {
        const std::tuple group(index.dataset.classes[item.label], item.split, item.source);
        ++index.counts[group].images;
        patientsOfGroup[group].insert(patientOf(item));
        if (item.patient.isEmpty())
            ++index.unknownPatients;
        else
            splitsOf[patientOf(item)].insert(item.split);
    }
    for (const auto& [group, patients] : patientsOfGroup)
        index.counts[group].patients = static_cast<int>(patients.size());
    index.patients = static_cast<int>(splitsOf.size());
    index.patientsOnTwoSides
        = static_cast<int>(std::count_if(splitsOf.begin(), splitsOf.end(), [](const auto& entry) {
              return entry.second.size() > 1;
          }));
}

/// Error: Cancelled.
Result<void> findDuplicates(Sorting& sorting, const CancelToken& cancel)
{
    const auto pairs = similarPairs(sorting.hashes, cancel);
    if (!pairs)
        return pairs.error();
    const std::vector<DatasetItem>& items = sorting.index.dataset.items;
    for (const SimilarPair& pair : *pairs) {
        const auto first = static_cast<std::size_t>(pair.first);
        const auto second = static_cast<std::size_t>(pair.second);
        sorting.index.duplicates.push_back(
            {pair.first, pair.second,
             sorting.index.contents[first] == sorting.index.contents[second],
             items[first].label != items[second].label, items[first].split != items[second].split});
    }
    return {};
}

} // namespace

QString defaultIndexCache(const QString& datasetPath)
{
    return keptPlace(KeptKind::Index)
        + u"/%1.bin"_s.arg(sha256Hex(rootOf(datasetPath).toUtf8()).left(16));
}

Result<DatasetIndex> indexDataset(const IndexRequest& request, const CancelToken& cancel,
                                  const Progress& progress)
{
    QElapsedTimer clock;
    clock.start();
    auto found = readDataset(request.path,
                             {request.filters,
                              {},
                              request.patientKey,
                              request.oneClassIsEnough,
                              request.alike,
                              request.classFolder});
    if (!found)
        return found.error();
    const std::vector<DatasetItem> items = found->items;
    const std::vector<int> before = found->classCounts();
    Looking looking(items, request);
    looking.takeFromCache();
    if (auto read = looking.readOthers(cancel, progress); !read)
        return read.error();

    Sorting sorting(std::move(*found), request.patientKey);
    sorting.distrustConstantKeys(looking);
    for (std::size_t i = 0; i < items.size(); ++i)
        sorting.take(i, looking.factsAt(i));
    const bool allNeeded = !request.oneClassIsEnough || sorting.index.dataset.items.empty();
    if (auto checked = sorting.checkClasses(before, request.path); !checked && allNeeded)
        return checked.error();
    if (progress)
        progress(static_cast<qint64>(items.size()), static_cast<qint64>(items.size()),
                 u"Looking for duplicates"_s);
    if (auto searched = findDuplicates(sorting, cancel); !searched)
        return searched.error();
    countGroups(sorting.index);
    sorting.index.root = rootOf(request.path);
    sorting.index.read = looking.readCount();
    sorting.index.cached = static_cast<int>(items.size()) - looking.readCount();
    sorting.index.seconds = static_cast<double>(clock.elapsed()) / 1000;
    return std::move(sorting.index);
}

} // namespace ccad
