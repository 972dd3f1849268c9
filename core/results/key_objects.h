// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"

#include <vector>

namespace ccad::results {

/// A film of a batch and what was said of it.
struct JudgedFilm
{
    FilmSource film;
    FilmResult result;
};

/// A document, and the study that it is about.
struct KeyObjects
{
    QString studyInstanceUid;
    ResultObject object;
};

/// Key Object Selection Documents "for AI review": one for each study that has films whose result
/// is positive and not refused, referring to these in the order given; a film that comes twice is
/// referred to once. The same films under the same model, whatever their order, give the same UIDs.
/// Empty where no film is positive. Error: Internal.
[[nodiscard]] Result<std::vector<KeyObjects>> keyObjects(const std::vector<JudgedFilm>& films);

} // namespace ccad::results
