// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// The folder of the model that a batch names, when it is one of this user's: among those that came
/// with CCAD or were made here, or one of `others`, and with the weights that the batch was judged
/// with. Otherwise empty: a journal may come from anybody and name any folder. Asks the disk.
[[nodiscard]] QString modelFolderOf(const ScreeningJob& job, const QStringList& others);

} // namespace ccad
