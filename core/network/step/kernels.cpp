// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/step/internal/kernel_sets.h"

#include <cstdlib>
#include <string_view>

namespace ccad::bottleneck {

const Kernels* avx512Kernels()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        return &kernelsWithAvx512;
#endif
    return nullptr;
}

const Kernels* avx2Kernels()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &kernelsWithAvx2;
#endif
    return nullptr;
}

const Kernels* kernelsForThisProcessor()
{
    const char* wanted = std::getenv("CCAD_STEP");
    if (wanted != nullptr && wanted == std::string_view("torch"))
        return nullptr;
    if (wanted != nullptr && wanted == std::string_view("avx2"))
        return avx2Kernels();
    const Kernels* widest = avx512Kernels();
    return widest ? widest : avx2Kernels();
}

} // namespace ccad::bottleneck
