// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QString>

namespace ccad {

/// A path with the slashes of this system.
[[nodiscard]] QString withSlashes(QString path);

/// The path of a file as a manifest means it: just so where there is such a file; otherwise with
/// slashes for backslashes, its letters composed or decomposed, or without invisible characters,
/// where that is how the file system has them.
[[nodiscard]] QString pathInManifest(const QDir& folder, const QString& written);

} // namespace ccad
