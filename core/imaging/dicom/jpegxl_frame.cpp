// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/jpegxl_frame.h"

#include "core/base/checked_size.h"

#include <jxl/decode.h>

#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct DecoderEnd
{
    void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<JxlDecoder, DecoderEnd>;

Error cannotBeDecoded(const char* why)
{
    return broken(u"its compressed picture in Pixel Data %1 cannot be decoded (JPEG XL, %2)"_s.arg(
                      tagText(pixelDataTag), QString::fromLatin1(why)),
                  tagText(pixelDataTag));
}

Decoder decoderOf(const QByteArray& stream, int events)
{
    Decoder decoder(JxlDecoderCreate(nullptr));
    if (!decoder || JxlDecoderSubscribeEvents(decoder.get(), events) != JXL_DEC_SUCCESS
        || JxlDecoderSetInput(decoder.get(),
                              reinterpret_cast<const std::uint8_t*>(stream.constData()),
                              static_cast<std::size_t>(stream.size()))
            != JXL_DEC_SUCCESS)
        return {};
    JxlDecoderCloseInput(decoder.get());
    return decoder;
}

/// Runs libjxl's tasks one after the other and asks the guard in between, as nothing else can end
/// a decoding.
JxlParallelRetCode runGuarded(void* guard, void* tasks, JxlParallelRunInit begin,
                              JxlParallelRunFunction work, std::uint32_t first, std::uint32_t end)
{
    if (const JxlParallelRetCode code = begin(tasks, 1); code != 0)
        return code;
    for (std::uint32_t task = first; task < end; ++task) {
        if (!static_cast<const ReadGuard*>(guard)->check(u"decoding"_s))
            return JXL_PARALLEL_RET_RUNNER_ERROR;
        work(tasks, task, 0);
    }
    return 0;
}

/// What a frame adds to the picture's header, looked at before any of it is decoded.
Result<void> checkFirstFrame(const QByteArray& stream, const PixelFormat& format)
{
    const Decoder decoder = decoderOf(stream, JXL_DEC_FRAME);
    if (!decoder || JxlDecoderSetCoalescing(decoder.get(), JXL_FALSE) != JXL_DEC_SUCCESS)
        return cannotBeDecoded("no decoder");
    JxlFrameHeader header{};
    if (JxlDecoderProcessInput(decoder.get()) != JXL_DEC_FRAME
        || JxlDecoderGetFrameHeader(decoder.get(), &header) != JXL_DEC_SUCCESS)
        return cannotBeDecoded("without a frame");
    // Frames may be of any size, whatever the picture's is.
    const qint64 pixels = qint64{header.layer_info.xsize} * header.layer_info.ysize;
    constexpr qint64 most = 4;
    return pixels > most * format.pixelCount()
        ? Result<void>(cannotBeDecoded("a frame far larger than the picture"))
        : Result<void>();
}

/// libjxl spreads samples of fewer bits over all 8 or 16; this brings them back, exactly.
template <typename Sample> void narrow(std::vector<std::uint8_t>& bytes, int bits)
{
    constexpr std::uint32_t full = (1U << (8 * sizeof(Sample))) - 1;
    const std::uint32_t highest = (1U << bits) - 1;
    if (highest == full)
        return;
    for (std::size_t at = 0; at + sizeof(Sample) <= bytes.size(); at += sizeof(Sample)) {
        Sample sample = 0;
        std::memcpy(&sample, bytes.data() + at, sizeof(Sample));
        sample = static_cast<Sample>((std::uint64_t{sample} * highest + full / 2) / full);
        std::memcpy(bytes.data() + at, &sample, sizeof(Sample));
    }
}

/// Decodes to the end of the first frame that is shown; what is missing is not filled.
Result<void> decodeInto(std::vector<std::uint8_t>& bytes, const QByteArray& stream,
                        const JxlPixelFormat& samples, const ReadGuard& guard)
{
    const Decoder decoder = decoderOf(stream, JXL_DEC_FULL_IMAGE);
    if (!decoder
        || JxlDecoderSetParallelRunner(decoder.get(), runGuarded, const_cast<ReadGuard*>(&guard))
            != JXL_DEC_SUCCESS)
        return cannotBeDecoded("no decoder");
    for (;;) {
        const JxlDecoderStatus status = JxlDecoderProcessInput(decoder.get());
        if (auto ok = guard.check(u"decoding"_s); !ok)
            return ok;
        if (status == JXL_DEC_FULL_IMAGE)
            return {};
        std::size_t needed = 0;
        if (status != JXL_DEC_NEED_IMAGE_OUT_BUFFER
            || JxlDecoderImageOutBufferSize(decoder.get(), &samples, &needed) != JXL_DEC_SUCCESS
            || needed != bytes.size()
            || JxlDecoderSetImageOutBuffer(decoder.get(), &samples, bytes.data(), bytes.size())
                != JXL_DEC_SUCCESS)
            return cannotBeDecoded(status == JXL_DEC_NEED_MORE_INPUT ? "cut off" : "corrupted");
    }
}

std::optional<JxlBasicInfo> basicInfo(const QByteArray& stream)
{
    const Decoder decoder = decoderOf(stream, JXL_DEC_BASIC_INFO);
    JxlBasicInfo info{};
    if (!decoder || JxlDecoderProcessInput(decoder.get()) != JXL_DEC_BASIC_INFO
        || JxlDecoderGetBasicInfo(decoder.get(), &info) != JXL_DEC_SUCCESS)
        return std::nullopt;
    return info;
}

} // namespace

