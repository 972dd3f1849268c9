// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/spacing_words.h"
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/object_makers.h"
#include "core/results/internal/view_turn.h"
#include "core/results/result_picture.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::PresentationState,
                              UID_GrayscaleSoftcopyPresentationStateStorage, "PR",
                              "CCAD outlines and window", 9003};

constexpr const char* outlineLayer = "OUTLINES";
constexpr const char* measureLayer = "MEASUREMENTS";
constexpr const char* textLayer = "TEXT";

/// The length of Graphic Data, with 4 bytes a coordinate, is a number of 16 bits.
constexpr std::size_t mostPoints = 8000;

/// From a fraction of the film, or a pixel of the radiograph, whose pixels are square, to the
/// film's own pixels.
struct FilmScale
{
    explicit FilmScale(const ObjectRequest& request)
        : columns(request.film.columns), rows(request.film.rows),
          byColumn(columns / std::max(1, request.radiograph.columns)),
          byRow(rows / std::max(1, request.radiograph.rows))
    {
    }
    double columns;
    double rows;
    double byColumn;
    double byRow;
};

using Points = std::vector<std::array<double, 2>>;

Points pointsOf(const ContourLine& line, const FilmScale& scale)
{
    Points points;
    const std::size_t step = line.points.size() / mostPoints + 1;
    for (std::size_t i = 0; i < line.points.size(); i += step)
        points.push_back({line.points[i].x * scale.columns, line.points[i].y * scale.rows});
    if (line.isClosed && !points.empty())
        points.push_back(points.front());
    return points;
}

Points pointsOf(const ShownMeasurement& measurement, const FilmScale& scale)
{
    Points points;
    for (const QPointF point : measurement.points)
        points.push_back({point.x() * scale.byColumn, point.y() * scale.byRow});
    return points;
}

void addLine(ValueWriter& annotation, const Points& points, bool isClosed)
{
    if (points.size() < 2)
        return;
    std::vector<float> coordinates;
    for (const auto& point : points)
        for (const double coordinate : point)
            coordinates.push_back(static_cast<float>(coordinate));
    annotation.addItem(DCM_GraphicObjectSequence, [&](ValueWriter& graphic) {
        graphic.text(DCM_GraphicAnnotationUnits, "PIXEL");
        graphic.words(DCM_GraphicDimensions, {2});
        graphic.words(DCM_NumberOfGraphicPoints, {static_cast<Uint16>(points.size())});
        graphic.floats(DCM_GraphicData, coordinates);
        graphic.text(DCM_GraphicType, "POLYLINE");
        if (isClosed)
            graphic.text(DCM_GraphicFilled, "N");
    });
}

void addTextAt(ValueWriter& annotation, const QString& text, const std::array<double, 2>& point)
{
    annotation.addItem(DCM_TextObjectSequence, [&](ValueWriter& item) {
        item.text(DCM_AnchorPointAnnotationUnits, "PIXEL");
        item.text(DCM_UnformattedTextValue, text);
        item.floats(DCM_AnchorPoint, {static_cast<float>(point[0]), static_cast<float>(point[1])});
        item.text(DCM_AnchorPointVisibility, "N");
    });
}

/// At the foot of the picture, however it is turned or zoomed.
void addFootText(ValueWriter& annotation, const QString& text)
{
    annotation.addItem(DCM_TextObjectSequence, [&](ValueWriter& item) {
        item.text(DCM_BoundingBoxAnnotationUnits, "DISPLAY");
        item.text(DCM_UnformattedTextValue, text);
        item.floats(DCM_BoundingBoxTopLeftHandCorner, {0.01F, 0.88F});
        item.floats(DCM_BoundingBoxBottomRightHandCorner, {0.99F, 0.99F});
        item.text(DCM_BoundingBoxTextHorizontalJustification, "LEFT");
    });
}

/// The uppermost point, where words hide little of what is inside.
std::array<double, 2> topOf(const Points& points)
{
    return *std::min_element(points.begin(), points.end(),
                             [](const auto& a, const auto& b) { return a[1] < b[1]; });
}

/// What a layer holds; one without anything is left out of the file.
template <typename Fill>
void addLayer(ValueWriter& dataset, const FilmSource& film, const char* layer, Fill fill)
{
    dataset.addItem(DCM_GraphicAnnotationSequence, [&](ValueWriter& annotation) {
        addFilmReference(annotation, DCM_ReferencedImageSequence, film);
        annotation.text(DCM_GraphicLayer, layer);
        fill(annotation);
    });
}

