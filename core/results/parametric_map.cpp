// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/parametric_map.h"
#include "core/overlay/saliency_grid.h"
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/functional_groups.h"
#include "core/results/internal/object_makers.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::ParametricMap, UID_ParametricMapStorage, "OT",
                              "CCAD class maps", 9004};
constexpr const char* imageType = "DERIVED\\PRIMARY\\OTHER\\NONE";

Code saliency()
{
    return {u"130404"_s, u"DCM"_s, u"Saliency"_s};
}

std::vector<const ClassResult*> mappedClasses(const FilmResult& result)
{
    std::vector<const ClassResult*> mapped;
    for (const ClassResult& one : result.classes)
        if (!one.map.isEmpty())
            mapped.push_back(&one);
    return mapped;
}

void addImageModules(ValueWriter& dataset, const ObjectRequest& request)
{
    addContentTime(dataset, request.film);
    dataset.text(DCM_ImageType, imageType);
    addContentIdentification(dataset, "CLASS MAPS", u"Class maps. "_s + researchUseOnly());
    dataset.text(DCM_PixelPresentation, "MONOCHROME");
    dataset.text(DCM_PresentationLUTShape, "IDENTITY");
    addLossy(dataset, request.film, true);
    dataset.text(DCM_BurnedInAnnotation, "NO");
    dataset.text(DCM_RecognizableVisualFeatures, "NO");
    dataset.text(DCM_ContentQualification, "RESEARCH");
    dataset.emptySequence(DCM_AcquisitionContextSequence);
    // A film has no place in the room. The maps lie in a plane of their own, in which the film
    // lies at the origin.
    dataset.text(DCM_FrameOfReferenceUID,
                 request.uids.uid(nameOf(header.kind).toLatin1(), "frame of reference"));
    dataset.empty(DCM_PositionReferenceIndicator);
    addCommonInstanceReference(dataset, request.film);
}

void addPixels(ValueWriter& dataset, const std::vector<const ClassResult*>& classes,
               const MapGrid& grid)
{
    std::vector<float> values;
    values.reserve(classes.size() * static_cast<std::size_t>(grid.columns)
                   * static_cast<std::size_t>(grid.rows));
    for (const ClassResult* one : classes) {
        const std::vector<float> frame
            = enlarged(one->map.map, one->map.window, grid.columns, grid.rows);
        values.insert(values.end(), frame.begin(), frame.end());
    }
    dataset.integer(DCM_NumberOfFrames, static_cast<int>(classes.size()));
    dataset.words(DCM_SamplesPerPixel, {1});
    dataset.text(DCM_PhotometricInterpretation, "MONOCHROME2");
    dataset.words(DCM_Rows, {static_cast<Uint16>(grid.rows)});
    dataset.words(DCM_Columns, {static_cast<Uint16>(grid.columns)});
    dataset.words(DCM_BitsAllocated, {32});
    addFloats(dataset, DCM_FloatPixelData, values);
}

/// Pixel Measures and plane. A grid over a film whose pixels have no size in millimetres has none
/// either, and says so by leaving it out.
void addPlane(ValueWriter& shared, const Radiograph& radiograph, const MapGrid& grid)
{
    double columnMm = 1;
    double rowMm = 1;
    double firstColumnMm = 0;
    double firstRowMm = 0;
    shared.addItem(DCM_PixelMeasuresSequence, [&](ValueWriter& item) {
        if (const auto& spacing = radiograph.spacing) {
            columnMm = spacing->columnMm * radiograph.columns / grid.columns;
            rowMm = spacing->rowMm * radiograph.rows / grid.rows;
            // Both begin at the film's corner; positions are those of the first pixels' centres.
            firstColumnMm = (columnMm - spacing->columnMm) / 2;
            firstRowMm = (rowMm - spacing->rowMm) / 2;
            item.decimal(DCM_PixelSpacing, {rowMm, columnMm});
        }
    });
    shared.addItem(DCM_PlanePositionSequence, [&](ValueWriter& item) {
        item.decimal(DCM_ImagePositionPatient, {firstColumnMm, firstRowMm, 0});
    });
    shared.addItem(DCM_PlaneOrientationSequence, [](ValueWriter& item) {
        item.decimal(DCM_ImageOrientationPatient, {1, 0, 0, 0, 1, 0});
    });
}

