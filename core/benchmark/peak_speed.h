// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// Billions of single-precision operations a second (a fused multiply-add counts as two) that the
/// threads reach together with this processor's widest instructions, on registers alone: no network
/// can exceed it. Takes 0.3 s on an otherwise idle machine.
[[nodiscard]] double measuredPeakGflops(int threads);

/// The processor's name as the system gives it ("AMD EPYC 7763 64-Core Processor"), or empty.
[[nodiscard]] QString processorName();

} // namespace ccad
