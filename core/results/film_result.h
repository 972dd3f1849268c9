// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/finding.h"
#include "core/overlay/contours.h"
#include "core/results/coded_concept.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad::results {

/// What a model says of one class of a film.
struct ClassResult
{
    QString name; ///< identifier: "covid"
    QString title; ///< words for people: "COVID-19 pneumonia"
    Code code; ///< of the finding, see codeOfClass()
    double probability = 0; ///< calibrated, 0..1, rounded to a millionth: what objects hold
    PlacedMap map; ///< class-activation map, normalised; empty or all zero: nothing stood out
    /// Where the map is at least the level: closed outlines, the largest first, in fractions of the
    /// film. Empty where nothing stands out.
    std::vector<ContourLine> regions;
};

/// What a reader said of the film and of the model's answer.
struct ReaderVerdict
{
    QString reader; ///< name as DICOM writes it: "Family^Given"; not empty
    QString organization; ///< or empty
    QString agreement; ///< "agrees", "disagrees", or words of the reader's own; or empty
    QString label; ///< title of the class that the reader gives, or empty
    QString comment; ///< or empty
    QDateTime when; ///< valid
    bool isComplete = false; ///< the reader has finished: COMPLETE and VERIFIED, else PARTIAL
};

/// All that result objects say: a finding with the words, limits and versions that belong to it.
struct FilmResult
{
    Finding::Status status = Finding::Status::Ok;
    QString reason; ///< why it was refused, a sentence; empty when Ok

    std::vector<ClassResult> classes; ///< in the order of the model
    int label = 0; ///< index of the most probable class
    int positiveClass = 0; ///< the class that the threshold is about
    bool positive = false; ///< its probability is at least the threshold
    double threshold = 0.5;
    double temperature = 1;
    double regionLevel = 0.5; ///< of the normalised map, 0..1: see ClassResult::regions

    QString modelName;
    QString modelVersion;
    QString modelSha256; ///< of the weights, hexadecimal
    QString gateSha256; ///< or empty: the model has no gate
    QString programVersion; ///< of CCAD

    /// Absent where the model has no gate, or was not asked since the film's tags refuse it.
    std::optional<GateDecision> gate;
    AuditSummary audit;
    std::optional<std::vector<int>> possible; ///< see Finding::possible
    double coverage = 0; ///< of the prediction sets; only with `possible`
    /// Of the label's map ("good", "fair", "low"), and the sentences to it; empty: not graded.
    QString saliencyGrade;
    QString saliencyWords;
    QStringList warnings; ///< whole sentences
    bool isSeverityAsked = false;
    std::vector<SeverityEstimate> severity; ///< empty unless somebody asked for it
    std::optional<ReaderVerdict> reader;
};

/// What the caller decides about the objects of a finding.
struct ResultChoices
{
    double regionLevel = 0.5; ///< 0..1, exclusive
    bool withSeverity = false;
    QString programVersion;
    QString saliencyGrade; ///< see FilmResult
    QString saliencyWords;
    std::optional<ReaderVerdict> reader;
};

/// Puts together what a model of that manifest said.
[[nodiscard]] FilmResult filmResultOf(const Finding& finding, const ModelManifest& manifest,
                                      const ResultChoices& choices);

/// The code of a class: a standard one for what CCAD knows by name ("covid", "pneumonia",
/// "normal"), else the class's own name in CCAD's scheme.
[[nodiscard]] Code codeOfClass(const ModelClass& modelClass);

/// "Research use only. Not for diagnosis.": in every object.
[[nodiscard]] QString researchUseOnly();

/// The sentences that have to be seen first, the gravest first: research use only; a red audit; a
/// refusal. Never empty.
[[nodiscard]] QStringList leadingSentences(const FilmResult& result);

/// "COVID-19 pneumonia 87.25 %", the form of a probability in every object.
[[nodiscard]] QString probabilityText(const ClassResult& one);

} // namespace ccad::results
