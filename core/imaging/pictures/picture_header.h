// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>

#include <QStringList>

#include <optional>

namespace ccad::imaging {

/// The header of a PNG, JPEG, BMP or TIFF file, read without decoding the file.
struct PictureHeader
{
    qint64 width = 0;
    qint64 height = 0;
    int orientation = 1; ///< EXIF, 1 to 8
    int pages = 1; ///< or pictures, in a row or of an animation
    /// Of a JPEG file with further pictures behind, or a PNG file that breaks off; 0: all.
    qint64 firstPageBytes = 0;
    /// Behind the last chunk of a PNG file; where a second TIFF file begins behind the first; 0:
    /// not known.
    qint64 endOffset = 0;
    int page = 0; ///< the one that is the picture, from 0: the first may be a thumbnail of it
    bool lacksScans = false; ///< a progressive JPEG without the last bits of its coefficients
    /// Of a TIFF file: strips or tiles that its directory lists, and the bytes of a single strip;
    /// 0: not said.
    qint64 pieces = 0;
    qint64 stripBytes = 0;
    bool lacksEnd = false; ///< a JPEG or PNG without its end, which may be whole all the same
    /// Height / width of a pixel as stored, before the picture is turned upright, by the resolution
    /// that the file names.
    double heightToWidth = 1;
    QStringList notes; ///< sentences on a resolution that was left out
};

/// The format by the first bytes; nothing when it is none of the four.
[[nodiscard]] std::optional<FileFormat> pictureFormat(const QByteArray& content);

/// Errors: FileBroken for a header that is cut off or absurd, or a file that ends before its last
/// scan, chunk or row; Unsupported for JPEG of kinds that only DICOM has.
[[nodiscard]] Result<PictureHeader> readPictureHeader(const QByteArray& content, FileFormat format);

} // namespace ccad::imaging
