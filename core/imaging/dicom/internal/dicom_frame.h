// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

#include <cstdint>
#include <optional>
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
    /// Uncompressed 4:2:2 of an odd number of columns: a row's last pixel shares its colour with
    /// the next row's first one.
    bool pairsRunOn = false;
    qint64 frames = 1; ///< as the file says: any number from 1 up
    QString photometric;

    /// Both sides have 16 bits in a file.
    [[nodiscard]] qint64 pixelCount() const { return qint64{rows} * columns; }
    /// Uncompressed 4:2:2 has four samples for two pixels (PS3.3 C.7.6.3.1.2). The last pixel of a
    /// row of odd length has four of its own.
    [[nodiscard]] bool isSubsampled() const;
    /// Changes the colour model as decompression does.
    void undoSubsampling();
};

/// Bits that the samples of one frame take, each in so many bytes (1, 2, 4, or 0 for one bit);
/// nothing where that cannot be counted.
[[nodiscard]] std::optional<qint64> frameBits(const PixelFormat& format, int bytesPerSample);

/// Bytes that the first frame takes, from its samples to its pixels; codecs work with up to 32 bits
/// a sample. Nothing where that cannot be counted.
[[nodiscard]] std::optional<qint64> memoryOfFrame(const PixelFormat& format, bool isEncoded);

/// Bytes that hold the bits; the last byte may be used in part. Not rounded by a sum, which could
/// overflow.
[[nodiscard]] constexpr qint64 bytesOfBits(qint64 bits)
{
    return bits / 8 + (bits % 8 != 0 ? 1 : 0);
}

/// The samples of the first frame, decompressed, as words of the machine's byte order. A frame has
/// at least the bytes that its format takes, since none can be made otherwise: `sample` and loops
/// over the pixels need no check of their own.
class Frame
{
public:
    /// A frame over bytes that outlive it, such as the file's content. Bytes behind the frame are
    /// left out. Error: FileBroken where there are too few.
    [[nodiscard]] static Result<Frame> over(PixelFormat format, int bytesPerSample,
                                            std::span<const std::uint8_t> bytes);
    /// A frame with bytes of its own.
    [[nodiscard]] static Result<Frame> owning(PixelFormat format, int bytesPerSample,
                                              std::vector<std::uint8_t> bytes);

    Frame(Frame&&) = default;
    Frame& operator=(Frame&&) = default;
    Frame(const Frame&) = delete; // the bytes would still be the other's
    Frame& operator=(const Frame&) = delete;

    /// The format after decompression: size, colour model and word size may have changed. `frames`
    /// counts the frames in the pixel data, as far as that is known.
    [[nodiscard]] const PixelFormat& format() const { return m_format; }
    [[nodiscard]] int bytesPerSample() const { return m_bytesPerSample; } ///< 0: packed bits
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return m_bytes; }
    [[nodiscard]] std::uint32_t sample(std::size_t index) const;

    /// Another meaning of the same three samples a pixel.
    void readAs(const QString& photometric, bool colorByPlane);
    /// Another place of the greys in the same samples, which have so many bits.
    void readBits(int bitsStored, int highBit);
    /// The same samples with a sign or without one.
    void readSigned(bool isSigned) { m_format.isSigned = isSigned; }
    /// The same frame with the bytes of each sample in the other order.
    [[nodiscard]] Result<Frame> withSwappedBytes() const;

    int reduction = 1; ///< see ReducedRadiograph
    bool firstSited = false;
    std::uint32_t overlayBits = 0; ///< bits of a sample that belong to overlays, not to greys
    ReaderNotes notes; ///< see Radiograph

private:
    Frame(PixelFormat format, int bytesPerSample, std::span<const std::uint8_t> bytes)
        : m_format(std::move(format)), m_bytesPerSample(bytesPerSample), m_bytes(bytes)
    {
    }

    PixelFormat m_format;
    int m_bytesPerSample;
    std::span<const std::uint8_t> m_bytes;
    std::vector<std::uint8_t> m_owned; ///< or empty
};

/// "one frame", "3 frames".
[[nodiscard]] QString framesText(qint64 count);

/// The note on a compressed picture that lacks its end marker.
[[nodiscard]] QString missingEnd();

/// Errors: FileBroken naming the attribute that is missing or absurd, Unsupported, TooLarge.
[[nodiscard]] Result<PixelFormat> readPixelFormat(DcmDataset& dataset, const ReadGuard& guard);

/// Says what was assumed where the data set lacks attributes without which pixels mean nothing.
[[nodiscard]] ReaderNotes noteOnAbsent(DcmDataset& dataset, const PixelFormat& format);

/// The first frame, reduced as `size` allows. Sizes are held against the file before anything is
/// allocated. Errors: FileBroken, Unsupported (a transfer syntax without a decoder), TimedOut,
/// Cancelled.
[[nodiscard]] Result<Frame> readFirstFrame(const DicomLayout& layout, DcmDataset& dataset,
                                           const PixelFormat& format, const ReadSize& size,
                                           const ReadGuard& guard);

/// Every step-th pixel of every step-th row of a grey frame of whole bytes; other frames as they
/// are.
[[nodiscard]] Result<Frame> thinned(Frame frame, int step);

} // namespace ccad::imaging
