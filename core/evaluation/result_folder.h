// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace ccad {

/// May results be saved there? Yes for a new or empty folder and for one that holds only earlier
/// results; other files are somebody's, and saving would replace them. Error: WriteFailed, also
/// where nothing can be written. Ask before a long job.
[[nodiscard]] Result<void> checkResultsTarget(const QString& folder);

/// Writes what resultFiles gives, all or nothing; earlier results are replaced as a whole, and kept
/// as replacedFolderOf(folder) until the next success. Error: WriteFailed.
[[nodiscard]] Result<void> saveResults(const std::map<QString, QByteArray>& files,
                                       const QString& folder);

} // namespace ccad
