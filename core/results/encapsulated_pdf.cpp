// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/bulk_values.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/object_makers.h"
#include "core/results/internal/plain_page.h"
#include "core/results/result_picture.h"

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::Pdf, UID_EncapsulatedPDFStorage, "DOC", "CCAD report",
                              9006};
constexpr int pictureSide = 768; ///< pixels of the longer side of the plain page's picture

QByteArray pdfOf(const ObjectRequest& request)
{
    if (!request.reportPdf.isEmpty())
        return request.reportPdf;
    QStringList lines = captionOf(request.result, request.shown.map);
    lines << request.result.warnings;
    return plainPage(u"CCAD report"_s, lines, shrunk(drawnFilm(request), pictureSide));
}

/// What the document is about (PS3.3 C.24.2).
void addSourceInstance(ValueWriter& dataset, const FilmSource& film)
{
    dataset.addItem(DCM_SourceInstanceSequence, [&film](ValueWriter& item) {
        item.text(DCM_ReferencedSOPClassUID, film.sopClassUid);
        item.text(DCM_ReferencedSOPInstanceUID, film.sopInstanceUid);
        addChecksum(item, film);
        item.code(DCM_PurposeOfReferenceCodeSequence,
                  {u"121322"_s, u"DCM"_s, u"Source image for image processing operation"_s});
    });
}

} // namespace

Result<ResultObject> makePdf(const ObjectRequest& request)
{
    const QByteArray pdf = pdfOf(request);
    if (!pdf.startsWith("%PDF-"))
        return Error{ErrorCode::InvalidArgument, u"The report is no PDF."_s, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    dataset.text(DCM_ConversionType, "WSD");
    addContentTime(dataset, request.film);
    dataset.empty(DCM_AcquisitionDateTime);
    addBurnedIn(dataset, request.film, true);
    dataset.text(DCM_RecognizableVisualFeatures, "NO");
    addSourceInstance(dataset, request.film);
    dataset.text(DCM_DocumentTitle, u"CCAD report. "_s + researchUseOnly());
    dataset.code(DCM_ConceptNameCodeSequence,
                 {u"18748-4"_s, u"LN"_s, u"Diagnostic imaging study"_s});
    dataset.text(DCM_VerificationFlag, "UNVERIFIED");
    dataset.text(DCM_MIMETypeOfEncapsulatedDocument, "application/pdf");
    dataset.longs(DCM_EncapsulatedDocumentLength, {static_cast<Uint32>(pdf.size())});
    addBytes(dataset, DCM_EncapsulatedDocument,
             {reinterpret_cast<const std::uint8_t*>(pdf.constData()),
              static_cast<std::size_t>(pdf.size())});
    return finished(dataset, file, header);
}

} // namespace ccad::results
