// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/native_frame.h"

#include "core/imaging/blank_tail.h"
#include "core/imaging/dicom/internal/dicom_colour.h"
#include "core/imaging/dicom/internal/dicom_surplus.h"

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

void swapWords(std::vector<std::uint8_t>& bytes, std::size_t wordBytes)
{
    for (std::size_t i = 0; i + wordBytes <= bytes.size(); i += wordBytes)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + wordBytes));
}

/// GE's private syntax is implicit little endian but for the words of its pixels.
bool hasBigEndianPixels(const DicomLayout& layout)
{
    return layout.encoding.bigEndian || layout.transferSyntaxUid == u"1.2.840.113619.5.2";
}

/// Looks for an end that was never written.
Result<Frame> checkEnd(Frame frame, qint64 fileOffset)
{
    const PixelFormat& format = frame.format();
    const qint64 pixelBytes = qint64{frame.bytesPerSample()} * format.samples;
    if (format.colorByPlane || pixelBytes == 0)
        return frame;
    const StoredRows rows{frame.bytes(), format.columns * pixelBytes, pixelBytes, fileOffset};
    if (auto ok = checkTail(rows, tagText(pixelDataTag)); !ok)
        return ok.error();
    return frame;
}

} // namespace

Result<Frame> readNativeFrame(const DicomLayout& layout, const DicomElement& element,
                              PixelFormat format)
{
    const std::span<const std::uint8_t> available(
        reinterpret_cast<const std::uint8_t*>(layout.bytes.constData()) + element.valueOffset,
        static_cast<std::size_t>(element.endOffset - element.valueOffset));
    const QString said = format.photometric;
    ReaderNotes notes;
    if (auto ok = settleNativeSamples(format, static_cast<qint64>(available.size()), notes); !ok)
        return ok.error();
    const int bytesPerSample = format.bitsAllocated / 8;
    const qint64 bits = frameBits(format, bytesPerSample).value_or(0);
    const QByteArrayView all(available.data(), static_cast<qsizetype>(available.size()));
    if (auto ok = checkSurplus(format, all, hasBigEndianPixels(layout), notes); !ok)
        return ok.error();
    if (bits > 0)
        format.frames = std::clamp(static_cast<qint64>(available.size()) * 8 / bits, qint64{1},
                                   format.frames);
    const auto settled = [&](Result<Frame> frame) -> Result<Frame> {
        const bool isPlain = frame && !frame->format().isSubsampled();
        if (isPlain)
            frame = checkEnd(*std::move(frame), element.valueOffset);
        if (frame) {
            frame->notes.add(notes);
            frame = withoutSubsampling(*std::move(frame));
        }
        return frame ? settleColour(*std::move(frame), said, {}) : std::move(frame);
    };
    const int wordBytes = bytesPerSample > 1 ? bytesPerSample : element.vr == "OW" ? 2 : 1;
    if (!hasBigEndianPixels(layout) || wordBytes == 1)
        return settled(Frame::over(std::move(format), bytesPerSample, available));
    // One byte more, if there is one: a swap of words must not split the last pair.
    const auto needed = static_cast<std::size_t>(bytesOfBits(bits));
    const auto words = available.first(std::min(available.size(), needed + needed % 2));
    std::vector<std::uint8_t> swapped(words.begin(), words.end());
    swapWords(swapped, static_cast<std::size_t>(wordBytes));
    return settled(Frame::owning(std::move(format), bytesPerSample, std::move(swapped)));
}

} // namespace ccad::imaging
