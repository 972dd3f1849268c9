// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

namespace ccad::imaging {

/// True when the UID may tell one image from another: when there is one and it is not longer than
/// the 64 characters of PS3.5 9.1.
[[nodiscard]] bool isUsableUid(const QString& uid);

/// SHA-256, hexadecimal, of the picture as it was decoded and is first displayed: its pixels, its
/// size, and all that turns the pixels into greys. Nothing else of the file counts: the same
/// picture has the same hash in another lossless compression or under another name.
[[nodiscard]] QString pictureSha256(const ReducedRadiograph& reduced);

} // namespace ccad::imaging
