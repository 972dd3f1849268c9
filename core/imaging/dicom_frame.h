// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom_items.h"

#include <cstdint>
#include <vector>

namespace ccad::imaging {

/// The image pixel module (PS3.3 C.7.6.3), checked for contradictions.
struct PixelFormat
{
    int rows = 0;
    int columns = 0;
    int samples = 1;
    int bitsAllocated = 16;
    int bitsStored = 16;
    int highBit = 15;
    bool isSigned = false;
    bool colorByPlane = false;
    qint64 frames = 1;
    QString photometric;

    [[nodiscard]] qint64 pixelCount() const { return qint64{rows} * columns; }
};

/// The samples of the first frame, decompressed, as words of the machine's byte order.
struct Frame
{
    PixelFormat format; ///< after decompression: colour model and word size may have changed
    int bytesPerSample = 2; ///< 0: packed bits
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] std::uint32_t sample(std::size_t index) const;
};

/// Errors: FileBroken naming the attribute that is missing or absurd, Unsupported, TooLarge.
[[nodiscard]] Result<PixelFormat> readPixelFormat(DcmDataset& dataset, const ReadGuard& guard);

/// The first frame. Sizes are held against the file before anything is allocated. Errors:
/// FileBroken, Unsupported (a transfer syntax without a decoder), TimedOut, Cancelled.
[[nodiscard]] Result<Frame> readFirstFrame(const DicomLayout& layout, DcmDataset& dataset,
                                           const PixelFormat& format, const ReadGuard& guard);

/// Keeps every step-th pixel of every step-th row of a grey frame of whole bytes; leaves others as
/// they are.
void thin(Frame& frame, int step);

} // namespace ccad::imaging
