// SPDX-License-Identifier: GPL-3.0-or-later
// Queries and their answers as DICOM data sets, implicit little endian.
#pragma once

#include "core/nodes/query.h"

#include <QByteArray>

namespace ccad {

/// The identifier of a C-FIND, C-MOVE or C-GET. Text that is not ASCII goes as UTF-8.
[[nodiscard]] QByteArray identifierOf(const Query& query);

/// The answer in a data set of a peer, read by CCAD's walk. Errors: FileBroken, TooLarge.
[[nodiscard]] Result<QueryMatch> matchOf(const QByteArray& dataset);

} // namespace ccad
