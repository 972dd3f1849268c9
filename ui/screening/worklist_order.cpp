// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/worklist_order.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace ccad {

namespace {

/// A row's value in a column lies below this; rows without a value lie above, by their status.
constexpr quint64 valueLimit = quint64{1} << 61;
constexpr double fractionScale = double(quint64{1} << 60);

struct Keyed
{
    quint64 key;
    qint64 number;
    int index;
};

quint64 rankOf(StudyStatus status)
{
    switch (status) {
    case StudyStatus::Ok:
        return 0;
    case StudyStatus::Refused:
        return 1;
    case StudyStatus::Failed:
        return 2;
    case StudyStatus::Duplicate:
        return 3;
    case StudyStatus::Queued:
        break;
    }
    return 4;
}

/// The key of four characters from there on; a text that comes before another has no greater key.
quint64 keyOf(const QString& text, qsizetype from)
{
    quint64 key = 0;
    for (qsizetype i = from; i < from + 4; ++i)
        key = key << 16 | (i < text.size() ? text.at(i).toCaseFolded().unicode() : 0U);
    return key;
}

quint64 keyOf(double fraction)
{
    return quint64(std::clamp(fraction, 0.0, 1.0) * fractionScale);
}

bool isText(WorklistColumn column)
{
    return column == WorklistColumn::Patient || column == WorklistColumn::Comment;
}

const QString& textOf(const WorklistRow& row, WorklistColumn column)
{
    return column == WorklistColumn::Patient ? row.patient : row.comment;
}

/// The value, or nothing where the row has none in that column.
std::optional<quint64> valueOf(const WorklistRow& row, WorklistColumn column)
{
    const auto unless
        = [](bool missing, quint64 key) { return missing ? std::nullopt : std::optional(key); };
    switch (column) {
    case WorklistColumn::Thumbnail:
    case WorklistColumn::File:
        // Files were numbered in the natural order of their names.
        return quint64(row.number);
    case WorklistColumn::Finding:
        return unless(row.label < 0, quint64(row.label));
    case WorklistColumn::Probability:
        return unless(row.probability < 0, keyOf(double(row.probability)));
    case WorklistColumn::Gate:
        return unless(rankOf(row.status) > 1,
                      row.status == StudyStatus::Refused ? 2
                          : row.hasWarnings              ? 1
                                                         : 0);
    case WorklistColumn::Urgency:
        return unless(row.urgency < 0, keyOf(row.urgency));
    case WorklistColumn::Status:
        return rankOf(row.status);
    case WorklistColumn::Verdict:
        return unless(row.verdict == Verdict::None, quint64(row.verdict));
    case WorklistColumn::Time:
        return unless(row.milliseconds <= 0, quint64(double(row.milliseconds) * 1000));
    case WorklistColumn::Patient:
    case WorklistColumn::Comment:
        break;
    }
    // All are equal at first: texts are compared later.
    return unless(textOf(row, column).isEmpty(), 0);
}

quint64 sortKey(const WorklistRow& row, WorklistColumn column, bool descending)
{
    const auto value = valueOf(row, column);
    if (!value)
        return valueLimit + rankOf(row.status);
    const quint64 key = std::min(*value, valueLimit - 1);
    return descending ? valueLimit - 1 - key : key;
}

bool comesBefore(const Keyed& a, const Keyed& b)
{
    return a.key != b.key ? a.key < b.key : a.number < b.number;
}

/// For few rows: compares whole texts from there on.
void sortByRest(std::span<Keyed> part, const std::vector<WorklistRow>& rows,
                const WorklistQuery& query, qsizetype from)
{
    const auto restOf = [&](const Keyed& row) {
        const QString& text = textOf(rows[size_t(row.index)], query.column);
        return QStringView(text).mid(std::min(from, text.size()));
    };
    std::sort(part.begin(), part.end(), [&](const Keyed& a, const Keyed& b) {
        const int order = restOf(a).compare(restOf(b), Qt::CaseInsensitive);
        return order != 0 ? (order < 0) != query.descending : a.number < b.number;
    });
}

/// Sorts rows whose texts are equal up to there, four characters at a time: most texts begin alike,
/// and comparing whole ones takes many times as long.
void sortByText(std::span<Keyed> part, const std::vector<WorklistRow>& rows,
                const WorklistQuery& query, qsizetype from)
{
    constexpr size_t few = 32;
    if (part.size() <= few)
        return sortByRest(part, rows, query, from);
    bool isOver = true;
    for (Keyed& row : part) {
        const QString& text = textOf(rows[size_t(row.index)], query.column);
        isOver = isOver && text.size() <= from + 4;
        row.key = keyOf(text, from);
        if (query.descending)
            row.key = ~row.key;
    }
    const bool isAlike = std::all_of(part.begin(), part.end(), [&part](const Keyed& row) {
        return row.key == part.front().key;
    });
    if (!isAlike || isOver)
        std::sort(part.begin(), part.end(), comesBefore);
    if (isOver)
        return;
    for (auto first = part.begin(); first != part.end();) {
        const auto last = std::find_if(
            first, part.end(), [key = first->key](const Keyed& row) { return row.key != key; });
        if (last - first > 1)
            sortByText({first, last}, rows, query, from + 4);
        first = last;
    }
}

bool passesFilter(const WorklistRow& row, const WorklistQuery& query)
{
    switch (query.filter) {
    case WorklistFilter::All:
        return true;
    case WorklistFilter::Positive:
        return row.positive;
    case WorklistFilter::Findings:
        return row.label >= 0 && (row.positive || row.label != query.negativeClass);
    case WorklistFilter::Refused:
        return row.status == StudyStatus::Refused;
    case WorklistFilter::Failed:
        return row.status == StudyStatus::Failed;
    case WorklistFilter::Duplicates:
        return row.status == StudyStatus::Duplicate;
    case WorklistFilter::Waiting:
        return row.status == StudyStatus::Queued;
    case WorklistFilter::Unread:
        break;
    }
    return row.status == StudyStatus::Ok && row.verdict == Verdict::None;
}

bool holdsWords(const WorklistRow& row, const WorklistQuery& query)
{
    const auto length = size_t(query.hideNames ? row.openLength : row.searched.size());
    const std::string_view text(row.searched.constData(), length);
    return std::all_of(query.words.begin(), query.words.end(), [text](const QByteArray& word) {
        return text.find(std::string_view(word.constData(), size_t(word.size())))
            != std::string_view::npos;
    });
}

} // namespace

