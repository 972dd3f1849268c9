// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_reading/internal/state_window.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

/// From a state's values to the radiograph's: both are linear in the stored values.
struct Units
{
    double factor = 1;
    double offset = 0;

    [[nodiscard]] bool areSame() const
    {
        constexpr double tiny = 1e-6;
        return std::abs(factor - 1) < tiny && std::abs(offset) < tiny;
    }
};

/// The film's own transformation does not count for a presentation state, which brings its own
/// (PS3.4 N.2). Nothing where the two cannot be compared.
std::optional<Units> unitsOf(const Radiograph& film, const PresentationState& state)
{
    if (film.modalityTable)
        return state.hasModalityTable ? std::optional(Units()) : std::nullopt;
    const double slope = state.slope.value_or(1);
    if (!film.lowestStored || state.hasModalityTable || slope <= 0)
        return std::nullopt;
    const double factor = film.valueScale / slope;
    const double stored = -state.intercept / slope - *film.lowestStored;
    return Units{factor, stored * film.valueScale + film.valueOffset};
}

} // namespace

void takeVoi(FilmGraphics& drawn, const Radiograph& film, const PresentationState& state,
             const Voi& voi)
{
    const auto units = unitsOf(film, state);
    const auto* window = std::get_if<VoiWindow>(&voi);
    if (!units || (window == nullptr && !units->areSame())) {
        drawn.notes
            << u"The window of the presentation state counts in other units than the film; the "
               "film keeps its own window."_s;
        return;
    }
    drawn.voi = voi;
    if (window == nullptr || units->areSame())
        return;
    VoiWindow shown = *window;
    shown.center = window->center * units->factor + units->offset;
    shown.width = window->width * units->factor;
    // LINEAR counts the steps between values of whole numbers, which another unit does not have.
    if (shown.function == VoiFunction::Linear) {
        shown.center = (window->center - 0.5) * units->factor + units->offset;
        shown.width = (window->width - 1) * units->factor;
        shown.function = VoiFunction::LinearExact;
    }
    if (shown.width > 0)
        drawn.voi = shown;
    else
        drawn.voi.reset();
}

} // namespace ccad::results
