// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/jpeg2000_codec.h"

#include "core/base/parallel.h"
#include "core/imaging/dicom_codestream.h"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcvrpobw.h>

#include <openjpeg.h>

#include <cstring>
#include <memory>

namespace ccad::imaging {

namespace {

/// A codestream in memory, for OpenJPEG's callbacks.
struct MemoryStream
{
    const char* data = nullptr;
    OPJ_SIZE_T size = 0;
    OPJ_SIZE_T position = 0;
};

OPJ_SIZE_T readSome(void* buffer, OPJ_SIZE_T count, void* user)
{
    auto* stream = static_cast<MemoryStream*>(user);
    const OPJ_SIZE_T rest = stream->size - stream->position;
    if (rest == 0)
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

/// What the data set says that a frame must be.
struct Expected
{
    Uint16 rows = 0;
    Uint16 columns = 0;
    Uint16 samples = 0;
    Uint16 bitsAllocated = 0;
    Uint16 bitsStored = 0;
    Uint16 highBit = 0;
    Sint32 frames = 1;
};

OFCondition readExpected(DcmItem* dataset, Expected& expected)
{
    if (!dataset || dataset->findAndGetUint16(DCM_Rows, expected.rows).bad()
        || dataset->findAndGetUint16(DCM_Columns, expected.columns).bad()
        || dataset->findAndGetUint16(DCM_SamplesPerPixel, expected.samples).bad()
        || dataset->findAndGetUint16(DCM_BitsAllocated, expected.bitsAllocated).bad()
        || dataset->findAndGetUint16(DCM_BitsStored, expected.bitsStored).bad())
        return EC_MissingAttribute;
    if (dataset->findAndGetUint16(DCM_HighBit, expected.highBit).bad())
        expected.highBit = static_cast<Uint16>(expected.bitsStored - 1);
    dataset->findAndGetSint32(DCM_NumberOfFrames, expected.frames);
    expected.frames = std::max<Sint32>(expected.frames, 1);
    return EC_Normal;
}

/// All fragments of one frame, put together. A single frame may be cut into any number of them.
OFCondition collect(DcmPixelSequence* fragments, const Expected& expected, Uint32 first,
                    Uint32& next, QByteArray& stream)
{
    const unsigned long count = fragments->card();
    for (next = first; next < count; ++next) {
        DcmPixelItem* item = nullptr;
        OFCondition state = fragments->getItem(item, next);
        Uint8* data = nullptr;
        if (state.good())
            state = item->getUint8Array(data);
        if (state.bad())
            return state;
        const QByteArray piece = QByteArray::fromRawData(
            reinterpret_cast<const char*>(data), data ? static_cast<int>(item->getLength()) : 0);
        if (next > first && expected.frames > 1 && jpeg2000Offset(piece) >= 0)
            break; // the next frame begins
        stream += piece;
    }
    return stream.isEmpty() ? EC_CorruptedData : EC_Normal;
}

Image decodeStream(const QByteArray& stream)
{
    const qint64 begin = jpeg2000Offset(stream);
    if (begin < 0)
        return {};
    MemoryStream memory{stream.constData() + begin, static_cast<OPJ_SIZE_T>(stream.size() - begin),
                        0};
    const std::unique_ptr<opj_stream_t, StreamEnd> input(opj_stream_default_create(OPJ_TRUE));
    const std::unique_ptr<opj_codec_t, CodecEnd> codec(opj_create_decompress(OPJ_CODEC_J2K));
    if (!input || !codec)
        return {};
    opj_stream_set_user_data(input.get(), &memory, nullptr);
    opj_stream_set_user_data_length(input.get(), memory.size);
    opj_stream_set_read_function(input.get(), readSome);
    opj_stream_set_skip_function(input.get(), skipSome);
    opj_stream_set_seek_function(input.get(), seekTo);
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
    Image image(raw);
    if (!opj_decode(codec.get(), input.get(), image.get()))
        return {};
    // A missing end marker alone does not spoil what was decoded.
    opj_end_decompress(codec.get(), input.get());
    return image;
}

bool fits(const opj_image_t& image, const Expected& expected)
{
    if (image.numcomps != expected.samples)
        return false;
    for (OPJ_UINT32 c = 0; c < image.numcomps; ++c) {
        const opj_image_comp_t& component = image.comps[c];
        if (component.w != expected.columns || component.h != expected.rows || !component.data
            || component.prec > expected.bitsAllocated)
            return false;
    }
    return true;
}

template <typename Sample>
void store(const opj_image_t& image, const Expected& expected, Sample* target)
{
    const std::size_t count = std::size_t{expected.rows} * expected.columns;
    for (OPJ_UINT32 c = 0; c < image.numcomps; ++c) {
        const opj_image_comp_t& component = image.comps[c];
        // Samples of BitsStored bits belong below HighBit; wider ones are the whole word already.
        const int shift
            = component.prec <= expected.bitsStored && expected.highBit + 1 > expected.bitsStored
            ? expected.highBit + 1 - expected.bitsStored
            : 0;
        Sample* out = target + c;
        for (std::size_t i = 0; i < count; ++i, out += image.numcomps)
            *out = static_cast<Sample>(static_cast<OPJ_UINT32>(component.data[i]) << shift);
    }
}

} // namespace

OFCondition Jpeg2000Codec::decodeFrame(const DcmRepresentationParameter*,
                                       DcmPixelSequence* fragments, const DcmCodecParameter*,
                                       DcmItem* dataset, Uint32 frame, Uint32& startFragment,
                                       void* buffer, Uint32 bufferBytes, OFString& colorModel) const
{
    Expected expected;
    OFCondition state = readExpected(dataset, expected);
    Uint32 first = startFragment;
    if (state.good() && first == 0)
        state = determineStartFragment(frame, expected.frames, fragments, first);
    QByteArray stream;
    Uint32 next = first;
    if (state.good())
        state = collect(fragments, expected, first, next, stream);
    if (state.bad())
        return state;

    const auto info = jpeg2000Info(stream);
    if (!info || info->width != expected.columns || info->height != expected.rows
        || info->components != expected.samples)
        return EC_CorruptedData;
    const std::size_t sampleBytes = expected.bitsAllocated > 16 ? 4
        : expected.bitsAllocated > 8                            ? 2
                                                                : 1;
    if (std::size_t{expected.rows} * expected.columns * expected.samples * sampleBytes
        > bufferBytes)
        return EC_IllegalParameter;

    const Image image = decodeStream(stream);
    if (!image || !fits(*image, expected))
        return EC_CorruptedData;
    if (sampleBytes == 1)
        store(*image, expected, static_cast<Uint8*>(buffer));
    else if (sampleBytes == 2)
        store(*image, expected, static_cast<Uint16*>(buffer));
    else
        store(*image, expected, static_cast<Uint32*>(buffer));
    startFragment = next;
    return determineDecompressedColorModel(nullptr, fragments, nullptr, dataset, colorModel);
}

OFCondition Jpeg2000Codec::determineDecompressedColorModel(const DcmRepresentationParameter*,
                                                           DcmPixelSequence*,
                                                           const DcmCodecParameter*,
                                                           DcmItem* dataset,
                                                           OFString& colorModel) const
{
    const OFCondition state
        = dataset->findAndGetOFString(DCM_PhotometricInterpretation, colorModel);
    // OpenJPEG has undone the component transform of these two.
    if (colorModel == "YBR_RCT" || colorModel == "YBR_ICT")
        colorModel = "RGB";
    return state;
}

OFBool Jpeg2000Codec::canChangeCoding(const E_TransferSyntax from, const E_TransferSyntax to) const
{
    const bool isOurs = from == EXS_JPEG2000LosslessOnly || from == EXS_JPEG2000;
    return isOurs && DcmXfer(to).isNotEncapsulated();
}

// CCAD asks for single frames only: a whole multi-frame picture is never wanted.
OFCondition Jpeg2000Codec::decode(const DcmRepresentationParameter*, DcmPixelSequence*,
                                  DcmPolymorphOBOW&, const DcmCodecParameter*, const DcmStack&,
                                  OFBool&) const
{
    return EC_IllegalCall;
}

OFCondition Jpeg2000Codec::encode(const Uint16*, const Uint32, const DcmRepresentationParameter*,
                                  DcmPixelSequence*&, const DcmCodecParameter*, DcmStack&,
                                  OFBool&) const
{
    return EC_IllegalCall;
}

OFCondition Jpeg2000Codec::encode(const E_TransferSyntax, const DcmRepresentationParameter*,
                                  DcmPixelSequence*, const DcmRepresentationParameter*,
                                  DcmPixelSequence*&, const DcmCodecParameter*, DcmStack&,
                                  OFBool&) const
{
    return EC_IllegalCall;
}

} // namespace ccad::imaging
