// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/inference/judgement.h"
#include "core/lungs/lungs.h"
#include "core/results/key_objects.h"
#include "core/results_writing/object_preview.h"

#include <QSet>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::results {

/// What is to be written of each film, and where.
struct ResultsChoice
{
    QString out; ///< folder
    /// Without ObjectKind::Film, which comes by itself, and ObjectKind::KeyObjects.
    std::vector<ObjectKind> kinds;
    bool withKeyObjects = false; ///< of all films, by their studies
    Existing existing = Existing::Keep;
    ResultChoices choices; ///< without the grade of the map
    bool isGraded = true; ///< the maps are tested
    /// For films without DICOM tags; absent: nothing was typed.
    std::optional<TypedStudy> typed;
    /// How one film was shown; absent: as any film is at first.
    std::optional<ShownAs> shown;
    QByteArray reportPdf; ///< see ObjectRequest::reportPdf
    bool withPreviews = false; ///< what make() makes is shown to somebody before it is written
};

/// A film to be judged.
struct FilmFile
{
    QString name; ///< for people; its objects are named after it
    QString path; ///< where its bytes lie
    /// Whose film it is, where somebody has read that already: readFilmSource() of `path`.
    std::optional<FilmSource> source = {};
};

struct WrittenObject
{
    ObjectKind kind = ObjectKind::StructuredReport;
    QString path;
    QString sopClassUid;
    QString sopInstanceUid;
};

/// What came of one film.
struct FilmResults
{
    QString file; ///< FilmFile::name
    Judgement judgement;
    /// As it was read, with its hashes and without pixels: what tells the film from others.
    ReducedRadiograph facts;
    /// Absent where it could not be told whose film it is.
    std::optional<FilmSource> film;
    std::optional<FilmResult> result; ///< with `film`
    QString name; ///< what the objects' files are called after; unique for a writer
    std::vector<ResultObject> made; ///< and not written yet
    std::vector<ObjectPreview> previews; ///< of `made`, where they were asked for
    std::vector<WrittenObject> objects;
    std::vector<LeftOutObject> leftOut; ///< kinds that this film gives nothing for
    std::optional<Error> problem; ///< why objects could not be made or written
    double judgeMs = 0; ///< reading, classifying, testing the map
    double writeMs = 0; ///< making and writing the objects
};

/// Writes what was made, so that `objects` says where it is. What could be written stays when
/// something else could not; then there is a problem.
void writeMade(FilmResults& results, const QString& out, Existing existing);

/// Judges films as `predict` does and makes their objects, each film under a name of its own.
class ResultsWriter
{
public:
    /// `lungs` may be null: then there are no segmentations, and maps are tested without lungs.
    /// Both have to outlive it.
    ResultsWriter(const Classifier& classifier, const LungSegmenter* lungs, ResultsChoice choice);

    [[nodiscard]] const Classifier& classifier() const { return m_classifier; }
    /// Changes nothing on the disk. Never fails: what went wrong is in the answer.
    [[nodiscard]] FilmResults make(const FilmFile& file, const CancelToken& cancel);
    /// make() and writeMade().
    [[nodiscard]] FilmResults write(const FilmFile& file, const CancelToken& cancel);

private:
    [[nodiscard]] Result<FilmSource> sourceOf(const FilmFile& file, const Radiograph& whole,
                                              const QString& pictureSha256,
                                              const CancelToken& cancel) const;
    [[nodiscard]] Result<FilmResult> resultOf(const ReducedRadiograph& reduced,
                                              const Finding& finding,
                                              const std::optional<LungMask>& lungs,
                                              const CancelToken& cancel) const;
    [[nodiscard]] std::optional<LungMask> lungsOf(const Radiograph& whole) const;
    [[nodiscard]] Result<void> makeAll(const FilmFile& file, const ReducedRadiograph& reduced,
                                       const CancelToken& cancel, FilmResults& results);
    [[nodiscard]] Result<void> makeKinds(const ObjectRequest& request, FilmResults& results) const;
    [[nodiscard]] QString freshName(const QString& file);

    const Classifier& m_classifier;
    const LungSegmenter* m_lungs;
    ResultsChoice m_choice;
    QSet<QString> m_used;
};

struct NamedObject
{
    QString name; ///< what its file is called after
    ResultObject object;
};

/// The Key Object Selection Documents of films that have been judged, one a study with positive
/// films; a document is told by the hash of its study. Error: Internal.
[[nodiscard]] Result<std::vector<NamedObject>> makeKeyObjects(const std::vector<JudgedFilm>& films);
/// Writes them. Further errors: WriteFailed, AlreadyExists.
[[nodiscard]] Result<std::vector<WrittenObject>>
writeKeyObjects(const std::vector<JudgedFilm>& films, const ResultsChoice& choice);

} // namespace ccad::results
