// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/imaging/read_limits.h"
#include "core/weights/weight_file.h"

namespace ccad {

/// As readWeights, for a file from elsewhere: a process of its own (DecodingService) reads it,
/// whatever format it has, and what comes back is parsed as safetensors. Errors: those of the
/// service, too.
[[nodiscard]] Result<WeightMap> readForeignWeights(const QString& path,
                                                   const CancelToken& cancel = {});

/// That process's part: a ForeignReader.
[[nodiscard]] Result<QByteArray> readWeightBytes(const QByteArray& content, const QString& path,
                                                 const ReadLimits& limits);

} // namespace ccad
