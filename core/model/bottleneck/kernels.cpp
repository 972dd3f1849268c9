// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/bottleneck/kernel_sets.h"

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
    const Kernels* widest = avx512Kernels();
    return widest ? widest : avx2Kernels();
}

} // namespace ccad::bottleneck
