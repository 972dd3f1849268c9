// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_guard.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace ccad::imaging {

/// The samples of a file's first frame as its codec gives them, before anything is made of them.
struct StoredFrame
{
    QByteArray samples; ///< row by row, little endian, each of bitsAllocated / 8 bytes
    int rows = 0;
    int columns = 0;
    int samplesPerPixel = 1; ///< three of a pixel follow each other, unless isColorByPlane
    bool isColorByPlane = false;
    int bitsAllocated = 16; ///< 8 or 16
    int bitsStored = 16;
    int highBit = 15;
    bool isSigned = false;
    QString photometric; ///< "MONOCHROME2"; of a colour model, that of these samples
    qint64 frames = 1; ///< in the file
    QStringList notes; ///< whole sentences on what was put right
};

/// Errors, as clauses: those of readDicom; Unsupported for samples of other than 8 or 16 bits.
[[nodiscard]] Result<StoredFrame> readStoredFrame(const QByteArray& content,
                                                  const ReadGuard& guard);

} // namespace ccad::imaging
