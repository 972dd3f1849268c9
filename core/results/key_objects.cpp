// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/key_objects.h"

#include "core/base/plain_number.h"
#include "core/results/internal/common_modules.h"
#include "core/results/internal/content_items.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::results {
namespace {

constexpr ObjectHeader header{ObjectKind::KeyObjects, UID_KeyObjectSelectionDocumentStorage, "KO",
                              "CCAD selection for AI review", 9007};

/// The positive films of one study.
using Selection = std::vector<const JudgedFilm*>;

bool isSelected(const JudgedFilm& judged)
{
    return judged.result.status == Finding::Status::Ok && judged.result.positive;
}

std::vector<Selection> selectionsOf(const std::vector<JudgedFilm>& films)
{
    std::vector<Selection> selections;
    for (const JudgedFilm& judged : films) {
        if (!isSelected(judged))
            continue;
        auto study = std::find_if(selections.begin(), selections.end(), [&](const Selection& one) {
            return one.front()->film.studyInstanceUid == judged.film.studyInstanceUid;
        });
        if (study == selections.end())
            study = selections.insert(selections.end(), Selection());
        const bool isThere = std::any_of(study->begin(), study->end(), [&](const JudgedFilm* one) {
            return one->film.sopInstanceUid == judged.film.sopInstanceUid
                && one->film.frame == judged.film.frame;
        });
        if (!isThere)
            study->push_back(&judged);
    }
    return selections;
}

/// What tells a selection from others: its films, sorted, in place of one film's picture.
QString keyOf(const Selection& selection)
{
    QStringList uids;
    for (const JudgedFilm* judged : selection)
        uids << judged->film.sopInstanceUid + u'/' + QString::number(judged->film.frame);
    uids.sort();
    return sha256Hex(uids.join(u'\n').toLatin1());
}

/// Whose result gives the model's words and UIDs: the same one, whatever the order of the films.
const JudgedFilm& representativeOf(const Selection& selection)
{
    return **std::min_element(selection.begin(), selection.end(),
                              [](const JudgedFilm* one, const JudgedFilm* other) {
                                  return one->film.sopInstanceUid < other->film.sopInstanceUid;
                              });
}

/// Key Object Document: the selected films as evidence, by their series.
void addSelectedEvidence(ValueWriter& dataset, const Selection& selection)
{
    QStringList series;
    for (const JudgedFilm* judged : selection)
        if (!series.contains(judged->film.seriesInstanceUid))
            series << judged->film.seriesInstanceUid;
    dataset.addItem(DCM_CurrentRequestedProcedureEvidenceSequence, [&](ValueWriter& study) {
        study.text(DCM_StudyInstanceUID, selection.front()->film.studyInstanceUid);
        for (const QString& uid : series)
            study.addItem(DCM_ReferencedSeriesSequence, [&](ValueWriter& item) {
                item.text(DCM_SeriesInstanceUID, uid);
                for (const JudgedFilm* judged : selection)
                    if (judged->film.seriesInstanceUid == uid)
                        item.addItem(DCM_ReferencedSOPSequence, [judged](ValueWriter& instance) {
                            instance.text(DCM_ReferencedSOPClassUID, judged->film.sopClassUid);
                            instance.text(DCM_ReferencedSOPInstanceUID,
                                          judged->film.sopInstanceUid);
                            addChecksum(instance, judged->film);
                        });
            });
    });
}

QString descriptionOf(const Selection& selection)
{
    const FilmResult& result = representativeOf(selection).result;
    QStringList sentences = leadingSentences(result);
    const auto positive = static_cast<std::size_t>(result.positiveClass);
    const QString title = positive < result.classes.size() ? result.classes[positive].title
                                                           : u"the positive class"_s;
    sentences << u"For AI review: the model %1 %2 gives %3 at least its threshold of %4 % on the "
                 "films named here."_s.arg(result.modelName, result.modelVersion, title,
                                           plainNumber(result.threshold * 100, 4));
    return sentences.join(u' ');
}

/// The document's tree by TID 2010: a title, a description, the films.
void addContent(ValueWriter& dataset, const Selection& selection)
{
    dataset.text(DCM_ValueType, "CONTAINER");
    dataset.code(DCM_ConceptNameCodeSequence, {u"113000"_s, u"DCM"_s, u"Of Interest"_s});
    ContentWriter::beContainer(dataset, "2010");
    ContentWriter content(dataset);
    content.text(Relation::Contains, {u"113012"_s, u"DCM"_s, u"Key Object Description"_s},
                 descriptionOf(selection));
    for (const JudgedFilm* judged : selection)
        content.image(Relation::Contains, judged->film, [](ContentWriter&) {});
}

Result<ResultObject> documentOf(const Selection& selection)
{
    const JudgedFilm& one = representativeOf(selection);
    const ResultUids uids(one.film, keyOf(selection), one.result);
    const Radiograph none; // the common modules do not look at pixels
    const ObjectRequest request{one.film, one.result, uids, none, {}};
    DcmDataset file;
    ValueWriter dataset(file);
    addCommonModules(dataset, header, request);
    dataset.emptySequence(DCM_ReferencedPerformedProcedureStepSequence);
    addContentTime(dataset, one.film);
    addSelectedEvidence(dataset, selection);
    addContent(dataset, selection);
    return finished(dataset, file, header);
}

} // namespace

Result<std::vector<KeyObjects>> keyObjects(const std::vector<JudgedFilm>& films)
{
    std::vector<KeyObjects> documents;
    for (const Selection& selection : selectionsOf(films)) {
        auto document = documentOf(selection);
        if (!document)
            return document.error();
        documents.push_back({selection.front()->film.studyInstanceUid, *std::move(document)});
    }
    return documents;
}

} // namespace ccad::results