std::optional<CodestreamInfo> jpegXlInfo(const QByteArray& stream)
{
    const auto info = basicInfo(stream);
    if (!info)
        return std::nullopt;
    CodestreamInfo found;
    found.width = info->xsize;
    found.height = info->ysize;
    found.components = static_cast<int>(info->num_color_channels);
    found.bits = static_cast<int>(info->bits_per_sample);
    return found;
}

Result<Frame> decodeJpegXl(const QByteArray& stream, PixelFormat format, bool isLosslessSyntax,
                           const ReadGuard& guard)
{
    const auto info = basicInfo(stream);
    if (!info)
        return cannotBeDecoded("without a header");
    if (info->exponent_bits_per_sample != 0 || info->bits_per_sample > 16)
        return unsupported(u"its JPEG XL picture has samples of %1 bits or floating-point numbers, "
                           "which are not supported"_s.arg(info->bits_per_sample),
                           tagText(pixelDataTag));
    if (auto ok = checkFirstFrame(stream, format); !ok)
        return ok.error();
    const int bytesPerSample = format.bitsAllocated / 8;
    const auto count
        = checkedProduct<qint64>({format.pixelCount(), format.samples, bytesPerSample});
    if (!count || bytesPerSample < 1 || bytesPerSample > 2)
        return cannotBeDecoded("of another depth than declared");
    const JxlPixelFormat samples{static_cast<std::uint32_t>(format.samples),
                                 bytesPerSample == 2 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8,
                                 JXL_LITTLE_ENDIAN, 0};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(*count));
    if (auto ok = decodeInto(bytes, stream, samples, guard); !ok)
        return ok.error();
    const auto bits = static_cast<int>(info->bits_per_sample);
    bytesPerSample == 2 ? narrow<std::uint16_t>(bytes, bits) : narrow<std::uint8_t>(bytes, bits);
    format.colorByPlane = false;
    format.undoSubsampling();
    if (format.samples == 3 && !isLosslessSyntax)
        format.photometric = u"RGB"_s;
    auto frame = Frame::owning(std::move(format), bytesPerSample, std::move(bytes));
    if (frame && info->have_animation != JXL_FALSE)
        frame->notes.add(NoteCode::Frames,
                         u"The compressed picture is an animation; only its first picture is "
                         "shown."_s);
    return frame;
}

} // namespace ccad::imaging