void addLayerRow(ValueWriter& dataset, const char* layer, int order, const char* description)
{
    dataset.addItem(DCM_GraphicLayerSequence, [&](ValueWriter& item) {
        item.text(DCM_GraphicLayer, layer);
        item.integer(DCM_GraphicLayerOrder, order);
        item.words(DCM_GraphicLayerRecommendedDisplayGrayscaleValue, {0xFFFF});
        item.text(DCM_GraphicLayerDescription, description);
    });
}

const ClassResult* labelOf(const FilmResult& result)
{
    const auto label = static_cast<std::size_t>(result.label);
    return result.label >= 0 && label < result.classes.size() ? &result.classes[label] : nullptr;
}

void addOutlines(ValueWriter& dataset, const ObjectRequest& request)
{
    const ClassResult* label = labelOf(request.result);
    if (label == nullptr || label->regions.empty())
        return;
    const FilmScale scale(request);
    const Points largest = pointsOf(label->regions.front(), scale);
    if (largest.empty())
        return;
    addLayer(dataset, request.film, outlineLayer, [&](ValueWriter& annotation) {
        addTextAt(annotation, label->title, topOf(largest));
        for (const ContourLine& region : label->regions)
            addLine(annotation, pointsOf(region, scale), region.isClosed);
    });
    addLayerRow(dataset, outlineLayer, 1, "Where the class map reaches its stated level");
}

void addMeasurements(ValueWriter& dataset, const ObjectRequest& request)
{
    std::vector<ShownMeasurement> whole = request.shown.measurements;
    std::erase_if(whole, [](const auto& measurement) { return measurement.points.size() < 2; });
    if (whole.empty())
        return;
    const FilmScale scale(request);
    addLayer(dataset, request.film, measureLayer, [&](ValueWriter& annotation) {
        for (const ShownMeasurement& measurement : whole) {
            const Points points = pointsOf(measurement, scale);
            if (!measurement.text.isEmpty())
                addTextAt(annotation, measurement.text, points[points.size() / 2]);
            addLine(annotation, points, false);
        }
    });
    QByteArray description = "Measured by a reader";
    if (const auto& spacing = request.radiograph.spacing) // LO takes 64 characters
        description += "; " + whereLengthsHold(spacing->source).toLatin1();
    addLayerRow(dataset, measureLayer, 2, description.left(64).constData());
}

void addWords(ValueWriter& dataset, const ObjectRequest& request)
{
    QStringList lines = captionOf(request.result, MapStyle::Contours);
    if (const auto& spacing = request.radiograph.spacing)
        lines << u"Lengths: %1."_s.arg(whereLengthsHold(spacing->source));
    addLayer(dataset, request.film, textLayer,
             [&](ValueWriter& annotation) { addFootText(annotation, lines.join(u"\r\n"_s)); });
    addLayerRow(dataset, textLayer, 3, "What the model says");
}

void addIdentification(ValueWriter& dataset, const ObjectRequest& request)
{
    // Content Date and Time have other names here.
    DcmDataset content;
    ValueWriter contentTime(content);
    addContentTime(contentTime, request.film);
    OFString date;
    OFString time;
    (void)content.findAndGetOFStringArray(DCM_ContentDate, date);
    (void)content.findAndGetOFStringArray(DCM_ContentTime, time);
    dataset.text(DCM_PresentationCreationDate, date.c_str());
    dataset.text(DCM_PresentationCreationTime, time.c_str());
    dataset.text(DCM_ContentLabel, "CCAD");
    dataset.text(DCM_ContentDescription, researchUseOnly());
    dataset.empty(DCM_ContentCreatorName);
    dataset.addItem(DCM_ReferencedSeriesSequence, [&](ValueWriter& series) {
        series.text(DCM_SeriesInstanceUID, request.film.seriesInstanceUid);
        addFilmReference(series, DCM_ReferencedImageSequence, request.film);
    });
}

/// Displayed Area and Spatial Transformation: the whole film, turned as it is shown.
void addArea(ValueWriter& dataset, const ObjectRequest& request)
{
    const FilmSource& film = request.film;
    const DisplayedCorners corners = displayedCorners(request.shown, film.columns, film.rows);
    dataset.addItem(DCM_DisplayedAreaSelectionSequence, [&](ValueWriter& area) {
        addFilmReference(area, DCM_ReferencedImageSequence, film);
        addSigned(area, DCM_DisplayedAreaTopLeftHandCorner, corners.topLeft);
        addSigned(area, DCM_DisplayedAreaBottomRightHandCorner, corners.bottomRight);
        area.text(DCM_PresentationSizeMode, "SCALE TO FIT");
        const FilmScale scale(request);
        if (const auto& spacing = request.radiograph.spacing) {
            area.decimal(DCM_PresentationPixelSpacing,
                         {spacing->rowMm / scale.byRow, spacing->columnMm / scale.byColumn});
            return;
        }
        // Height and width of a pixel of the file, in square pixels.
        const qint64 height = qint64{request.radiograph.rows} * film.columns;
        const qint64 width = qint64{request.radiograph.columns} * film.rows;
        const qint64 common = std::max<qint64>(1, std::gcd(height, width));
        area.texts(DCM_PresentationPixelAspectRatio,
                   {QString::number(height / common), QString::number(width / common)});
    });
    const SpatialTransformation turn = spatialTransformation(request.shown);
    dataset.words(DCM_ImageRotation, {static_cast<Uint16>(turn.degrees)});
    dataset.text(DCM_ImageHorizontalFlip, turn.isFlipped ? "Y" : "N");
}

