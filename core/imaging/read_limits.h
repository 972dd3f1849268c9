// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"

#include <QString>

namespace ccad {

/// A quarter of machineMemory(), but at most 4 GiB: four films are read at once.
[[nodiscard]] qint64 memoryOfOneReading();

/// Guards against files that would exhaust memory or time.
struct ReadLimits
{
    qint64 maxFileBytes = qint64{2} << 30;
    qint64 maxPixels = qint64{1} << 28; ///< rows x columns x frames read
    int maxSequenceDepth = 64;
    int maxElements = 4000000; ///< of a DICOM file, items and fragments included
    int timeoutMs = 30000;
    /// Bytes that one reading may ask for, from the decoded samples to the pixels, its libraries
    /// included. A larger file is not read either.
    qint64 memoryBytes = memoryOfOneReading();
};

/// How small a picture may be read, for callers that reduce it anyway.
struct ReadSize
{
    /// Pixels that the shorter side keeps at least, if it has so many (twice as many of JPEG 2000,
    /// whose reduction is less like a mean); 0: the whole picture.
    int shorterSide = 0;
    /// Reduces only pictures that take long to decode as a whole (JPEG 2000).
    bool onlySlowOnes = false;
    /// Computes the hash that tells the picture from others (see ReducedRadiograph).
    bool withHash = false;
};

/// A picture that may have been reduced while it was decoded.
struct ReducedRadiograph
{
    /// `rows` and `columns` count its pixels. Everything else, the spacing too, describes the whole
    /// picture, except what follows from pixels: an automatic window is that of the reduced pixels.
    Radiograph radiograph;
    int columns = 0; ///< of the whole picture, upright
    int rows = 0;
    int reduction = 1; ///< each pixel stands for reduction x reduction of the whole picture
    /// True (JPEG 2000): a reduced pixel lies where the first of its pixels lay, not at their
    /// centre.
    bool firstSited = false;

    /// Hexadecimal. Where a hash was asked for, one of the two is set. This one is of the content
    /// of a file without a usable SOP Instance UID (none, or longer than the 64 characters of PS3.5
    /// 9.1).
    QString contentSha256 = {};
    /// For other files, of the picture as it was decoded and is first displayed. A UID alone does
    /// not tell pictures apart: careless anonymisers write one into all.
    QString pictureSha256 = {};
    /// With pictureSha256, of a whole picture: see pixelChecksum().
    QString pixelChecksum = {};

    [[nodiscard]] bool isWhole() const { return reduction == 1; }
};

} // namespace ccad
