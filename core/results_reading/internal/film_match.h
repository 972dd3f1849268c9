// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"

namespace ccad::results {

constexpr int shownFrame = 1; ///< of a film of several frames the reader shows the first

/// Refused, with a sentence.
[[nodiscard]] Error notOnFilm(const QString& sentence);

/// Is the object about that film, and of the same patient? Error: Refused, a sentence without any
/// patient's words.
[[nodiscard]] Result<void> checkMatch(const Radiograph& film, const ReadObject& object);

} // namespace ccad::results
