// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QMimeData;

namespace ccad {

/// The paths of what is dragged, as far as it lies on this computer.
[[nodiscard]] QStringList droppedFiles(const QMimeData* data);

} // namespace ccad
