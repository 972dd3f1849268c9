// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/measurement.h"
#include "ui/viewer/orientation.h"
#include "ui/viewer/view_transform.h"

#include <QRectF>
#include <QStringList>

class QPainter;

namespace ccad {

// Marks at the edges of the canvas. Areas are in view pixels.

/// Words on what to do, below an icon, where there is no radiograph.
void paintHint(QPainter& painter, const QRectF& area, const QString& text);

/// Words about how the picture differs from the file, at the upper right.
void paintBadges(QPainter& painter, const QRectF& area, const QStringList& words);

/// Small lines at the upper left, cut where they would come near the middle of the picture.
void paintCornerLines(QPainter& painter, const QRectF& area, const QStringList& lines);

/// Each letter in the middle of its edge.
void paintEdgeLetters(QPainter& painter, const QRectF& area, const EdgeLetters& letters);

/// A bar of a round length across the view, with its text, at the lower left; nothing where no
/// length fits.
void paintScaleBar(QPainter& painter, const QRectF& area, const ViewTransform& view,
                   const PixelSpacing& spacing, LengthUnit unit);

} // namespace ccad
