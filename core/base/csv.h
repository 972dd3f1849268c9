// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <vector>

namespace ccad {

/// A table read from or written to CSV (RFC 4180, UTF-8, a header line first).
struct CsvTable
{
    QStringList header;
    std::vector<QStringList> rows; ///< each as long as the header

    /// The column of that name, or -1.
    [[nodiscard]] int column(const QString& name) const;
};

/// Errors: FileBroken for an unclosed quote or a row whose length differs from the header's; the
/// message names the line.
[[nodiscard]] Result<CsvTable> parseCsv(const QByteArray& content);

/// One line without its end; fields are quoted where they need it.
[[nodiscard]] QString csvLine(const QStringList& fields);

} // namespace ccad
