// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/reader_notes.h"
#include "core/imaging/sample_evidence.h"

#include <QString>

namespace ccad::imaging {

/// Looks for rows of which no pixel tells anything of its neighbours, beside others that do: bytes
/// of something else, of which no film has a row. A picture of few greys, where dots stand for the
/// others, is only noted. Error: FileBroken, a clause that `where` goes with.
[[nodiscard]] Result<void> checkNoiseRows(const SampleRows& picture, ReaderNotes& notes,
                                          const QString& where = {});

} // namespace ccad::imaging
