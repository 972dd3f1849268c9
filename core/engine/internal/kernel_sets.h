// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/kernels.h"

namespace ccad::engine {

extern const Kernels avx512Kernels;
extern const Kernels avx2Kernels;
extern const Kernels portableKernels;

} // namespace ccad::engine
