// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace ccad {

struct LibraryVersion
{
    QString name;
    QString version;
};

/// The libraries that read pictures, as they are loaded: DCMTK, OpenCV, OpenJPEG,
/// CharLS, libjxl, zlib.
[[nodiscard]] std::vector<LibraryVersion> imagingLibraries();

} // namespace ccad
