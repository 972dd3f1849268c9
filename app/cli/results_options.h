// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_options.h"
#include "app/cli/results_text.h"
#include "core/results_writing/results_writer.h"

namespace ccad::cli {

struct ResultsOptions
{
    QStringList paths;
    QString model;
    results::ResultsChoice choice;
    bool needsLungs = false;
    ResultsFormat format;
    bool isDryRun = false; ///< says what would be written, and writes nothing
};

/// Adds the options of `ccad-cli results`.
void addResultsOptions(CommandOptions& options);
/// Error: InvalidArgument, a sentence.
[[nodiscard]] Result<ResultsOptions> resultsOptionsFrom(CommandOptions& given);

} // namespace ccad::cli
