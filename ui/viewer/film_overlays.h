// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QImage>
#include <QSize>
#include <QStringList>
#include <QTransform>

#include <vector>

namespace ccad {

// Overlays that a DICOM file brings along: its markers, words and regions, which belong to the film
// and not to the model.

/// Where they are painted, in pixels of the result.
struct FilmOverlayPlace
{
    QTransform fromImage; ///< from pixels of the radiograph; turns by quarters only
    QSize size;
    double ratio = 1; ///< pixels for the width of a line
};

/// White with a dark edge, on nothing, Format_ARGB32_Premultiplied; null without overlays. No line
/// is lost however small the radiograph is painted.
[[nodiscard]] QImage filmOverlayImage(const std::vector<OverlayPlane>& planes,
                                      const FilmOverlayPlace& place);

/// "Overlay 6000: side marker L", a line for each of the first ones. Hidden: without the file's own
/// words, which may name somebody.
[[nodiscard]] QStringList filmOverlayLines(const std::vector<OverlayPlane>& planes,
                                           bool textHidden);

} // namespace ccad
