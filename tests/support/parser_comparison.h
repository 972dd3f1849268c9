// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QStringList>

namespace ccad::test {

struct ParserComparison
{
    /// Where DCMTK holds something else than the walk saw of what the reader asks for: the
    /// element's place, "(0054,0220)/1/(0008,0104)", or a clause.
    QStringList differences;
    int values = 0; ///< that are the same in both
};

/// One parser decides what a DICOM file says. Walks the file twice, once to take what is wanted and
/// once to see everything, hands what is wanted to DCMTK, and compares tags, values and lengths.
/// Nothing differs where the walk refuses the file: then DCMTK is given nothing.
[[nodiscard]] ParserComparison compareParsers(const QByteArray& file,
                                              const ReadLimits& limits = {});

} // namespace ccad::test