void addSharedGroups(ValueWriter& dataset, const ObjectRequest& request, const MapGrid& grid)
{
    dataset.addItem(DCM_SharedFunctionalGroupsSequence, [&](ValueWriter& shared) {
        addPlane(shared, request.radiograph, grid);
        addDerivationImage(shared, request.film, saliency());
        shared.addItem(DCM_FrameAnatomySequence, [](ValueWriter& item) {
            item.text(DCM_FrameLaterality, "B");
            item.code(DCM_AnatomicRegionSequence, thorax());
        });
        shared.addItem(DCM_PixelValueTransformationSequence, [](ValueWriter& item) {
            item.decimal(DCM_RescaleIntercept, {0});
            item.decimal(DCM_RescaleSlope, {1});
            item.text(DCM_RescaleType, "US");
        });
        shared.addItem(DCM_FrameVOILUTSequence, [](ValueWriter& item) {
            item.decimal(DCM_WindowCenter, {0.5});
            item.decimal(DCM_WindowWidth, {1});
            item.text(DCM_VOILUTFunction, "LINEAR_EXACT");
        });
        shared.addItem(DCM_ParametricMapFrameTypeSequence,
                       [](ValueWriter& item) { item.text(DCM_FrameType, imageType); });
    });
}

/// 0 is nothing, 1 the most of the class: what the numbers mean.
void addMeaning(ValueWriter& frame, const ClassResult& one)
{
    frame.addItem(DCM_RealWorldValueMappingSequence, [&](ValueWriter& item) {
        item.doubles(DCM_DoubleFloatRealWorldValueFirstValueMapped, {0});
        item.doubles(DCM_DoubleFloatRealWorldValueLastValueMapped, {1});
        item.doubles(DCM_RealWorldValueIntercept, {0});
        item.doubles(DCM_RealWorldValueSlope, {1});
        item.text(DCM_LUTExplanation, u"Class map of %1"_s.arg(one.title));
        item.text(DCM_LUTLabel, one.name);
        item.code(DCM_MeasurementUnitsCodeSequence, {u"1"_s, u"UCUM"_s, u"no units"_s});
        item.addItem(DCM_QuantityDefinitionSequence, [](ValueWriter& quantity) {
            quantity.text(DCM_ValueType, "CODE");
            quantity.code(DCM_ConceptNameCodeSequence, {u"246205007"_s, u"SCT"_s, u"Quantity"_s});
            quantity.code(DCM_ConceptCodeSequence, saliency());
        });
        item.addItem(DCM_QuantityDefinitionSequence, [&one](ValueWriter& quantity) {
            quantity.text(DCM_ValueType, "CODE");
            quantity.code(DCM_ConceptNameCodeSequence, {u"121071"_s, u"DCM"_s, u"Finding"_s});
            quantity.code(DCM_ConceptCodeSequence, one.code);
        });
    });
}

} // namespace

MapGrid mapGridOf(int columns, int rows)
{
    const double factor = std::min(1.0, double{mapSide} / std::max({1, columns, rows}));
    const auto side = [factor](int pixels) {
        return std::max(1, static_cast<int>(std::lround(pixels * factor)));
    };
    return {side(columns), side(rows)};
}

Result<ResultObject> makeParametricMap(const ObjectRequest& request)
{
    const std::vector<const ClassResult*> classes = mappedClasses(request.result);
    if (classes.empty())
        return Error{ErrorCode::Unsupported, u"The finding has no class map."_s, {}};
    const MapGrid grid = mapGridOf(request.radiograph.columns, request.radiograph.rows);
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    addImageModules(dataset, request);
    addPixels(dataset, classes, grid);
    addSharedGroups(dataset, request, grid);
    for (std::size_t i = 0; i < classes.size(); ++i)
        dataset.addItem(DCM_PerFrameFunctionalGroupsSequence, [&](ValueWriter& frame) {
            addFrameContent(frame, static_cast<int>(i) + 1);
            addMeaning(frame, *classes[i]);
        });
    addDimension(dataset, request, header.kind,
                 {DCM_LUTLabel, DCM_RealWorldValueMappingSequence, "Class"});
    return finished(dataset, file, header);
}

} // namespace ccad::results
