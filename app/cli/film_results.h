// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/file_prediction.h"
#include "core/lungs/lungs.h"
#include "core/results/key_objects.h"

#include <QSet>
#include <QString>

#include <optional>
#include <vector>

namespace ccad::cli {

/// What is to be written of each film, and where.
struct ResultsChoice
{
    QString out; ///< folder
    /// Without ObjectKind::Film, which comes by itself, and ObjectKind::KeyObjects.
    std::vector<results::ObjectKind> kinds;
    bool withKeyObjects = false; ///< of all films, by their studies
    Existing existing = Existing::Keep;
    results::ResultChoices choices; ///< without the grade of the map
    bool isGraded = true; ///< the maps are tested
    /// For films without DICOM tags; absent: nothing was typed.
    std::optional<results::TypedStudy> typed;
};

struct WrittenObject
{
    results::ObjectKind kind = results::ObjectKind::StructuredReport;
    QString path;
    QString sopClassUid;
    QString sopInstanceUid;
};

struct LeftOutObject
{
    results::ObjectKind kind = results::ObjectKind::StructuredReport;
    QString reason; ///< a sentence
};

/// What came of one film.
struct FilmResults
{
    QString file;
    Judgement judgement;
    /// Absent where it could not be told whose film it is.
    std::optional<results::FilmSource> film;
    std::optional<results::FilmResult> result; ///< with `film`
    std::vector<WrittenObject> objects;
    std::vector<LeftOutObject> leftOut; ///< kinds that this film gives nothing for
    std::optional<Error> problem; ///< why objects could not be made or written
    double judgeMs = 0; ///< reading, classifying, testing the map
    double writeMs = 0; ///< making and writing the objects
};

/// Judges films as `predict` does and writes their objects, each film under a name of its own.
class ResultsWriter
{
public:
    /// `lungs` may be null: then there are no segmentations, and maps are tested without lungs.
    /// Both have to outlive it.
    ResultsWriter(const Classifier& classifier, const LungSegmenter* lungs, ResultsChoice choice);

    /// Never fails: what went wrong is in the answer.
    [[nodiscard]] FilmResults write(const FileToPredict& file, const CancelToken& cancel);

private:
    [[nodiscard]] Result<results::FilmSource> sourceOf(const FileToPredict& file,
                                                       const Radiograph& whole,
                                                       const QString& pictureSha256,
                                                       const CancelToken& cancel) const;
    [[nodiscard]] Result<results::FilmResult> resultOf(const ReducedRadiograph& reduced,
                                                       const Finding& finding,
                                                       const std::optional<LungMask>& lungs,
                                                       const CancelToken& cancel) const;
    [[nodiscard]] std::optional<LungMask> lungsOf(const Radiograph& whole) const;
    [[nodiscard]] Result<void> writeObjects(const FileToPredict& file,
                                            const ReducedRadiograph& reduced,
                                            const CancelToken& cancel, FilmResults& results);
    [[nodiscard]] Result<void> writeKinds(const results::ObjectRequest& request,
                                          const QString& name, FilmResults& results) const;
    [[nodiscard]] QString freshName(const QString& file);

    const Classifier& m_classifier;
    const LungSegmenter* m_lungs;
    ResultsChoice m_choice;
    QSet<QString> m_used;
};

/// Writes the Key Object Selection Documents of films that have been judged, one a study with
/// positive films; a document is told by the hash of its study. Errors: WriteFailed, AlreadyExists.
[[nodiscard]] Result<std::vector<WrittenObject>>
writeKeyObjects(const std::vector<results::JudgedFilm>& films, const ResultsChoice& choice);

} // namespace ccad::cli
