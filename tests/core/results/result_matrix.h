// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/results/result_fixture.h"

#include <functional>

namespace ccad::test {

/// A film and a result of the matrix, and words for it.
struct MatrixCase
{
    QString name; ///< also good for a file
    FilmFixture film;
    int label = 0;
    GateDecision::Kind gate = GateDecision::Kind::Accepted;
    QByteArray patient; ///< the name in UTF-8

    [[nodiscard]] results::FilmResult result() const;
};

/// 3 labels x 3 gate decisions x MONOCHROME1 and 2 x CR, DX, SC, in full: 54. Bits (8 to 16),
/// character sets, and turned and flipped views go round in it so that each of them meets each of
/// the four; frames, audits, readers and severity come by turns.
[[nodiscard]] std::vector<MatrixCase> resultMatrix();

} // namespace ccad::test
