// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QString>

namespace ccad {

/// SOP Instance UID of a film; empty where it has none that is usable. Reads the first 64 KiB of
/// the open file, more where it takes more; its path is for messages only. Errors: as
/// readRadiograph, with the sentence on objects that are for films (filmObjectIn); Unsupported for
/// files that are not DICOM.
[[nodiscard]] Result<QString> readFilmUid(const OwnedFd& file, const QString& path,
                                          const ReadLimits& limits = {});

} // namespace ccad
