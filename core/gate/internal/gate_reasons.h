// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/gate.h"

#include <optional>

namespace ccad {

/// Why a picture is refused whatever the model, by what any eye sees: too few pixels, blank, a
/// strip. Nothing when there is no such reason.
[[nodiscard]] std::optional<QString> plainReason(const Radiograph& radiograph,
                                                 const PictureFacts& facts, int inputSize);

/// The sentence for a picture that was taken for that kind.
[[nodiscard]] QString refusalReason(PictureKind kind);
/// The same for a picture that is far from all others: that it is no chest goes first.
[[nodiscard]] QString farReason(PictureKind kind);

[[nodiscard]] QString pieceWarning();
[[nodiscard]] QString childWarning();
[[nodiscard]] QString unlikeWarning();

} // namespace ccad
