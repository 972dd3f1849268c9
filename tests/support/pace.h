// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::test {

/// By how much a program may be slower than one that is built to be fast.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int slowness = 20;
#else
constexpr int slowness = 1;
#endif

} // namespace ccad::test
