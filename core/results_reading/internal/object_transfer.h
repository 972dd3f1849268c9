// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/read_object.h"

#include <optional>

namespace ccad::results {

/// A read object as bytes, for the way out of the process that read it.
[[nodiscard]] QByteArray objectToBytes(const ReadObject& object);

/// Believes nothing: counts, enumerations, sizes and numbers are held against their ranges. Nothing
/// where one of them cannot be.
[[nodiscard]] std::optional<ReadObject> objectFromBytes(const QByteArray& bytes);

} // namespace ccad::results
