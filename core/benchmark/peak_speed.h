// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// Billions of single-precision operations a second (a fused multiply-add counts as two) that so
/// many threads reach together with the widest instructions of this processor, on registers alone:
/// what no network can exceed. Takes 0.3 s on a machine that does nothing else.
[[nodiscard]] double measuredPeakGflops(int threads);

/// "AMD EPYC 7763 64-Core Processor", as the system names it; or empty.
[[nodiscard]] QString processorName();

} // namespace ccad
