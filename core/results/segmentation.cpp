// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/functional_groups.h"
#include "core/results/internal/object_makers.h"

#include <algorithm>
#include <cstddef>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::Segmentation, UID_SegmentationStorage, "SEG",
                              "CCAD lungs", 9005};
/// Of the probability, as for all that asks where the lungs are (core/preprocess/lung_mask.h).
constexpr float threshold = 0.5F;

/// Between which cells a pixel of a row or column lies, and how near the second one: the centres of
/// both grids span the same film.
struct Between
{
    std::size_t first;
    std::size_t second;
    float share; ///< of the second, 0..1
};

std::vector<Between> betweenCells(int pixels, int cells)
{
    std::vector<Between> places;
    const double scale = double(cells) / pixels;
    for (int pixel = 0; pixel < pixels; ++pixel) {
        const double at = std::clamp((pixel + 0.5) * scale - 0.5, 0.0, double(cells - 1));
        const auto first = static_cast<std::size_t>(at);
        places.push_back({first, std::min(first + 1, static_cast<std::size_t>(cells - 1)),
                          static_cast<float>(at - double(first))});
    }
    return places;
}

/// The cells of each row, interpolated to so many columns.
std::vector<float> widened(const LungMask& lungs, int columns)
{
    const std::vector<Between> across = betweenCells(columns, lungs.columns);
    std::vector<float> wide;
    wide.reserve(static_cast<std::size_t>(columns) * static_cast<std::size_t>(lungs.rows));
    for (int row = 0; row < lungs.rows; ++row) {
        const float* cells = lungs.probability.data() + std::ptrdiff_t{row} * lungs.columns;
        for (const Between& place : across)
            wide.push_back(cells[place.first]
                           + place.share * (cells[place.second] - cells[place.first]));
    }
    return wide;
}

/// Eight bytes of 0 or 1 as bits, the first in the lowest.
std::uint8_t packed(const std::uint8_t* flags)
{
    unsigned bits = 0;
    for (unsigned i = 0; i < 8; ++i)
        bits |= unsigned{flags[i]} << i;
    return static_cast<std::uint8_t>(bits);
}

/// One bit a pixel of the film, row after row without gaps, the first in the lowest bit (PS3.5
/// 8.1.1). The film's size is that of the file: only then does pixel lie upon pixel. Interpolates
/// between the centres of cells, row by row: a film of floats would be thirty megabytes.
std::vector<std::uint8_t> lungBits(const LungMask& lungs, int columns, int rows)
{
    const std::vector<float> wide = widened(lungs, columns);
    const auto width = static_cast<std::size_t>(columns);
    std::vector<std::uint8_t> bits;
    bits.reserve((width * static_cast<std::size_t>(rows) + 7) / 8);
    std::vector<std::uint8_t> flags(width + 16, 0);
    std::size_t waiting = 0; // flags of earlier rows that fill no byte yet
    for (const Between& place : betweenCells(rows, lungs.rows)) {
        const float* upper = wide.data() + place.first * width;
        const float* lower = wide.data() + place.second * width;
        std::uint8_t* out = flags.data() + waiting;
        for (std::size_t x = 0; x < width; ++x)
            out[x] = upper[x] + place.share * (lower[x] - upper[x]) >= threshold ? 1 : 0;
        const std::size_t count = waiting + width;
        for (std::size_t at = 0; at + 8 <= count; at += 8)
            bits.push_back(packed(flags.data() + at));
        waiting = count % 8;
        std::copy_n(flags.data() + count - waiting, waiting, flags.data());
    }
    if (waiting > 0) {
        std::fill_n(flags.data() + waiting, 8, std::uint8_t{0});
        bits.push_back(packed(flags.data()));
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
