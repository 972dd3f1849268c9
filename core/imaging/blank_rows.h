// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/reader_notes.h"
#include "core/imaging/sample_evidence.h"

#include <QString>

namespace ccad::imaging {

/// What the border of a film may be made of.
struct BorderValues
{
    bool isHighDark = false; ///< as in MONOCHROME1
    double paddingFirst = 1; ///< values that the file calls padding; none where they end before
    double paddingLast = 0; ///< they begin
};

/// Looks for whole rows that hold one value alone, or one short pattern: at the end, where a file
/// was not written to its end, at the begin, or in the midst, and in any file format, since what
/// broke off may have been compressed later. Borders of films look alike but are dark, of a value
/// that stands elsewhere, too, or smaller; what is counted as lost was measured on some ten
/// thousand films (docs/formats.md). A part that may be lost is noted. Error: FileBroken, a clause
/// that `where` goes with, where it is a large part of the picture.
[[nodiscard]] Result<void> checkBlankRows(const SampleRows& picture, const BorderValues& border,
                                          ReaderNotes& notes, const QString& where = {});

/// "last 80 of 160 rows".
[[nodiscard]] QString rowsInWords(qint64 first, qint64 count, qint64 all);

} // namespace ccad::imaging
