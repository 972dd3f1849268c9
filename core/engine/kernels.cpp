// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels.h"

#include "core/engine/internal/kernel_sets.h"

#include <QByteArray>

namespace ccad::engine {

const Kernels* kernelsNamed(std::string_view name)
{
#if defined(__x86_64__)
    if (name == avx512Kernels.name && __builtin_cpu_supports("avx512f"))
        return &avx512Kernels;
    if (name == avx2Kernels.name && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &avx2Kernels;
#endif
    return name == portableKernels.name ? &portableKernels : nullptr;
}

const Kernels& kernelsForThisProcessor()
{
    const std::string wanted = qgetenv("CCAD_ENGINE").toStdString();
    for (const char* name : {"avx512", "avx2"})
        if (wanted.empty() || wanted == name)
            if (const Kernels* kernels = kernelsNamed(name))
                return *kernels;
    return portableKernels;
}

} // namespace ccad::engine
