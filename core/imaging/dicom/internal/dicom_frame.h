// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

#include <cstdint>
#include <span>
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

/// The samples of the first frame, decompressed, as words of the machine's byte order. They lie in
/// the file's content where that holds them so, hence a frame does not outlive its layout.
struct Frame
{
    Frame() = default;
    Frame(Frame&&) = default;
    Frame& operator=(Frame&&) = default;
    Frame(const Frame&) = delete; // `bytes` would still be the other's
    Frame& operator=(const Frame&) = delete;

    PixelFormat format; ///< after decompression: size, colour model and word size may have changed
    int bytesPerSample = 2; ///< 0: packed bits
    std::span<const std::uint8_t> bytes;
    int reduction = 1; ///< see ReducedRadiograph
    bool firstSited = false;

    void own(std::vector<std::uint8_t> samples);
    [[nodiscard]] std::uint32_t sample(std::size_t index) const;

private:
    std::vector<std::uint8_t> m_owned; ///< or empty
};

/// Errors: FileBroken naming the attribute that is missing or absurd, Unsupported, TooLarge.
[[nodiscard]] Result<PixelFormat> readPixelFormat(DcmDataset& dataset, const ReadGuard& guard);

/// The first frame, reduced as `size` allows. Sizes are held against the file before anything is
/// allocated. Errors: FileBroken, Unsupported (a transfer syntax without a decoder), TimedOut,
/// Cancelled.
[[nodiscard]] Result<Frame> readFirstFrame(const DicomLayout& layout, DcmDataset& dataset,
                                           const PixelFormat& format, const ReadSize& size,
                                           const ReadGuard& guard);

/// Keeps every step-th pixel of every step-th row of a grey frame of whole bytes; leaves others as
/// they are.
void thin(Frame& frame, int step);

} // namespace ccad::imaging
