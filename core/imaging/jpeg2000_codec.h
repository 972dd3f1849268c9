// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>

namespace ccad::imaging {

/// JPEG 2000 (lossless, and lossless or lossy) on OpenJPEG, decoding only: what Debian's DCMTK
/// lacks. A frame is delivered colour-by-pixel, in the sample size of BitsAllocated.
class Jpeg2000Codec final : public DcmCodec
{
public:
    OFCondition decode(const DcmRepresentationParameter* fromParam, DcmPixelSequence* fragments,
                       DcmPolymorphOBOW& uncompressed, const DcmCodecParameter* parameter,
                       const DcmStack& stack, OFBool& removeOldRepresentation) const override;
    OFCondition decodeFrame(const DcmRepresentationParameter* fromParam,
                            DcmPixelSequence* fragments, const DcmCodecParameter* parameter,
                            DcmItem* dataset, Uint32 frame, Uint32& startFragment, void* buffer,
                            Uint32 bufferBytes, OFString& colorModel) const override;
    OFCondition encode(const Uint16*, const Uint32, const DcmRepresentationParameter*,
                       DcmPixelSequence*&, const DcmCodecParameter*, DcmStack&,
                       OFBool&) const override;
    OFCondition encode(const E_TransferSyntax, const DcmRepresentationParameter*, DcmPixelSequence*,
                       const DcmRepresentationParameter*, DcmPixelSequence*&,
                       const DcmCodecParameter*, DcmStack&, OFBool&) const override;
    OFBool canChangeCoding(const E_TransferSyntax from, const E_TransferSyntax to) const override;
    OFCondition determineDecompressedColorModel(const DcmRepresentationParameter* fromParam,
                                                DcmPixelSequence* fragments,
                                                const DcmCodecParameter* parameter,
                                                DcmItem* dataset,
                                                OFString& colorModel) const override;
};

/// DCMTK's codec list wants a parameter, though there is nothing to choose.
class Jpeg2000Parameter final : public DcmCodecParameter
{
public:
    DcmCodecParameter* clone() const override { return new Jpeg2000Parameter(*this); }
    const char* className() const override { return "ccad::Jpeg2000Parameter"; }
};

} // namespace ccad::imaging
