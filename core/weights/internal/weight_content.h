// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/weights/weight_file.h"

namespace ccad {

/// As readWeights(), with content that is at hand; the path is for messages only.
[[nodiscard]] Result<WeightMap> readWeightContent(const QByteArray& content, const QString& path);

} // namespace ccad
