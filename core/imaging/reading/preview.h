// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"
#include "core/imaging/reading/reader.h"

namespace ccad {

/// The facts needed to recognise a file's picture and its patient.
struct Preview
{
    /// Upright, bright = dense. Its shorter side is at least what was asked for, where the picture
    /// is that large, and less than twice that.
    GrayImage8 image;
    int columns = 0; ///< of the whole picture, upright
    int rows = 0;
    FileFormat format = FileFormat::Dicom;
    QString patientId; ///< never logged
    QString viewText; ///< the file's own words
    std::uint64_t contentHash = 0; ///< of the file's bytes: equal for equal files
    std::optional<QString> refusal; ///< see Radiograph
};

/// A reduced picture in a fraction of readRadiograph's time, behind the same guards: JPEG pixels
/// are decoded at a reduced size, DICOM pixels are skipped by rows and columns. Errors as
/// readRadiograph.
[[nodiscard]] Result<Preview> readPreview(const QString& path, int shorterSide = 96,
                                          const ReadLimits& limits = {},
                                          const CancelToken& cancel = {});

} // namespace ccad
