// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QImage;
class QPainter;
class QRect;

namespace ccad {

/// Paints an image in the middle of the box, as large as fits in its own aspect ratio.
void paintFitted(QPainter& painter, const QRect& box, const QImage& image);

/// paintFitted() on black, smoothly; a null image leaves the box in the colour of an empty track.
void paintThumbnail(QPainter& painter, const QRect& box, const QImage& thumbnail);

} // namespace ccad
