// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <random>

namespace ccad::fuzz {

/// The input with a few changes of the kinds that break parsers: bits and bytes, numbers at the
/// edge of their type, parts that are missing, doubled or exchanged, an early end. The same state
/// of `random` gives the same bytes.
[[nodiscard]] QByteArray mutated(QByteArray input, std::mt19937& random);

} // namespace ccad::fuzz
