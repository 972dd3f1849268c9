// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/functional_groups.h"
#include "core/results/internal/object_makers.h"

#include <opencv2/imgproc.hpp>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::Segmentation, UID_SegmentationStorage, "SEG",
                              "CCAD lungs", 9005};
/// Of the probability, as for all that asks where the lungs are (core/preprocess/lung_mask.h).
constexpr float threshold = 0.5F;

/// One bit a pixel of the film, row after row without gaps, the first in the lowest bit (PS3.5
/// 8.1.1). The film's size is that of the file: only then does pixel lie upon pixel.
std::vector<std::uint8_t> lungBits(const LungMask& lungs, int columns, int rows)
{
    std::vector<float> probability = lungs.probability;
    const cv::Mat cells(lungs.rows, lungs.columns, CV_32FC1, probability.data());
    cv::Mat pixels;
    // The interpolation between the centres of cells that enlarged() does, many times as fast.
    cv::resize(cells, pixels, {columns, rows}, 0, 0, cv::INTER_LINEAR);
    std::vector<std::uint8_t> bits(
        (static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) + 7) / 8);
    std::size_t at = 0;
    for (int y = 0; y < rows; ++y) {
        const auto* row = pixels.ptr<float>(y);
        for (int x = 0; x < columns; ++x, ++at)
            bits[at / 8] = static_cast<std::uint8_t>(bits[at / 8]
                                                     | (row[x] >= threshold ? 1U : 0U) << at % 8);
    }
    return bits;
}

void addImageModules(ValueWriter& dataset, const ObjectRequest& request)
{
    addContentTime(dataset, request.film);
    dataset.text(DCM_ImageType, "DERIVED\\PRIMARY");
    addContentIdentification(dataset, "LUNGS", u"Lungs. "_s + researchUseOnly());
    addLossy(dataset, request.film, true);
    dataset.text(DCM_SegmentationType, "BINARY");
    dataset.text(DCM_BurnedInAnnotation, "NO");
    addGeometry(dataset, request.film);
    dataset.text(DCM_ImageLaterality, "B"); // of both lungs, whatever the film is of
    addBodyPart(dataset, request.film);
    addCommonInstanceReference(dataset, request.film);
}

void addSegment(ValueWriter& dataset, const ObjectRequest& request)
{
    dataset.addItem(DCM_SegmentSequence, [&request](ValueWriter& segment) {
        segment.words(DCM_SegmentNumber, {1});
        segment.text(DCM_SegmentLabel, "Lungs");
        segment.text(DCM_SegmentDescription,
                     u"Both lungs as CCAD's network finds them; the heart's shadow is no lung. "_s
                         + researchUseOnly());
        segment.text(DCM_SegmentAlgorithmType, "AUTOMATIC");
        segment.text(DCM_SegmentAlgorithmName, u"CCAD lungs"_s);
        segment.code(DCM_AnatomicRegionSequence, thorax());
        segment.code(DCM_SegmentedPropertyCategoryCodeSequence,
                     {u"123037004"_s, u"SCT"_s, u"Anatomical Structure"_s});
        segment.code(DCM_SegmentedPropertyTypeCodeSequence, {u"39607008"_s, u"SCT"_s, u"Lung"_s});
        segment.words(DCM_RecommendedDisplayCIELabValue, {42598, 32896, 21331}); // a pale blue
        segment.text(DCM_TrackingID, u"lungs"_s);
        segment.text(DCM_TrackingUID,
                     request.uids.uid(nameOf(header.kind).toLatin1(), "tracking lungs"));
    });
}

void addPixels(ValueWriter& dataset, const ObjectRequest& request)
{
    const FilmSource& film = request.film;
    dataset.integer(DCM_NumberOfFrames, 1);
    dataset.words(DCM_SamplesPerPixel, {1});
    dataset.text(DCM_PhotometricInterpretation, "MONOCHROME2");
    dataset.words(DCM_Rows, {static_cast<Uint16>(film.rows)});
    dataset.words(DCM_Columns, {static_cast<Uint16>(film.columns)});
    dataset.words(DCM_BitsAllocated, {1});
    dataset.words(DCM_BitsStored, {1});
    dataset.words(DCM_HighBit, {0});
    dataset.words(DCM_PixelRepresentation, {0});
    addBytes(dataset, DCM_PixelData, lungBits(*request.lungs, film.columns, film.rows));
}

void addGroups(ValueWriter& dataset, const FilmSource& film)
{
    dataset.addItem(DCM_SharedFunctionalGroupsSequence, [&film](ValueWriter& shared) {
        addDerivationImage(shared, film, {u"113076"_s, u"DCM"_s, u"Segmentation"_s});
        shared.addItem(DCM_SegmentIdentificationSequence,
                       [](ValueWriter& item) { item.words(DCM_ReferencedSegmentNumber, {1}); });
    });
    dataset.addItem(DCM_PerFrameFunctionalGroupsSequence,
                    [](ValueWriter& frame) { addFrameContent(frame, 1); });
}

} // namespace

Result<ResultObject> makeSegmentation(const ObjectRequest& request)
{
    const std::optional<LungMask>& lungs = request.lungs;
    if (!lungs || lungs->columns < 1 || lungs->rows < 1
        || lungs->probability.size()
            != static_cast<std::size_t>(lungs->columns) * static_cast<std::size_t>(lungs->rows))
        return Error{ErrorCode::Unsupported, u"No lungs were found on the film."_s, {}};
    constexpr int most = 65535; // of rows and columns in DICOM
    if (request.film.rows > most || request.film.columns > most)
        return Error{
            ErrorCode::Unsupported, u"The film has more rows or columns than DICOM takes."_s, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    addImageModules(dataset, request);
    addSegment(dataset, request);
    addPixels(dataset, request);
    addGroups(dataset, request.film);
    addDimension(dataset, request, header.kind,
                 {DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence, "Segment"});
    return finished(dataset, file, header);
}

} // namespace ccad::results
