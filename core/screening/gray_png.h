// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/screening.
#pragma once

#include "core/base/result.h"
#include "core/imaging/display_lut.h"

#include <QByteArray>

namespace ccad {

/// An 8-bit grey PNG file. Error: Internal.
[[nodiscard]] Result<QByteArray> grayPng(const GrayImage8& image);

} // namespace ccad
