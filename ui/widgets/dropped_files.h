// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace ccad {

/// The paths of dragged files and folders that lie on this computer.
[[nodiscard]] QStringList droppedFiles(const QMimeData* data);

} // namespace ccad
