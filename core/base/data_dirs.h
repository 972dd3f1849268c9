// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// The folder that holds models/ and resources/. Looked for in this order: the environment variable
/// CCAD_DATA_DIR; ../share/ccad beside the running program; the source tree that it was built from.
/// Empty when there is none. Needs a QCoreApplication.
[[nodiscard]] QString dataDir();

/// The model package used when none is named. Named even when it does not exist, so that the error
/// of loading it says where it was looked for.
[[nodiscard]] QString defaultModelDir();

/// The package of the network that finds lungs.
[[nodiscard]] QString lungModelDir();

/// Studies to try the program with.
[[nodiscard]] QString samplesDir();

/// The manual, Markdown.
[[nodiscard]] QString manualFile();

} // namespace ccad
