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
#include <dcmtk/dcmjpeg/djutils.h>
#include <dcmtk/oflog/appender.h>
#include <dcmtk/oflog/oflog.h>
#include <dcmtk/oflog/spi/logevent.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>
#include <utility>

namespace ccad::imaging {

namespace {

int& jpegGaps()
{
    thread_local int gaps = 0;
    return gaps;
}

/// The last warning in this thread was heard, and tells of no gap.
bool& isHarmless()
{
    thread_local bool harmless = false;
    return harmless;
}

/// True for the warnings after which a decoder has filled pixels with grey, or guessed them. Odd
/// headers, which it warns of as well, cost no pixel.
bool isGap(const OFString& warning)
{
    constexpr std::array<std::string_view, 2> begins
        = {"Corrupt JPEG data", "Premature end of JPEG file"};
    return std::any_of(begins.begin(), begins.end(), [&](std::string_view begin) {
        return std::string_view(warning.c_str(), warning.size()).starts_with(begin);
    });
}

/// Hears what DCMTK's decoders warn of: they tell it to their log alone, in the thread that
/// decodes.
class WarningListener final : public dcmtk::log4cplus::Appender
{
public:
    WarningListener() = default;
    ~WarningListener() override { destructorImpl(); }
    WarningListener(const WarningListener&) = delete;
    WarningListener& operator=(const WarningListener&) = delete;
    void close() override { }

protected:
    void append(const dcmtk::log4cplus::spi::InternalLoggingEvent& event) override
    {
        isHarmless() = !isGap(event.getMessage());
    }
};

/// What the decoders log goes nowhere else.
void listenToDecoders()
{
    DCM_dcmjpegLogger.removeAllAppenders();
    DCM_dcmjpegLogger.setAdditivity(false);
    DCM_dcmjpegLogger.setLogLevel(OFLogger::WARN_LOG_LEVEL);
    DCM_dcmjpegLogger.addAppender(dcmtk::log4cplus::SharedAppenderPtr(new WarningListener));
}

/// Counts the gaps, which DCMTK would log and forget. A warning that nobody heard counts as one.
template <typename Decoder> class Counting final : public Decoder
{
public:
    using Decoder::Decoder;

    void emitMessage(int level) const override
    {
        if (level >= 0)
            return;
        isHarmless() = false;
        Decoder::emitMessage(level);
        if (!isHarmless())
            ++jpegGaps();
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
        listenToDecoders();
        // Without a conversion to RGB and its clipping, the first sample is the luminance itself.
        static const DJCodecParameter parameter(ECC_lossyYCbCr, EDC_never, EUC_default,
                                                EPC_default);
        registerCodec<DJDecoderBaseline>(parameter);
        registerCodec<DJDecoderExtended>(parameter);
        registerCodec<DJDecoderProgressive>(parameter);
        registerCodec<DJDecoderLossless>(parameter);
    });
}

int takeJpegGaps()
{
    return std::exchange(jpegGaps(), 0);
}

} // namespace ccad::imaging
