// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/step/internal/kernels.h"

namespace ccad::bottleneck {

extern const Kernels kernelsWithAvx512;
extern const Kernels kernelsWithAvx2;

} // namespace ccad::bottleneck
