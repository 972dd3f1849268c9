// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/jpegls_frame.h"

#include "core/imaging/pictures/codestream.h"

#include <charls/charls.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

Error cannotBeDecoded(const char* why)
{
    return broken(u"its compressed picture in Pixel Data %1 cannot be decoded (%2)"_s.arg(
                      tagText(pixelDataTag), QString::fromLatin1(why)),
                  tagText(pixelDataTag));
}

Result<Frame> decodeWhole(const QByteArray& stream, PixelFormat format)
{
    try {
        charls::jpegls_decoder decoder;
        decoder.source(stream.constData(), static_cast<std::size_t>(stream.size()));
        decoder.read_spiff_header();
        decoder.read_header();
        const charls::frame_info& info = decoder.frame_info();
        const int bytesPerSample = format.bitsAllocated / 8;
        // CharLS looks at the header with its own eyes.
        if (info.width != static_cast<std::uint32_t>(format.columns)
            || info.height != static_cast<std::uint32_t>(format.rows)
            || info.component_count != format.samples
            || (info.bits_per_sample > 8 ? 2 : 1) != bytesPerSample)
            return cannotBeDecoded("JPEG-LS of another size than declared");
        std::vector<std::uint8_t> bytes(decoder.destination_size());
        decoder.decode(bytes);
        format.colorByPlane
            = format.samples > 1 && decoder.interleave_mode() == charls::interleave_mode::none;
        format.undoSubsampling();
        return Frame::owning(std::move(format), bytesPerSample, std::move(bytes));
    } catch (const charls::jpegls_error& error) {
        return cannotBeDecoded(error.what());
    }
}

} // namespace

Result<Frame> decodeJpegLs(const QByteArray& stream, PixelFormat format)
{
    const auto scans = jpegScans(stream);
    if (!scans)
        return scans.error();
    if (!scans->mayBeWhole(1))
        return cannotBeDecoded("JPEG-LS without a scan");
    Result<Frame> frame = cannotBeDecoded("JPEG-LS");
    for (const QByteArray& ended : endedStreams(stream, scans->hasEnd)) {
        frame = decodeWhole(ended, format);
        if (frame) {
            if (!scans->hasEnd)
                frame->notes.add(NoteCode::StreamMended, missingEnd());
            return frame;
        }
    }
    return frame;
}

} // namespace ccad::imaging