QByteArrayList searchWords(const QString& text)
{
    QByteArrayList words;
    for (const QString& word : text.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        words << word.toUtf8();
    return words;
}

bool accepts(const WorklistRow& row, const WorklistQuery& query)
{
    return passesFilter(row, query) && holdsWords(row, query);
}

std::vector<int> arranged(const std::vector<WorklistRow>& rows, const std::vector<bool>& kept,
                          const WorklistQuery& query)
{
    // A name that is hidden must not show through its place in the order.
    WorklistQuery by = query;
    if (query.hideNames && query.column == WorklistColumn::Patient)
        by.column = WorklistColumn::File;
    std::vector<Keyed> accepted;
    accepted.reserve(rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
        if ((i < kept.size() && kept[i]) || accepts(rows[i], by))
            accepted.push_back(
                {sortKey(rows[i], by.column, by.descending), rows[i].number, int(i)});
    std::sort(accepted.begin(), accepted.end(), comesBefore);
    if (isText(by.column)) {
        const auto missing = std::find_if(accepted.begin(), accepted.end(),
                                          [](const Keyed& row) { return row.key >= valueLimit; });
        sortByText({accepted.begin(), missing}, rows, by, 0);
    }

    std::vector<int> order(accepted.size());
    std::transform(accepted.begin(), accepted.end(), order.begin(),
                   [](const Keyed& row) { return row.index; });
    return order;
}

} // namespace ccad
