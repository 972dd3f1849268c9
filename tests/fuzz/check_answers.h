// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::fuzz {

/// Side of the network's input in the answers of the harness.
constexpr int answerSide = 32;

} // namespace ccad::fuzz
