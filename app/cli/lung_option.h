// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lungs/lungs.h"

#include <memory>

namespace ccad::cli {

/// The lung network that comes with the program, for audits. Null, with a message, where there is
/// none.
[[nodiscard]] std::unique_ptr<LungSegmenter> lungSegmenter();

} // namespace ccad::cli
