// SPDX-License-Identifier: GPL-3.0-or-later
// How Torch uses this machine. Only in libccad_torch (torch_module.h).
#pragma once

#include <string>

namespace ccad {

/// Lets Torch use threadsToUse() threads for work started by the calling thread, unless
/// OMP_NUM_THREADS says otherwise. Each thread calls it before its work; it costs nothing. Debian's
/// Torch counts one core on some machines and would leave the others idle.
void useAllCores();

/// Keeps freed memory in the process: most of a default training step goes into page faults on
/// fresh large blocks. For the whole process, at the price of a resident size that never shrinks.
void keepFreedMemory();

/// The kernels that Torch and its parts chose for this processor. With other ones, sums differ in
/// their last bits.
struct ChosenKernels
{
    std::string trainingStep; ///< "avx512", "avx2", or "torch": its own layers
    std::string torch; ///< its instructions in its own words, for example "AVX2"
    std::string blas; ///< OpenBLAS's name of the processor, for example "Haswell"; empty: not known
    int threads = 1; ///< of Torch, for work of the calling thread
};
[[nodiscard]] ChosenKernels chosenKernels();

extern "C" {
/// Does the work of letOpenMpSleep().
void ccadLetOpenMpSleep();
}

} // namespace ccad
