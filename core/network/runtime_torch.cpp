// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/torch/runtime_torch.h"

#include "core/base/parallel.h"
#include "core/network/step/fused_bottleneck_torch.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>

#include <QtGlobal>

#include <string_view>

#include <dlfcn.h>
#include <malloc.h>

namespace ccad {

namespace {

/// oneDNN computes the convolutions on OpenMP's threads. OpenBLAS has threads of its own, which
/// spin for a while after each product and would take the cores away: one image then needs 41 ms,
/// not 13.
void keepOpenBlasToOneThread()
{
    if (qEnvironmentVariableIsSet("OPENBLAS_NUM_THREADS"))
        return;
    using SetThreads = void (*)(int);
    if (auto* set = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads")))
        set(1);
}

/// Torch 1.13 tells it in its configuration alone.
std::string instructionsOfTorch()
{
    const std::string configuration = at::show_config();
    constexpr std::string_view words = "CPU capability usage: ";
    const std::size_t at = configuration.find(words);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + words.size();
    return configuration.substr(from, configuration.find('\n', from) - from);
}

} // namespace

void useAllCores()
{
    static const bool blasIsTamed = (keepOpenBlasToOneThread(), true);
    (void)blasIsTamed;
    // OpenMP keeps the number of threads for each calling thread of its own.
    thread_local int threads = 0;
    if (threads == threadsToUse() || qEnvironmentVariableIsSet("OMP_NUM_THREADS"))
        return;
    threads = threadsToUse();
    at::set_num_threads(threads);
}

ChosenKernels chosenKernels()
{
    useAllCores();
    ChosenKernels chosen;
    chosen.trainingStep = fusedBottleneckKernels();
    chosen.torch = instructionsOfTorch();
    chosen.threads = at::get_num_threads();
    // As above: OpenBLAS may be behind the system's BLAS, or not.
    using CoreName = const char* (*)();
    if (auto* name = reinterpret_cast<CoreName>(dlsym(RTLD_DEFAULT, "openblas_get_corename")))
        chosen.blas = name();
    return chosen;
}

void keepFreedMemory()
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1); // never: a step of batch 32 frees more than 2 GiB
    mallopt(M_TOP_PAD, 64 << 20);
    // Secondary arenas cannot hold blocks above 64 MiB; one arena serves every thread.
    mallopt(M_ARENA_MAX, 1);
}

} // namespace ccad
