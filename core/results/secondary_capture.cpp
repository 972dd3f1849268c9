// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/object_makers.h"
#include "core/results/internal/view_turn.h"
#include "core/results/result_picture.h"

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::SecondaryCapture, UID_SecondaryCaptureImageStorage, "OT",
                              "CCAD picture with finding", 9002};

/// General Image with what the picture was made of, and how it lies.
void addImageModules(ValueWriter& dataset, const ObjectRequest& request, const QStringList& words)
{
    dataset.text(DCM_ImageType, "DERIVED\\SECONDARY");
    addContentTime(dataset, request.film);
    addBurnedIn(dataset, request.film, true);
    addLossy(dataset, request.film);
    addDerivation(dataset, u"Film with the finding of a model and words"_s,
                  {u"113085"_s, u"DCM"_s, u"Spatial resampling"_s});
    addSourceImage(dataset, request.film);
    addCommonInstanceReference(dataset, request.film);
    addGeometry(dataset, request.film, isTurned(request.shown));
    addBodyPart(dataset, request.film);
    if (isTurned(request.shown)) {
        const ShownDirections directions = shownDirections(request.shown, request.film.rowDirection,
                                                           request.film.columnDirection);
        if (directions == ShownDirections())
            dataset.empty(DCM_PatientOrientation);
        else
            dataset.texts(DCM_PatientOrientation, {directions.rows, directions.columns});
    }
    dataset.text(DCM_ImageComments, words.join(u' '));
}

void addPixels(ValueWriter& dataset, const ColourPicture& picture)
{
    dataset.words(DCM_SamplesPerPixel, {3});
    dataset.text(DCM_PhotometricInterpretation, "RGB");
    dataset.words(DCM_PlanarConfiguration, {0});
    dataset.words(DCM_Rows, {static_cast<Uint16>(picture.rows)});
    dataset.words(DCM_Columns, {static_cast<Uint16>(picture.columns)});
    dataset.words(DCM_BitsAllocated, {8});
    dataset.words(DCM_BitsStored, {8});
    dataset.words(DCM_HighBit, {7});
    dataset.words(DCM_PixelRepresentation, {0});
    addBytes(dataset, DCM_PixelData, picture.rgb);
}

} // namespace

Result<ResultObject> makeSecondaryCapture(const ObjectRequest& request)
{
    const QStringList words = captionOf(request.result, request.shown.map);
    const ColourPicture picture = withCaption(drawnFilm(request), words);
    if (picture.rgb.empty())
        return Error{ErrorCode::Unsupported, u"The film has no pixels to make a picture of."_s, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    dataset.text(DCM_ConversionType, "WSD");
    addImageModules(dataset, request, words);
    addPixels(dataset, picture);
    return finished(dataset, file, header);
}

} // namespace ccad::results
