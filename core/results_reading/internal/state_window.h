// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/film_graphics.h"

namespace ccad::results {

/// Turns a state's window or VOI LUT into the radiograph's units, or notes why it cannot.
void takeVoi(FilmGraphics& drawn, const Radiograph& film, const PresentationState& state,
             const Voi& voi);

} // namespace ccad::results
