// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/common_modules.h"
#include "core/results/internal/object_makers.h"
#include "core/results/internal/report_sections.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr ObjectHeader header = {ObjectKind::StructuredReport, UID_Comprehensive3DSRStorage, "SR",
                                 "CCAD structured report", 9001};

bool isComplete(const FilmResult& result)
{
    return result.reader && result.reader->isComplete;
}

QString completionWords(const FilmResult& result)
{
    if (!result.reader)
        return u"Made by a program; no reader has seen it"_s;
    return isComplete(result) ? u"Read and completed by a reader"_s
                              : u"A reader has begun and not finished"_s;
}

void addVerifier(ValueWriter& dataset, const ReaderVerdict& reader)
{
    dataset.addItem(DCM_VerifyingObserverSequence, [&reader](ValueWriter& observer) {
        observer.text(DCM_VerifyingOrganization,
                      reader.organization.isEmpty() ? u"not stated"_s : reader.organization);
        observer.text(DCM_VerificationDateTime, reader.when.toString(u"yyyyMMddHHmmss"_s));
        observer.text(DCM_VerifyingObserverName, reader.reader);
        observer.emptySequence(DCM_VerifyingObserverIdentificationCodeSequence);
    });
}

/// SR Document Series and SR Document General (PS3.3 C.17.1, C.17.2).
void addDocument(ValueWriter& dataset, const FilmSource& film, const FilmResult& result)
{
    dataset.emptySequence(DCM_ReferencedPerformedProcedureStepSequence);
    addContentTime(dataset, film);
    dataset.text(DCM_PreliminaryFlag, isComplete(result) ? "FINAL" : "PRELIMINARY");
    dataset.text(DCM_CompletionFlag, isComplete(result) ? "COMPLETE" : "PARTIAL");
    dataset.text(DCM_CompletionFlagDescription, completionWords(result));
    dataset.text(DCM_VerificationFlag, isComplete(result) ? "VERIFIED" : "UNVERIFIED");
    if (isComplete(result))
        addVerifier(dataset, *result.reader);
    if (film.procedures.empty())
        dataset.emptySequence(DCM_PerformedProcedureCodeSequence);
    for (const Code& procedure : film.procedures)
        dataset.code(DCM_PerformedProcedureCodeSequence, procedure);
    addEvidence(dataset, film);
}

} // namespace

Result<ResultObject> makeStructuredReport(const ObjectRequest& request)
{
    if (request.result.classes.empty())
        return Error{ErrorCode::Unsupported, u"The model said nothing of the film."_s, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    addDocument(dataset, request.film, request.result);

    dataset.text(DCM_ValueType, "CONTAINER");
    dataset.code(DCM_ConceptNameCodeSequence, dcmCode("126000", "Imaging Measurement Report"));
    ContentWriter::beContainer(dataset, "1500");
    ContentWriter root(dataset);
    addContext(root, request.film, request.result);
    addNotice(root, request.result);
    addImageLibrary(root, request.film);
    addMeasurements(root, request);
    addEvaluations(root, request);
    addReader(root, request.result);
    return finished(dataset, file, header);
}

} // namespace ccad::results
