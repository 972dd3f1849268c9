// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/result_objects.h"

#include <QStringList>

namespace ccad::results {

/// The film as it is shown (window, inversion, turns, planes), with the map of the label as
/// outlines or colours, without words. Its longer side has at most `longestSide` pixels, its
/// shorter one at least a quarter of that, so that a small film is enlarged. A map of a low grade
/// is grey. Without pixels: empty.
[[nodiscard]] ColourPicture filmPicture(const ObjectRequest& request, int longestSide);

/// That picture as large as objects hold it, at most 1536 pixels: drawn once for a request.
[[nodiscard]] const ColourPicture& drawnFilm(const ObjectRequest& request);

/// The picture made smaller, so that its longer side has at most that many pixels.
[[nodiscard]] ColourPicture shrunk(const ColourPicture& picture, int longestSide);

/// The picture with words below it, so that they hide nothing of the film: white on black, broken
/// at spaces where a line is too long. Letters that the font does not have are written as the
/// nearest of ASCII, others as a question mark.
[[nodiscard]] ColourPicture withCaption(const ColourPicture& picture, const QStringList& lines);

/// The words of a picture or a page on a result, the gravest first: leadingSentences(), label and
/// probability, the other classes, the model, what the outlines mean.
[[nodiscard]] QStringList captionOf(const FilmResult& result, MapStyle style);

} // namespace ccad::results
