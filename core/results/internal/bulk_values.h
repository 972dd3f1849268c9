// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/internal/dicom_values.h"

#include <cstdint>
#include <span>

namespace ccad::results {

// Values that only some objects have. All of them copy what they are given.

/// VR OB; an odd number of bytes is filled up by a zero (PS3.5 7.1.1).
void addBytes(ValueWriter& dataset, const DcmTagKey& tag, std::span<const std::uint8_t> bytes);

/// VR OF: Float Pixel Data.
void addFloats(ValueWriter& dataset, const DcmTagKey& tag, std::span<const float> values);

/// VR SL.
void addSigned(ValueWriter& dataset, const DcmTagKey& tag, std::span<const int> values);

/// VR AT: a pointer to another attribute.
void addPointer(ValueWriter& dataset, const DcmTagKey& tag, const DcmTagKey& target);

/// A LUT with at most 65536 entries of 16 bits (PS3.3 C.11.1): LUT Descriptor, whose first value is
/// signed where it has to be, LUT Explanation and LUT Data.
void addLut(ValueWriter& item, int firstValue, const QString& explanation,
            std::span<const std::uint16_t> entries);

} // namespace ccad::results
