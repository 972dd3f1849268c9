// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad {

/// How many bytes stand before the archive in a file that ends as a ZIP archive does: 0 where the
/// archive counts from the file's beginning. Nothing when the file does not end so or cannot be
/// read. Only for regular files.
[[nodiscard]] std::optional<qint64> bytesBeforeZip(const QString& path);

} // namespace ccad
