// SPDX-License-Identifier: GPL-3.0-or-later
// Tables in Markdown, for model cards, audits and reports of trials.
#pragma once

#include <QString>
#include <QStringList>

namespace ccad {

/// A text that is not ours on one line of Markdown, shown as it is: names of classes and sources
/// come from folders and CSV files, and "<b>" or "*" in them has no effect.
[[nodiscard]] QString literal(const QString& text);

/// literal() for a cell of a table, which such a text does not end.
[[nodiscard]] QString cell(const QString& text);

/// How the line below the titles is written. They mean the same; each kind of card keeps its own,
/// so that cards of all versions look alike.
enum class TableRule
{
    Wide, ///< | --- | --- |
    Tight ///< |---|---|
};

/// Each cell is escaped by cell().
[[nodiscard]] QString tableRow(const QStringList& cells);
/// The titles, also escaped, and the line below them.
[[nodiscard]] QString tableHead(const QStringList& titles, TableRule rule);

/// Puts each name in quotation marks, since names may contain commas; escaped by literal().
[[nodiscard]] QString listed(const QStringList& names);

} // namespace ccad
