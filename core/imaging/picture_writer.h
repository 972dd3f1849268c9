// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QByteArray>

namespace ccad {

/// A small grey picture as JPEG, for thumbnails. Empty for an empty picture.
[[nodiscard]] QByteArray jpegBytes(const GrayImage8& picture);

} // namespace ccad
