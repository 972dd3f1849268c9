// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QByteArray>

namespace ccad::test {

// Small files that grow when they are unpacked, all of zeros.

/// A PNG of so many pixels a side, all there.
[[nodiscard]] QByteArray inflatingPng(int side);
/// A deflated DICOM file of so many megabytes, in one element.
[[nodiscard]] QByteArray inflatingDicom(int megabytes);
/// A deflated DICOM file, or a DICOMDIR, of so many million empty elements.
[[nodiscard]] QByteArray inflatingElements(int millions, bool isMediumIndex);
/// A ZIP archive with one file of so many megabytes.
[[nodiscard]] QByteArray inflatingZip(int megabytes);

/// A TIFF whose directory names itself as the next one.
[[nodiscard]] QByteArray tiffWithCircle(const GrayImage8& image);

} // namespace ccad::test
