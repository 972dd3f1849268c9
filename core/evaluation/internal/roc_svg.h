// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/model_results.h"

namespace ccad {

/// A picture of the ROC curve of every class against the rest, with its area and DeLong's interval;
/// a ring marks the threshold of the positive class. Needs no other file; the same results give the
/// same bytes.
[[nodiscard]] QByteArray rocSvg(const ModelResults& results);

} // namespace ccad
