// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QString>

namespace ccad {

/// Guards against files that would exhaust memory or time.
struct ReadLimits
{
    qint64 maxFileBytes = qint64{2} << 30;
    qint64 maxPixels = qint64{1} << 28; ///< rows x columns x frames read
    int maxSequenceDepth = 64;
    int maxElements = 4000000; ///< of a DICOM file, items and fragments included
    int timeoutMs = 30000;
};

/// How small a picture may come, for callers that reduce it anyway.
struct ReadSize
{
    /// The shorter side keeps at least so many pixels, if it has them (JPEG 2000, whose reduction
    /// is less like a mean, keeps twice as many); 0: the whole picture.
    int shorterSide = 0;
    /// Reduces only pictures that take long to decode as a whole (JPEG 2000).
    bool onlySlowOnes = false;
    /// Computes the hash by which the picture is told from others (see ReducedRadiograph).
    bool withHash = false;
};

/// A picture that may have been reduced while it was decoded.
struct ReducedRadiograph
{
    /// Its `rows` and `columns` count the reduced pixels. All else describes the whole picture,
    /// spacing included, except what follows from pixels: an automatic window is that of the
    /// reduced pixels.
    Radiograph radiograph;
    int columns = 0; ///< of the whole picture, upright
    int rows = 0;
    int reduction = 1; ///< each pixel stands for reduction x reduction of the whole picture
    /// True (JPEG 2000): a reduced pixel lies at the first of its pixels, not at their centre.
    bool firstSited = false;

    /// One of these two hashes is set, in hexadecimal, when a hash was asked for. contentSha256 is
    /// of the content of a file without a usable SOP Instance UID (none, or longer than the 64
    /// characters of PS3.5 9.1).
    QString contentSha256 = {};
    /// For other files, the hash of the picture as it was decoded and is first displayed. A UID
    /// alone does not tell pictures apart: careless anonymisers write one into all.
    QString pictureSha256 = {};

    [[nodiscard]] bool isWhole() const { return reduction == 1; }
};

} // namespace ccad
