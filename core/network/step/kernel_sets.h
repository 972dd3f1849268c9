// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/model/bottleneck.
#pragma once

#include "core/network/step/kernels.h"

namespace ccad::bottleneck {

extern const Kernels kernelsWithAvx512;
extern const Kernels kernelsWithAvx2;

} // namespace ccad::bottleneck
