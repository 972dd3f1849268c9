// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/engine/kernels.h"

#include "core/inference/engine/kernel_sets.h"

#include <QByteArray>

namespace ccad::engine {

const Kernels* kernelsNamed(std::string_view name)
{
#if defined(__x86_64__)
    if (name == avx512Kernels.name && __builtin_cpu_supports("avx512f"))
        return &avx512Kernels;
    if (name == avx2Kernels.name && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &avx2Kernels;
#else
    (void)name;
#endif
    return nullptr;
}

const Kernels* kernelsForThisProcessor()
{
    const QByteArray wanted = qgetenv("CCAD_ENGINE");
    if (!wanted.isEmpty())
        return kernelsNamed(wanted.toStdString());
    const Kernels* widest = kernelsNamed("avx512");
    return widest ? widest : kernelsNamed("avx2");
}

} // namespace ccad::engine
