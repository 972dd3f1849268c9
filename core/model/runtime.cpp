// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/runtime.h"

#include "core/base/parallel.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cstring>
#include <dlfcn.h>
#include <link.h>
#include <malloc.h>

namespace ccad {

std::optional<QString> slowBlasWarning()
{
    // Debian's alternatives decide which libblas.so.3 is loaded; its resolved path names the maker.
    bool found = false;
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* result) {
            if (info->dlpi_name != nullptr && std::strstr(info->dlpi_name, "openblas") != nullptr)
                *static_cast<bool*>(result) = true;
            return 0;
        },
        &found);
    if (found)
        return std::nullopt;
    return QStringLiteral(
        "Torch runs without OpenBLAS and will be about six times slower. Install the "
        "package libopenblas0-pthread.");
}

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

void keepFreedMemory()
{
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1); // never: a step of batch 32 frees more than 2 GiB
    mallopt(M_TOP_PAD, 64 << 20);
    // Secondary arenas cannot hold blocks above 64 MiB; one arena serves every thread.
    mallopt(M_ARENA_MAX, 1);
}

QString torchVersion()
{
    return QStringLiteral(TORCH_VERSION);
}

} // namespace ccad
