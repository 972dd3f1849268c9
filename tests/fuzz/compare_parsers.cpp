// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"
#include "tests/support/parser_comparison.h"

namespace ccad::fuzz {

void compareParsers(const QByteArray& input)
{
    const test::ParserComparison comparison = test::compareParsers(input, quickLimits());
    if (!comparison.differences.isEmpty())
        throw BrokenPromise("DCMTK holds something else than the walk saw: "
                            + comparison.differences.join(u", ").toStdString());
}

} // namespace ccad::fuzz
