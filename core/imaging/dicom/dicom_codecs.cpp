// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dicom_codecs.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdecbas.h>
#include <dcmtk/dcmjpeg/djdecext.h>
#include <dcmtk/dcmjpeg/djdeclol.h>
#include <dcmtk/dcmjpeg/djdecpro.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpeg/djdijg8.h>
#include <dcmtk/oflog/oflog.h>

#include <mutex>
#include <utility>

namespace ccad::imaging {

namespace {

int& jpegWarnings()
{
    thread_local int warnings = 0;
    return warnings;
}

/// Counts the warnings, which DCMTK would log and forget.
template <typename Decoder> class Counting final : public Decoder
{
public:
    using Decoder::Decoder;

    void emitMessage(int level) const override
    {
        if (level < 0)
            ++jpegWarnings();
    }
};

/// A codec of DCMTK's whose decoders count.
template <typename Codec> class CountingCodec final : public Codec
{
    DJDecoder* createDecoderInstance(const DcmRepresentationParameter*,
                                     const DJCodecParameter* parameter, Uint8 bits,
                                     OFBool isYbr) const override
    {
        if (bits <= 8)
            return new Counting<DJDecompressIJG8Bit>(*parameter, isYbr);
        if (bits <= 12)
            return new Counting<DJDecompressIJG12Bit>(*parameter, isYbr);
        return new Counting<DJDecompressIJG16Bit>(*parameter, isYbr);
    }
};

template <typename Codec> void registerCodec(const DJCodecParameter& parameter)
{
    static const CountingCodec<Codec> codec;
    DcmCodecList::registerCodec(&codec, nullptr, &parameter);
}

} // namespace

void registerDicomCodecs()
{
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        // Without a conversion to RGB and its clipping, the first sample is the luminance itself.
        static const DJCodecParameter parameter(ECC_lossyYCbCr, EDC_never, EUC_default,
                                                EPC_default);
        registerCodec<DJDecoderBaseline>(parameter);
        registerCodec<DJDecoderExtended>(parameter);
        registerCodec<DJDecoderProgressive>(parameter);
        registerCodec<DJDecoderLossless>(parameter);
    });
}

int takeJpegWarnings()
{
    return std::exchange(jpegWarnings(), 0);
}

} // namespace ccad::imaging
