// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/viewer/film_overlays.h"
#include "ui/viewer/overlay_layer.h"

#include <QImage>
#include <QString>
#include <QTransform>

#include <vector>

namespace ccad {

/// Copies the image so that other programs can paste it. Call it on the GUI thread.
void copyToClipboard(const QImage& image);

/// The whole radiograph at full size with the overlay and the file's own planes on it, turned as on
/// screen (`orientation` is a matrix of -1, 0 and 1). Belongs on a worker.
[[nodiscard]] QImage overlaidPicture(const QImage& picture, const OverlayLayer& overlay,
                                     double opacity, const QTransform& orientation,
                                     const std::vector<OverlayPlane>& planes);

/// Writes overlaidPicture() as a PNG, atomically. Belongs on a worker. Error: WriteFailed.
[[nodiscard]] Result<void> saveOverlayPng(const QString& path, const QImage& picture,
                                          const OverlayLayer& overlay, double opacity,
                                          const QTransform& orientation,
                                          const std::vector<OverlayPlane>& planes);

} // namespace ccad
