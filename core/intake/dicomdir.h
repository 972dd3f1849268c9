// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace ccad {

/// True when the meta header says that the file is a Media Storage Directory (PS3.10 8), whatever
/// its name.
[[nodiscard]] bool isDicomdir(const QString& path);

/// The files that a DICOMDIR lists, in its order, each once; those that do not exist below its
/// folder (in upper or lower case: ISO 9660 shows both) are left out, and so is whatever would lead
/// outside of it. Errors: as readTagTree; FileNotFound when it lists files and none of them is
/// there.
[[nodiscard]] Result<QStringList> filesOfDicomdir(const QString& path,
                                                  const CancelToken& cancel = {});

} // namespace ccad
