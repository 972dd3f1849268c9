// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/checked_size.h"
#include "core/imaging/dicom/internal/dicom_frame.h"

#include <cstring>
#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

bool PixelFormat::isSubsampled() const
{
    return samples == 3 && photometric.endsWith(u"_422"_s);
}

void PixelFormat::undoSubsampling()
{
    if (isSubsampled())
        photometric.chop(4);
}

std::optional<qint64> frameBits(const PixelFormat& format, int bytesPerSample)
{
    if (bytesPerSample != 0 && bytesPerSample != 1 && bytesPerSample != 2 && bytesPerSample != 4)
        return std::nullopt;
    const int bitsPerSample = bytesPerSample == 0 ? 1 : 8 * bytesPerSample;
    const bool isPadded = format.isSubsampled() && !format.pairsRunOn && format.columns % 2 != 0;
    return checkedProduct<qint64>({format.rows, format.columns + (isPadded ? 1 : 0),
                                   format.isSubsampled() ? 2 : format.samples, bitsPerSample});
}

std::optional<qint64> memoryOfFrame(const PixelFormat& format, bool isEncoded)
{
    constexpr qint64 pixelBytes = sizeof(std::uint16_t);
    const qint64 sampleBytes = (format.bitsAllocated + 7) / 8 + (isEncoded ? 4 : 0);
    return checkedProduct<qint64>({format.pixelCount(), sampleBytes * format.samples + pixelBytes});
}

Result<Frame> Frame::over(PixelFormat format, int bytesPerSample,
                          std::span<const std::uint8_t> bytes)
{
    const auto bits = frameBits(format, bytesPerSample);
    if (!bits)
        return Error{
            ErrorCode::TooLarge,
            u"its frame of %1 x %2 pixels is larger than can be counted"_s.arg(format.columns)
                .arg(format.rows),
            {}};
    const auto needed = static_cast<std::size_t>(bytesOfBits(*bits));
    if (bytes.size() < needed)
        return broken(u"Pixel Data %1 ends after %2 of %3 bytes (a frame of %4 x %5 pixels)"_s
                          .arg(tagText(pixelDataTag))
                          .arg(bytes.size())
                          .arg(needed)
                          .arg(format.columns)
                          .arg(format.rows),
                      tagText(pixelDataTag));
    return Frame(std::move(format), bytesPerSample, bytes.first(needed));
}

Result<Frame> Frame::owning(PixelFormat format, int bytesPerSample, std::vector<std::uint8_t> bytes)
{
    auto frame = over(std::move(format), bytesPerSample, bytes);
    if (frame)
        frame->m_owned = std::move(bytes); // moved, they stay where they are
    return frame;
}

void Frame::readAs(const QString& photometric, bool colorByPlane)
{
    Q_ASSERT(!m_format.isSubsampled() && !photometric.endsWith(u"_422"_s));
    m_format.photometric = photometric;
    m_format.colorByPlane = colorByPlane;
}

void Frame::readBits(int bitsStored, int highBit)
{
    Q_ASSERT(bitsStored >= 1 && highBit + 1 >= bitsStored && highBit < m_format.bitsAllocated);
    m_format.bitsStored = bitsStored;
    m_format.highBit = highBit;
}

Result<Frame> Frame::withSwappedBytes() const
{
    std::vector<std::uint8_t> swapped(m_bytes.begin(), m_bytes.end());
    for (std::size_t i = 0; m_bytesPerSample == 2 && i + 1 < swapped.size(); i += 2)
        std::swap(swapped[i], swapped[i + 1]);
    auto frame = owning(m_format, m_bytesPerSample, std::move(swapped));
    if (frame) {
        frame->reduction = reduction;
        frame->firstSited = firstSited;
        frame->overlayBits = overlayBits;
        frame->notes = notes;
    }
    return frame;
}

std::uint32_t Frame::sample(std::size_t index) const
{
    switch (m_bytesPerSample) {
    case 0:
        return (m_bytes[index / 8] >> (index % 8)) & 1U;
    case 1:
        return m_bytes[index];
    case 2: {
        std::uint16_t value = 0;
        std::memcpy(&value, m_bytes.data() + index * 2, 2);
        return value;
    }
    default: {
        std::uint32_t value = 0;
        std::memcpy(&value, m_bytes.data() + index * 4, 4);
        return value;
    }
    }
}

QString framesText(qint64 count)
{
    return count == 1 ? u"one frame"_s : u"%1 frames"_s.arg(count);
}

QString missingEnd()
{
    return u"The compressed picture lacks its end marker; all of its pixels are there."_s;
}

Result<Frame> thinned(Frame frame, int step)
{
    PixelFormat format = frame.format();
    if (step < 2 || format.samples != 1 || frame.bytesPerSample() == 0)
        return frame;
    const auto sampleBytes = static_cast<std::size_t>(frame.bytesPerSample());
    const std::size_t rowBytes = static_cast<std::size_t>(format.columns) * sampleBytes;
    std::vector<std::uint8_t> kept;
    for (int row = 0; row < format.rows; row += step)
        for (int column = 0; column < format.columns; column += step) {
            const auto* sample = frame.bytes().data() + static_cast<std::size_t>(row) * rowBytes
                + static_cast<std::size_t>(column) * sampleBytes;
            kept.insert(kept.end(), sample, sample + sampleBytes);
        }
    format.rows = (format.rows + step - 1) / step;
    format.columns = (format.columns + step - 1) / step;
    auto result = Frame::owning(std::move(format), frame.bytesPerSample(), std::move(kept));
    if (result) {
        result->reduction = frame.reduction * step;
        result->firstSited = true;
        result->overlayBits = frame.overlayBits;
        result->notes = frame.notes;
    }
    return result;
}

} // namespace ccad::imaging
