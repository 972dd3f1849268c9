// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/results_writing/results_writer.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace ccad::cli {

/// The request to `ccad-cli screen`.
struct ScreenOptions
{
    QStringList paths; ///< to screen, or to merge
    QString out; ///< the CSV; its journal lies beside it
    QString model; ///< empty: the journal's, or else the default
    QString saliency; ///< folder; empty: no overlays
    results::ResultsChoice results; ///< DICOM objects; without a folder: none
    bool resultsOfAll = false; ///< of all rows with a finding; else of the positive ones
    int jobs = 0;
    int shard = 1;
    int shards = 1;
    bool resume = false;
    bool retryFailed = false;
    bool merge = false;
    Existing existing = Existing::Keep; ///< what happens to files that CCAD did not write
    bool watch = false;
    bool json = false;
    bool withIdentifiers = false;

    [[nodiscard]] QString journal() const { return out + QStringLiteral(".journal"); }
};

/// The options, or the exit status when the usage was shown or wrong options were reported.
[[nodiscard]] std::variant<ScreenOptions, int> screenOptions(const QStringList& arguments);

} // namespace ccad::cli
