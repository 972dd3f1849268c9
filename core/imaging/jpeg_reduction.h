// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/imaging.
#pragma once

#include "core/imaging/display_lut.h"
#include "core/imaging/reader.h"

#include <QByteArray>

#include <optional>

namespace ccad::imaging {

/// By how much JPEG's own transform may reduce both sides on the way: 8, 4 or 2, or 1 for not at
/// all. A reduced pixel is close to the mean of those that it stands for.
[[nodiscard]] int jpegReduction(qint64 columns, qint64 rows, const ReadSize& size);

/// The mode for OpenCV's decoders that reduces so (8, 4, 2), leaving the orientation as stored.
[[nodiscard]] int reducedMode(int reduction, bool colour);

/// A grey JPEG picture as it is stored, both sides divided by 8, 4 or 2, rounded up. Nothing when
/// it cannot be decoded.
[[nodiscard]] std::optional<GrayImage8> decodeReducedGrey(const QByteArray& stream, int reduction);

} // namespace ccad::imaging
