// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QJsonObject>

namespace ccad::isolation {

/// Everything of a radiograph but its pixels and overlays. Without tables, VOI LUTs and
/// modality LUT are left out, and an initial LUT is replaced by `initial`.
[[nodiscard]] QJsonObject factsToJson(const Radiograph& radiograph);
[[nodiscard]] QJsonObject factsWithoutTables(const Radiograph& radiograph,
                                             const VoiWindow& initial);

/// Believes nothing: sizes, numbers and enumerations are held against their ranges. On a failure
/// `wrong` names the key.
[[nodiscard]] std::optional<Radiograph> factsFromJson(const QJsonObject& json, QString& wrong);

} // namespace ccad::isolation
