// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/common_modules.h"
#include "core/results/internal/object_makers.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr ObjectHeader header
    = {ObjectKind::Film, UID_SecondaryCaptureImageStorage, "OT", "CCAD film", 9000};

void addPixels(ValueWriter& dataset, const Radiograph& radiograph)
{
    const int bits = radiograph.bits.bits();
    const bool isByte = bits <= 8;
    const auto word = [&dataset](const DcmTagKey& tag, int value) {
        dataset.words(tag, {static_cast<Uint16>(value)});
    };
    word(DCM_SamplesPerPixel, 1);
    dataset.text(DCM_PhotometricInterpretation,
                 radiograph.inverted ? "MONOCHROME1" : "MONOCHROME2");
    word(DCM_Rows, radiograph.rows);
    word(DCM_Columns, radiograph.columns);
    word(DCM_BitsAllocated, isByte ? 8 : 16);
    word(DCM_BitsStored, bits);
    word(DCM_HighBit, bits - 1);
    word(DCM_PixelRepresentation, 0);
    const std::vector<std::uint16_t>& pixels = *radiograph.pixels;
    if (!isByte) {
        dataset.note(dataset.item().putAndInsertUint16Array(DcmTag(DCM_PixelData, DcmVR(EVR_OW)),
                                                            pixels.data(), pixels.size()));
        return;
    }
    std::vector<Uint8> bytes(pixels.begin(), pixels.end());
    if (bytes.size() % 2 != 0)
        bytes.push_back(0);
    dataset.note(dataset.item().putAndInsertUint8Array(DcmTag(DCM_PixelData, DcmVR(EVR_OB)),
                                                       bytes.data(), bytes.size()));
}

} // namespace

/// The film as it was read, for other objects to refer to: a picture without DICOM tags has no SOP
/// Instance UID.
Result<ResultObject> makeFilm(const ObjectRequest& request)
{
    if (request.film.isDicom)
        return Error{ErrorCode::Unsupported, u"The film is a DICOM object already."_s, {}};
    const Radiograph& radiograph = request.radiograph;
    constexpr int most = 65535; // of rows and columns in DICOM
    if (!radiograph.pixels || radiograph.rows > most || radiograph.columns > most)
        return Error{
            ErrorCode::Unsupported, u"The film has more rows or columns than DICOM takes."_s, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    addContentTime(dataset, request.film);
    dataset.text(DCM_ConversionType, "WSD");
    dataset.text(DCM_ImageType, "DERIVED\\SECONDARY");
    addGeometry(dataset, request.film);
    addBodyPart(dataset, request.film);
    dataset.text(DCM_DerivationDescription,
                 u"A picture file without DICOM tags, as CCAD read it. "_s + researchUseOnly());
    addPixels(dataset, radiograph);
    return finished(dataset, file, header);
}

} // namespace ccad::results
