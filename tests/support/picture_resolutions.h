// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QByteArray>

namespace ccad::test {

/// Pixels in some length, across and down.
struct FileResolution
{
    quint32 across = 0;
    quint32 down = 0;
};

// The file with a resolution added.
[[nodiscard]] QByteArray withPngResolution(const QByteArray& png, FileResolution resolution);
/// The density of a JFIF header that the file has.
[[nodiscard]] QByteArray withJfifDensity(const QByteArray& jpeg, FileResolution resolution,
                                         quint8 unit);
/// EXIF data with an orientation, too.
[[nodiscard]] QByteArray withExifResolution(const QByteArray& jpeg, FileResolution resolution,
                                            quint16 orientation = 1);

// Files of 8-bit greys.
[[nodiscard]] QByteArray bmpOf(const GrayImage8& image, FileResolution resolution);
[[nodiscard]] QByteArray tiffOf(const GrayImage8& image, FileResolution resolution);

} // namespace ccad::test
