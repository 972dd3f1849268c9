// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

/// A row of a table that cannot be used.
struct CsvFault
{
    int line = 0; ///< where it begins, from 1
    QString reason; ///< a sentence that names the line
};

/// A table read from or written to CSV (RFC 4180, UTF-8, a header line first).
struct CsvTable
{
    QStringList header; ///< without spaces around the names
    std::vector<QStringList> rows; ///< each as long as the header
    std::vector<int> lines; ///< where each row begins, from 1
    std::vector<CsvFault> faults; ///< rows that are not among `rows`
    QStringList remarks; ///< sentences on what of the whole table was put right

    /// The column of that name, or -1. Capitals do not count where no column is written exactly so.
    [[nodiscard]] int column(const QString& name) const;
};

/// A table that a program wrote. It may have been saved again by another: in UTF-16, with
/// semicolons, tabs or vertical lines between the fields, with a first line "sep=;" (a remark where
/// the header shows that it lies), with any line ends, with the end mark of DOS (0x1A) behind them.
/// Invisible characters around the names of columns are no part of them. Errors: FileBroken
/// (another encoding, which is named; an unclosed quote; a row whose length differs from the
/// header's, or that holds zero bytes), TooLarge (more than 4096 columns, two million rows or 32
/// million fields); the message names the line.
[[nodiscard]] Result<CsvTable> parseCsv(const QByteArray& content);

/// A table that people keep. Beyond what parseCsv() takes, rows that are too short are filled up
/// with empty fields; empty fields beyond the header, and rows without any content, are left out. A
/// row that is too long, holds zero bytes, or whose quote is never closed, is one of the table's
/// `faults`; the other rows are used. `columns` names some columns of the header, by which the
/// separator is recognised. Errors: those of parseCsv() that concern the whole file.
[[nodiscard]] Result<CsvTable> parseTable(const QByteArray& content, const QStringList& columns);

/// A number as a spreadsheet program writes it, with a point or, in other countries, a comma.
[[nodiscard]] std::optional<double> tableNumber(const QString& text);

/// A text that is not ours, for a table that people open with a spreadsheet program. Excel,
/// LibreOffice and others run a cell that begins with =, +, -, @, a tab or a line end (OWASP, "CSV
/// Injection"), wherever its text came from: a file name or a patient's name can begin so. Such a
/// text, with or without apostrophes before it, gets one more. A terminal obeys control characters
/// where the table is shown on one: each becomes its symbol, but for tabs and line ends. Marks that
/// turn the order of letters around become replacement characters. All else stays as it is.
[[nodiscard]] QString spreadsheetText(const QString& text);
/// Undoes spreadsheetText(), but for replacement characters.
[[nodiscard]] QString fromSpreadsheetText(const QString& text);

/// One line without its end; fields are quoted where they need it.
[[nodiscard]] QString csvLine(const QStringList& fields);

} // namespace ccad
