// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_options.h"
#include "core/deidentification/deid_folder.h"

namespace ccad::cli {

/// What "deidentify" was asked for.
struct DeidentifyOptions
{
    QStringList paths;
    QString out;
    DeidOptions profile;
    TextPolicy policy = TextPolicy::Ask;
    QString listed; ///< the list of boxes to blank, or empty
    QString boxes; ///< where the boxes that were found are written, or empty
    QString key; ///< the key file, or empty: a key that is forgotten
    QString mapping; ///< or empty: none is written
    bool isMappingPlain = false;
    Existing existing = Existing::Keep;
    bool isJson = false;
};

/// Adds the options of "deidentify".
void prepareDeidentify(CommandOptions& options);
/// Error: InvalidArgument (no paths or folder, unknown words, files that would be given away
/// together with the studies).
[[nodiscard]] Result<DeidentifyOptions> deidentifyOptions(const CommandOptions& given);

} // namespace ccad::cli
