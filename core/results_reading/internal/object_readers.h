// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/internal/item_reader.h"
#include "core/results_reading/read_object.h"

namespace ccad::results {

[[nodiscard]] ObjectFacts factsOf(const ItemReader& dataset);
/// Of the items of a sequence that refer to objects.
[[nodiscard]] std::vector<ObjectReference> referencesIn(const ItemReader& item, quint32 sequence);

[[nodiscard]] StructuredReport reportIn(const ItemReader& dataset);
[[nodiscard]] PresentationState stateIn(const ItemReader& dataset);
/// Rescale, windows, LUTs and the shape of the greys.
void readGreys(PresentationState& state, const ItemReader& dataset);
/// Error, as a clause: FileBroken, Unsupported, TooLarge.
[[nodiscard]] Result<ParametricMap> mapIn(const ItemReader& dataset,
                                          const imaging::ReadGuard& guard);

} // namespace ccad::results
