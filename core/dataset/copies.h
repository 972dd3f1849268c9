// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/dataset/dataset_index.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace ccad {

/// What was left out of a data set since other files have the same bytes.
struct Copies
{
    int counted = 0; ///< with the label of the one that stays
    std::vector<UnreadableFile> contradictory; ///< copies that have different labels: all of them
};

/// Lets each file count once, under whatever names it lies in the data set. Of copies with one
/// label a test image stays before a validation image before others. Copies whose labels differ go
/// all, since nobody knows which of them is right. `contents[i]` tells the bytes of an item from
/// others, as contentsOf() does; an empty one is like none. `classes` names the labels.
[[nodiscard]] Copies removeCopies(std::vector<DatasetItem>& items,
                                  const std::vector<QByteArray>& contents,
                                  const QStringList& classes);

/// Reads only files that have another one's size. Empty for files that cannot be read, which say so
/// later, and for those that are like no other. Error: Cancelled.
[[nodiscard]] Result<std::vector<QByteArray>> contentsOf(const std::vector<DatasetItem>& items,
                                                         const CancelToken& cancel = {});

/// The data set of the index with each file once. What was left out is told in its notes and
/// `leftOut`.
[[nodiscard]] Dataset withoutCopies(const DatasetIndex& index);

/// A sentence on the copies that do not count; empty: there are none.
[[nodiscard]] QString copiesText(const Copies& copies);

} // namespace ccad