/// The same curve with entries of 16 bits: not every reader takes those of 9 to 15, and those of 8
/// may be packed in two ways. White is the highest entry of either depth.
std::vector<std::uint16_t> deepEntries(const VoiTable& table)
{
    constexpr std::uint32_t white = 65535;
    const std::uint32_t highest = table.bits.highest();
    std::vector<std::uint16_t> entries;
    entries.reserve(table.entries.size());
    for (const std::uint16_t entry : table.entries) {
        const std::uint32_t within = std::min<std::uint32_t>(entry, highest);
        entries.push_back(static_cast<std::uint16_t>((within * white + highest / 2) / highest));
    }
    return entries;
}

/// The film's own modality transformation, which a viewer takes from here alone (PS3.4 N.2). Values
/// of a table keep their numbers, whose units windows count in; 16 bits hold those of every depth.
void addModality(ValueWriter& dataset, const Radiograph& radiograph)
{
    if (const auto& table = radiograph.modalityTable) {
        dataset.addItem(DCM_ModalityLUTSequence, [&](ValueWriter& item) {
            addLut(item, table->firstValue, table->name, table->entries);
            item.text(DCM_ModalityLUTType,
                      radiograph.valueUnit.isEmpty() ? u"US"_s : radiograph.valueUnit);
        });
        return;
    }
    const double slope = radiograph.valueScale;
    // The radiograph counts pixels from the lowest stored value on.
    const double intercept = radiograph.valueOffset - radiograph.lowestStored.value_or(0) * slope;
    if (slope == 1 && intercept == 0)
        return;
    dataset.decimal(DCM_RescaleIntercept, {intercept});
    dataset.decimal(DCM_RescaleSlope, {slope});
    dataset.text(DCM_RescaleType, radiograph.valueUnit.isEmpty() ? u"US"_s : radiograph.valueUnit);
}

const char* nameOf(VoiFunction function)
{
    switch (function) {
    case VoiFunction::LinearExact:
        return "LINEAR_EXACT";
    case VoiFunction::Sigmoid:
        return "SIGMOID";
    case VoiFunction::Linear:
        break;
    }
    return "LINEAR";
}

void addGreys(ValueWriter& dataset, const ObjectRequest& request)
{
    addModality(dataset, request.radiograph);
    dataset.addItem(DCM_SoftcopyVOILUTSequence, [&](ValueWriter& item) {
        addFilmReference(item, DCM_ReferencedImageSequence, request.film);
        if (const auto* window = std::get_if<VoiWindow>(&request.shown.voi)) {
            item.decimal(DCM_WindowCenter, {window->center});
            item.decimal(DCM_WindowWidth, {window->width});
            if (!window->name.isEmpty())
                item.text(DCM_WindowCenterWidthExplanation, window->name);
            item.text(DCM_VOILUTFunction, nameOf(window->function));
            return;
        }
        const auto& table = std::get<VoiTable>(request.shown.voi);
        item.addItem(DCM_VOILUTSequence, [&](ValueWriter& lut) {
            addLut(lut, table.firstValue, table.name, deepEntries(table));
        });
    });
    const bool isInverse = request.radiograph.inverted != request.shown.inverted;
    dataset.text(DCM_PresentationLUTShape, isInverse ? "INVERSE" : "IDENTITY");
}

/// A film that CCAD makes a DICOM object of has stored values, too.
bool hasStoredValues(const ObjectRequest& request)
{
    return !request.film.isDicom || request.radiograph.lowestStored
        || request.radiograph.modalityTable;
}

} // namespace

Result<ResultObject> makePresentationState(const ObjectRequest& request)
{
    if (!hasStoredValues(request))
        return Error{ErrorCode::Unsupported,
                     u"The film is in colour or has more than 16 bits a pixel; a grey presentation "
                     "state cannot describe how it is shown."_s,
                     {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    addBodyPart(dataset, request.film);
    addIdentification(dataset, request);
    addArea(dataset, request);
    addGreys(dataset, request);
    addOutlines(dataset, request);
    addMeasurements(dataset, request);
    addWords(dataset, request);
    return finished(dataset, file, header);
}

} // namespace ccad::results
