// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/jpeg2000_frame.h"

#include "core/base/parallel.h"
#include "core/imaging/dicom/internal/jpeg2000_damage.h"
#include "core/imaging/pictures/codestream.h"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// A codestream in memory, for OpenJPEG's callbacks.
struct MemoryStream
{
    const char* data = nullptr;
    OPJ_SIZE_T size = 0;
    OPJ_SIZE_T position = 0;
    const ReadGuard* guard = nullptr; ///< asked before each piece: nothing else can end a decoding
};

OPJ_SIZE_T readSome(void* buffer, OPJ_SIZE_T count, void* user)
{
    auto* stream = static_cast<MemoryStream*>(user);
    const OPJ_SIZE_T rest = stream->size - stream->position;
    if (rest == 0 || stream->guard->isOver())
        return static_cast<OPJ_SIZE_T>(-1);
    const OPJ_SIZE_T take = std::min(count, rest);
    std::memcpy(buffer, stream->data + stream->position, take);
    stream->position += take;
    return take;
}

OPJ_OFF_T skipSome(OPJ_OFF_T count, void* user)
{
    auto* stream = static_cast<MemoryStream*>(user);
    if (count < 0)
        return -1;
    const auto rest = static_cast<OPJ_OFF_T>(stream->size - stream->position);
    const OPJ_OFF_T take = std::min(count, rest);
    stream->position += static_cast<OPJ_SIZE_T>(take);
    return take == 0 && count > 0 ? -1 : take;
}

OPJ_BOOL seekTo(OPJ_OFF_T position, void* user)
{
    auto* stream = static_cast<MemoryStream*>(user);
    if (position < 0 || static_cast<OPJ_SIZE_T>(position) > stream->size)
        return OPJ_FALSE;
    stream->position = static_cast<OPJ_SIZE_T>(position);
    return OPJ_TRUE;
}

