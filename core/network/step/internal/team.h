// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace ccad::bottleneck {

/// Calls work(0) .. work(units - 1), each once and in no certain order, on as many threads as Torch
/// may use. `work` throws nothing.
void inParallel(int units, const std::function<void(int)>& work);

} // namespace ccad::bottleneck
