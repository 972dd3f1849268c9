// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace ccad {

/// The data by which a file's picture and its patient are recognised.
struct Preview
{
    GrayImage8 image; ///< upright, bright = dense, its shorter side at least what was asked for
                      ///< where the picture is that large, and less than twice that
    int columns = 0; ///< of the whole picture, upright
    int rows = 0;
    FileFormat format = FileFormat::Dicom;
    QString patientId; ///< never logged
    QString viewText; ///< the file's own words
    std::uint64_t contentHash = 0; ///< of the file's bytes: equal for equal files
    std::optional<QString> refusal; ///< see Radiograph
};

} // namespace ccad
