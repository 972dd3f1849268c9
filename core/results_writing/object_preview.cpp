// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results_writing/object_preview.h"

#include "core/imaging/tags/tag_tree.h"
#include "core/results/map_regions.h"
#include "core/results/result_picture.h"
#include "core/results_reading/object_text.h"

#include <algorithm>
#include <array>

namespace ccad::results {
namespace {

constexpr int previewSide = 1024; ///< pixels of the longer side of what is drawn for it alone

/// The film as it is shown, with these lines on it.
ColourPicture filmWith(const ObjectRequest& request, MapStyle style,
                       const std::vector<ContourLine>& lines)
{
    FilmResult result = request.result;
    const auto label = static_cast<std::size_t>(std::max(0, result.label));
    if (label < result.classes.size())
        result.classes[label].regions = lines;
    ObjectRequest drawn{request.film, result, request.uids, request.radiograph, request.shown};
    drawn.shown.map = style;
    return filmPicture(drawn, previewSide);
}

const std::vector<ContourLine>& regionsOf(const FilmResult& result)
{
    static const std::vector<ContourLine> none;
    const auto label = static_cast<std::size_t>(std::max(0, result.label));
    return label < result.classes.size() ? result.classes[label].regions : none;
}

/// Outlines and measurements: what a presentation state lays over the film.
ColourPicture annotatedFilm(const ObjectRequest& request)
{
    std::vector<ContourLine> lines = regionsOf(request.result);
    for (const ShownMeasurement& measurement : request.shown.measurements) {
        ContourLine& line = lines.emplace_back();
        for (const QPointF& point : measurement.points)
            line.points.push_back(
                {point.x() / request.radiograph.columns, point.y() / request.radiograph.rows});
    }
    return filmWith(request, MapStyle::Contours, lines);
}

ColourPicture filmWithLungs(const ObjectRequest& request)
{
    constexpr double half = 0.5; // of the probability, as for the segmentation itself
    const LungMask& lungs = *request.lungs;
    const PlacedMap map{{lungs.columns, lungs.rows, lungs.probability}, {}};
    return filmWith(request, MapStyle::Contours, mapRegions(map, half));
}

ColourPicture pictureOf(ObjectKind kind, const ObjectRequest& request)
{
    switch (kind) {
    case ObjectKind::Film:
        return filmWith(request, MapStyle::Contours, {});
    case ObjectKind::SecondaryCapture:
        return withCaption(drawnFilm(request), captionOf(request.result, request.shown.map));
    case ObjectKind::PresentationState:
        return annotatedFilm(request);
    case ObjectKind::ParametricMap:
        return filmWith(request, MapStyle::Colours, {});
    case ObjectKind::Segmentation:
        return request.lungs ? filmWithLungs(request) : ColourPicture();
    case ObjectKind::Pdf:
        return shrunk(drawnFilm(request), previewSide);
    case ObjectKind::StructuredReport:
    case ObjectKind::KeyObjects:
        break;
    }
    return {};
}

/// As the panel of results shows it when it is opened again; of other objects there is no text.
Result<QStringList> textOf(const ResultObject& object)
{
    if (object.kind != ObjectKind::StructuredReport && object.kind != ObjectKind::KeyObjects)
        return QStringList();
    const auto read = readResultObject(object.bytes, titleOf(object.kind));
    return read ? Result<QStringList>(objectLines(*read)) : read.error();
}

} // namespace

Result<ObjectPreview> previewOf(const ResultObject& object, const ObjectRequest& request)
{
    auto tags = tagsOf(object);
    if (!tags)
        return tags.error();
    auto text = textOf(object);
    if (!text)
        return text.error();
    ObjectPreview preview;
    preview.kind = object.kind;
    preview.title = titleOf(object.kind);
    preview.picture = pictureOf(object.kind, request);
    preview.text = *std::move(text);
    preview.tags = *std::move(tags);
    return preview;
}

Result<TagTree> tagsOf(const ResultObject& object)
{
    return tagTreeOf(object.bytes);
}

std::vector<TagNode> mainTags(const TagTree& tree)
{
    constexpr std::array<quint32, 19> main = {0x00080008, // Image Type
                                              0x00080016, // SOP Class UID
                                              0x00080018, // SOP Instance UID
                                              0x00080020, // Study Date
                                              0x00080023, // Content Date
                                              0x00080060, // Modality
                                              0x0008103E, // Series Description
                                              0x00100010, // Patient's Name
                                              0x00100020, // Patient ID
                                              0x0020000D, // Study Instance UID
                                              0x0020000E, // Series Instance UID
                                              0x00280008, // Number of Frames
                                              0x00280010, // Rows
                                              0x00280011, // Columns
                                              0x00280301, // Burned In Annotation
                                              0x0040A491, // Completion Flag
                                              0x0040A493, // Verification Flag
                                              0x00420010, // Document Title
                                              0x00700080}; // Content Label
    std::vector<TagNode> nodes;
    for (const TagNode& node : tree.nodes)
        if (std::ranges::find(main, node.tag) != main.end())
            nodes.push_back(node);
    return nodes;
}

} // namespace ccad::results
