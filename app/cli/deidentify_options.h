// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_options.h"
#include "core/deidentification/deid_run.h"

namespace ccad::cli {

/// What "deidentify" was asked for.
struct DeidentifyOptions
{
    DeidRun run; ///< without the passphrase, and the boxes of the list
    QString listed; ///< the list of boxes to blank, or empty
    bool isJson = false;
};

/// Adds the options of "deidentify".
void prepareDeidentify(CommandOptions& options);
/// Error: InvalidArgument (no paths or folder, unknown words, files that would be given away
/// together with the studies).
[[nodiscard]] Result<DeidentifyOptions> deidentifyOptions(const CommandOptions& given);

} // namespace ccad::cli
