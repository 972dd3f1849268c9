// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/screening/internal/worklist_row.h"

#include <QByteArrayList>

#include <vector>

namespace ccad {

enum class WorklistFilter
{
    All,
    Positive,
    Findings, ///< any class but the one that means nothing was found
    Refused,
    Failed,
    Duplicates,
    Waiting,
    Unread ///< has a finding, and the reader has not said anything yet
};

enum class WorklistColumn
{
    Thumbnail,
    File,
    Patient,
    Finding,
    Probability,
    Gate,
    Urgency,
    Status,
    Verdict,
    Comment,
    Time
};
inline constexpr int worklistColumns = int(WorklistColumn::Time) + 1;

/// Which rows are shown, and in what order.
struct WorklistQuery
{
    WorklistFilter filter = WorklistFilter::All;
    QByteArrayList words; ///< case-folded; a row has to hold all of them
    WorklistColumn column = WorklistColumn::Urgency;
    bool descending = true;
    bool hideNames = false; ///< names are then neither searched nor sorted by
    int negativeClass = -1; ///< see urgency.h
};

/// The typed text as the words of a query.
[[nodiscard]] QByteArrayList searchWords(const QString& text);

[[nodiscard]] bool accepts(const WorklistRow& row, const WorklistQuery& query);

/// Indexes of the rows that the query accepts, in its order. Rows for which `kept` is set (as many
/// as rows, or none) are accepted whatever the filter. Rows without a value in the column come
/// last: refused, failed, duplicates, waiting. Equal rows are ordered by number. Meant for 100,000
/// rows on the GUI thread: numbers are compared, text only where its beginning is equal.
[[nodiscard]] std::vector<int> arranged(const std::vector<WorklistRow>& rows,
                                        const std::vector<bool>& kept, const WorklistQuery& query);

} // namespace ccad
