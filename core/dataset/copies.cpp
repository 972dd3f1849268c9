// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/copies.h"

#include "core/base/parallel.h"
#include "core/base/sha256.h"
#include "core/dataset/file_facts.h"
#include "core/dataset/internal/dataset_source.h"

#include <QFileInfo>

#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using Members = std::vector<std::size_t>;

QString labelOf(const DatasetItem& item, const QStringList& classes)
{
    return classes.value(item.label);
}

/// Of each the first other one whose label differs is named.
UnreadableFile contradiction(const std::vector<DatasetItem>& items, const Members& members,
                             std::size_t of, const QStringList& classes)
{
    const auto other = std::find_if(members.begin(), members.end(), [&](std::size_t i) {
        return items[i].label != items[of].label;
    });
    return {items[of].file,
            u"Its label is \"%1\", but %2 is the same file with the label \"%3\"; both were left "
            "out."_s.arg(labelOf(items[of], classes), QFileInfo(items[*other].file).fileName(),
                         labelOf(items[*other], classes))};
}

/// Decides on the items with one content.
void settle(const std::vector<DatasetItem>& items, const Members& members,
            const QStringList& classes, Copies& copies, std::vector<bool>& isKept)
{
    std::set<int> labels;
    for (const std::size_t i : members) {
        labels.insert(items[i].label);
        isKept[i] = false;
    }
    if (labels.size() > 1) {
        for (const std::size_t i : members)
            copies.contradictory.push_back(contradiction(items, members, i, classes));
        return;
    }
    const auto stays
        = std::max_element(members.begin(), members.end(), [&](std::size_t a, std::size_t b) {
              return splitRank(items[a]) < splitRank(items[b]);
          });
    isKept[*stays] = true;
    copies.counted += static_cast<int>(members.size()) - 1;
}

} // namespace

Copies removeCopies(std::vector<DatasetItem>& items, const std::vector<QByteArray>& contents,
                    const QStringList& classes)
{
    std::map<QByteArray, Members> byContent;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!contents[i].isEmpty())
            byContent[contents[i]].push_back(i);
    Copies copies;
    std::vector<bool> isKept(items.size(), true);
    for (const auto& [content, members] : byContent)
        if (members.size() > 1)
            settle(items, members, classes, copies, isKept);
    std::vector<DatasetItem> kept;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (isKept[i])
            kept.push_back(std::move(items[i]));
    items = std::move(kept);
    std::sort(copies.contradictory.begin(), copies.contradictory.end(),
              [](const UnreadableFile& a, const UnreadableFile& b) { return a.file < b.file; });
    return copies;
}

Result<std::vector<QByteArray>> contentsOf(const std::vector<DatasetItem>& items,
                                           const CancelToken& cancel)
{
    std::map<qint64, Members> bySize;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (const auto stamp = stampOf(items[i].file))
            bySize[stamp->bytes].push_back(i);
    Members candidates;
    for (const auto& [size, members] : bySize)
        if (members.size() > 1)
            candidates.insert(candidates.end(), members.begin(), members.end());
    std::vector<QByteArray> contents(items.size());
    parallelFor(candidates.size(), [&](std::size_t candidate) {
        const std::size_t i = candidates[candidate];
        if (const auto hash = fileSha256Hex(items[i].file, cancel))
            contents[i] = hash->toLatin1();
    });
    if (cancel.isCancelled())
        return Error{ErrorCode::Cancelled, u"Looking for copies was cancelled."_s, {}};
    return contents;
}

QString copiesText(const Copies& copies)
{
    QStringList sentences;
    if (copies.counted > 0)
        sentences << (copies.counted == 1
                          ? u"1 file is the same as another with the same label and does not "
                            "count."_s
                          : u"%1 files are the same as others with the same label and do not "
                            "count."_s.arg(copies.counted));
    if (const auto count = copies.contradictory.size(); count > 0)
        sentences << u"%1 files are the same as others with another label and were left out."_s.arg(
            count);
    return sentences.join(u' ');
}

Dataset withoutCopies(const DatasetIndex& index)
{
    Dataset dataset = index.dataset;
    Copies copies = removeCopies(dataset.items, index.contents, dataset.classes);
    if (const QString text = copiesText(copies); !text.isEmpty())
        dataset.notes << text;
    dataset.leftOut.insert(dataset.leftOut.end(), copies.contradictory.begin(),
                           copies.contradictory.end());
    return dataset;
}

} // namespace ccad
