// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QJsonArray>

#include <optional>
#include <span>

namespace ccad::isolation {

/// All of the planes but their bits, which follow one another elsewhere.
[[nodiscard]] QJsonArray overlaysToJson(const std::vector<OverlayPlane>& planes);

/// Believes nothing, and copies the bits. Nothing when they, or what is said of them, cannot be.
[[nodiscard]] std::optional<std::vector<OverlayPlane>> overlaysFrom(const QJsonArray& json,
                                                                    std::span<const char> bits);

} // namespace ccad::isolation
