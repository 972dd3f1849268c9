// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad {

/// A sentence when Torch runs on the reference BLAS, which is six times slower than OpenBLAS; what
/// to install is part of it.
[[nodiscard]] std::optional<QString> slowBlasWarning();

/// Lets Torch use threadsToUse() threads for work started by the calling thread, unless
/// OMP_NUM_THREADS says otherwise. To be called by each thread before its work; costs nothing.
/// Debian's Torch counts one core on some machines and would leave the others idle.
void useAllCores();

/// From now on the threads of OpenMP, and so Torch's, sleep while they wait instead of spinning. For
/// programs in which others need the cores meanwhile; for the whole process, for good.
void letOpenMpSleep();

/// Keeps freed memory in the process: most of a default training step goes into page faults on
/// fresh large blocks. For the whole process, at the price of a resident size that never shrinks.
void keepFreedMemory();

/// Names and versions of Torch and its helpers, for the About box and logs.
[[nodiscard]] QString torchVersion();

} // namespace ccad