struct StreamEnd
{
    void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct CodecEnd
{
    void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct ImageEnd
{
    void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using Image = std::unique_ptr<opj_image_t, ImageEnd>;

struct TileInfoEnd
{
    void operator()(opj_codestream_info_v2_t* info) const { opj_destroy_cstr_info(&info); }
};

/// How often the picture may be halved: as often as it was halved when it was encoded, and as
/// leaves twice the shorter side, since wavelets are less like means than JPEG's transform is. A
/// picture with the irreversible wavelet is never halved: even so, probabilities would differ by
/// more than 0.01.
OPJ_UINT32 halvings(opj_codec_t* codec, const opj_image_t& image, int shorterSide)
{
    if (shorterSide < 1)
        return 0;
    const std::unique_ptr<opj_codestream_info_v2_t, TileInfoEnd> info(opj_get_cstr_info(codec));
    if (!info || !info->m_default_tile_info.tccp_info)
        return 0;
    OPJ_UINT32 encoded = OPJ_J2K_MAXRLVLS;
    for (OPJ_UINT32 c = 0; c < image.numcomps; ++c) {
        const opj_tccp_info_t& component = info->m_default_tile_info.tccp_info[c];
        const bool isReversible = component.qmfbid == 1;
        encoded = std::min(encoded, isReversible ? component.numresolutions : 1);
    }
    const OPJ_UINT32 side = std::min(image.x1 - image.x0, image.y1 - image.y0);
    const auto least = 2 * static_cast<OPJ_UINT32>(shorterSide);
    OPJ_UINT32 halved = 0;
    while (halved + 1 < encoded && side >> (halved + 1) >= least)
        ++halved;
    return halved;
}

struct Decoded
{
    Image image;
    OPJ_UINT32 halved = 0;
    Jpeg2000Damage damage;
};

/// OpenJPEG tells its errors and warnings of blocks one at a time.
void hear(const char* message, void* damage)
{
    static_cast<Jpeg2000Damage*>(damage)->hear(message);
}

/// A codestream that OpenJPEG takes, and what had to be done to it.
struct Codestream
{
    QByteArray bytes;
    QStringList notes;
};

/// The bare codestream with its end marker right behind its last tile-part. Nothing where a
/// tile-part is missing or cut off: OpenJPEG would leave its tile grey, or coarse.
std::optional<Codestream> wholeCodestream(const QByteArray& stream)
{
    const qint64 begin = jpeg2000Offset(stream);
    if (begin < 0)
        return std::nullopt;
    Codestream whole{QByteArray::fromRawData(stream.constData() + begin, stream.size() - begin),
                     {}};
    const Jpeg2000Tiles tiles = jpeg2000Tiles(whole.bytes);
    if (!tiles.areWhole)
        return std::nullopt;
    if (tiles.hasEnd)
        return whole;
    const QByteArray marker = QByteArray::fromHex("ffd9");
    const qint64 end = whole.bytes.indexOf(marker, tiles.endOffset);
    if (end < 0)
        whole.notes << missingEnd();
    else
        whole.notes << u"Between the last tile of the compressed picture and its end marker stand "
                       "%1 bytes that are not part of it; all of its pixels are there."_s.arg(
                           end - tiles.endOffset);
    whole.bytes = whole.bytes.left(tiles.endOffset) + marker;
    return whole;
}

Decoded decodeStream(const QByteArray& stream, int shorterSide, const ReadGuard& guard)
{
    MemoryStream memory{stream.constData(), static_cast<OPJ_SIZE_T>(stream.size()), 0, &guard};
    const std::unique_ptr<opj_stream_t, StreamEnd> input(opj_stream_default_create(OPJ_TRUE));
    const std::unique_ptr<opj_codec_t, CodecEnd> codec(opj_create_decompress(OPJ_CODEC_J2K));
    if (!input || !codec)
        return {};
    opj_stream_set_user_data(input.get(), &memory, nullptr);
    opj_stream_set_user_data_length(input.get(), memory.size);
    opj_stream_set_read_function(input.get(), readSome);
    opj_stream_set_skip_function(input.get(), skipSome);
    opj_stream_set_seek_function(input.get(), seekTo);
    Decoded decoded;
    opj_set_warning_handler(codec.get(), hear, &decoded.damage);
    opj_set_error_handler(codec.get(), hear, &decoded.damage);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!opj_setup_decoder(codec.get(), &parameters))
        return {};
    // The entropy decoder takes nearly all of the time and works block by block.
    if (const int threads = threadsToUse(); threads > 1)
        opj_codec_set_threads(codec.get(), threads);
    opj_image_t* raw = nullptr;
    if (!opj_read_header(input.get(), codec.get(), &raw))
        return {};
    decoded.image.reset(raw);
    decoded.halved = halvings(codec.get(), *raw, shorterSide);
    if (decoded.halved > 0 && !opj_set_decoded_resolution_factor(codec.get(), decoded.halved))
        return {};
    if (!opj_decode(codec.get(), input.get(), decoded.image.get()))
        return {};
    // A missing end marker alone does not spoil what was decoded.
    opj_end_decompress(codec.get(), input.get());
    return decoded;
}

bool fits(const opj_image_t& image, const PixelFormat& format)
{
    if (image.numcomps != static_cast<OPJ_UINT32>(format.samples))
        return false;
    for (OPJ_UINT32 c = 0; c < image.numcomps; ++c) {
        const opj_image_comp_t& component = image.comps[c];
        if (component.w != static_cast<OPJ_UINT32>(format.columns)
            || component.h != static_cast<OPJ_UINT32>(format.rows) || !component.data
            || component.prec > static_cast<OPJ_UINT32>(format.bitsAllocated))
            return false;
    }
    return true;
}

template <typename Sample>
std::vector<std::uint8_t> stored(const opj_image_t& image, const PixelFormat& format)
{
    const auto count = static_cast<std::size_t>(format.pixelCount());
    std::vector<std::uint8_t> bytes(count * image.numcomps * sizeof(Sample));
    for (OPJ_UINT32 c = 0; c < image.numcomps; ++c) {
        const opj_image_comp_t& component = image.comps[c];
        // Samples of BitsStored bits belong below HighBit; wider ones are the whole word already.
        const int shift = component.prec <= static_cast<OPJ_UINT32>(format.bitsStored)
            ? std::max(format.highBit + 1 - format.bitsStored, 0)
            : 0;
        std::uint8_t* out = bytes.data() + c * sizeof(Sample);
        for (std::size_t i = 0; i < count; ++i, out += image.numcomps * sizeof(Sample)) {
            const auto sample
                = static_cast<Sample>(static_cast<OPJ_UINT32>(component.data[i]) << shift);
            std::memcpy(out, &sample, sizeof(Sample));
        }
    }
    return bytes;
}

Error isDamaged()
{
    return broken(u"its compressed picture in Pixel Data %1 cannot be decoded as a whole: data "
                  "are missing or damaged"_s.arg(tagText(pixelDataTag)),
                  tagText(pixelDataTag));
}

QString noteOn(const Jpeg2000Damage& damage)
{
    return u"The data of %1 blocks of the compressed picture (JPEG 2000) do not end where they "
           "should; parts of the picture may be damaged."_s.arg(damage.blocks);
}

Error cannotBeDecoded()
{
    return broken(
        u"its compressed picture in Pixel Data %1 cannot be decoded (corrupted JPEG 2000)"_s.arg(
            tagText(pixelDataTag)),
        tagText(pixelDataTag));
}

} // namespace

Result<Frame> decodeJpeg2000(const QByteArray& stream, PixelFormat format, int shorterSide,
                             const ReadGuard& guard)
{
    const auto info = jpeg2000Info(stream);
    if (!info || info->width != format.columns || info->height != format.rows
        || info->components != format.samples)
        return cannotBeDecoded();
    const auto codestream = wholeCodestream(stream);
    if (!codestream)
        return cannotBeDecoded();
    if (hasImpossibleBytes(codestream->bytes))
        return isDamaged();
    // Blocks that are left out are not checked.
    const int side = shorterSide > 0 && hasSuspiciousBytes(codestream->bytes) ? 0 : shorterSide;
    const Decoded decoded = decodeStream(tellingBlockEnds(codestream->bytes), side, guard);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    if (!decoded.image)
        return cannotBeDecoded();
    if (decoded.damage.losesPixels())
        return isDamaged();
    // Each halving rounds up (T.800 B-15, with the picture's origin at 0).
    for (OPJ_UINT32 i = 0; i < decoded.halved; ++i) {
        format.columns = (format.columns + 1) / 2;
        format.rows = (format.rows + 1) / 2;
    }
    if (!fits(*decoded.image, format))
        return cannotBeDecoded();
    const int bytesPerSample = format.bitsAllocated > 16 ? 4 : format.bitsAllocated > 8 ? 2 : 1;
    auto bytes = bytesPerSample == 4 ? stored<std::uint32_t>(*decoded.image, format)
        : bytesPerSample == 2        ? stored<std::uint16_t>(*decoded.image, format)
                                     : stored<std::uint8_t>(*decoded.image, format);
    // OpenJPEG has undone the component transform of these two.
    if (format.photometric == u"YBR_RCT" || format.photometric == u"YBR_ICT")
        format.photometric = u"RGB"_s;
    format.undoSubsampling();
    auto frame = Frame::owning(std::move(format), bytesPerSample, std::move(bytes));
    if (frame) {
        // Sides of 16 bits are halved 15 times at most.
        frame->reduction = 1 << decoded.halved;
        frame->firstSited = true;
        frame->notes.add(NoteCode::StreamMended, codestream->notes);
        if (decoded.damage.isLikely())
            frame->notes.add(NoteCode::DataDamaged, noteOn(decoded.damage));
    }
    return frame;
}

} // namespace ccad::imaging
