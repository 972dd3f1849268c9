// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/finding.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

double elapsedMs(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void describeModel(Finding& finding, const ModelManifest& manifest)
{
    finding.modelName = manifest.name;
    finding.modelVersion = manifest.version;
    finding.modelSha256 = manifest.weightsSha256;
}

/// What reading a picture of few pixels costs; nothing where it has as many as the network looks
/// at.
ReaderNotes fewPixelsNote(const Radiograph& radiograph, const NetworkInput& input)
{
    ReaderNotes notes;
    if (std::min(radiograph.columns, radiograph.rows) < std::min(input.width, input.height))
        notes.add(NoteCode::FewPixels,
                  u"The picture has only %1 x %2 pixels, fewer than the %3 x %4 that the model "
                  "looks at: fine detail is missing, and its answer may mean little."_s
                      .arg(radiograph.columns)
                      .arg(radiograph.rows)
                      .arg(input.width)
                      .arg(input.height));
    return notes;
}

void refuse(Finding& finding, const QString& reason)
{
    finding.status = Finding::Status::Refused;
    finding.reason = reason;
}

void takeDecision(Finding& finding, const GateDecision& decision)
{
    if (decision.kind == GateDecision::Kind::Refused)
        refuse(finding, decision.reasons.join(u' '));
    else
        finding.warnings = decision.reasons + finding.warnings;
    finding.gate = decision;
}

} // namespace

void Timings::addDecoding(double milliseconds)
{
    decodeMs = milliseconds;
    totalMs += milliseconds;
}

void Timings::addDrawing(double milliseconds)
{
    explainMs += milliseconds;
    totalMs += milliseconds;
}

MapWindow windowOf(const NetworkInput& input)
{
    return {input.imageLeft / input.width, input.imageTop / input.height,
            input.imageWidth / input.width, input.imageHeight / input.height};
}

QString viewName(View view)
{
    switch (view) {
    case View::PosteroAnterior:
        return u"PA"_s;
    case View::AnteroPosterior:
        return u"AP"_s;
    case View::Lateral:
        return u"lateral"_s;
    case View::Oblique:
        return u"oblique"_s;
    case View::Unknown:
        break;
    }
    return {};
}

QStringList warningsFor(const Radiograph& radiograph, const ModelManifest& manifest)
{
    QStringList warnings;
    if (manifest.audit.colour == AuditSummary::Colour::Red)
        warnings.append(manifest.audit.sentence);
    if (radiograph.view == View::Lateral || radiograph.view == View::Oblique)
        warnings.append(u"This is a %1 view; the model was trained on frontal views only."_s.arg(
            viewName(radiograph.view)));
    constexpr double adult = 18;
    const auto youngest = manifest.minimumAgeYears;
    if (!youngest && radiograph.patientAgeYears && *radiograph.patientAgeYears < adult)
        warnings.append(u"The patient is a child; the ages of the model's training "
                        "images are not known."_s);
    if (youngest && radiograph.patientAgeYears && *radiograph.patientAgeYears < *youngest)
        warnings.append(u"The patient is younger than %1 years, the youngest patient "
                        "known among the model's training images."_s.arg(*youngest));
    warnings.append(radiograph.notes);
    return warnings;
}

Finding findingOf(const Radiograph& radiograph, const NetworkInput& input,
                  const Prediction& prediction, const Classifier& classifier)
{
    const ModelManifest& manifest = classifier.manifest();
    Finding finding;
    describeModel(finding, manifest);
    finding.warnings = warningsFor(radiograph, manifest);
    finding.notes = radiograph.notes;
    const ReaderNotes fewPixels = fewPixelsNote(radiograph, input);
    finding.notes.add(fewPixels);
    finding.warnings << fewPixels;
    if (input.lungsMissing)
        finding.warnings.prepend(u"The lungs were not found; the whole picture was used."_s);
    if (radiograph.refusal)
        refuse(finding, *radiograph.refusal);
    else if (const Gate* gate = classifier.gate())
        takeDecision(finding,
                     gate->judge(radiograph, input, manifest.preprocess, prediction.features));
    finding.probabilities = prediction.probabilities;
    const auto best = std::max_element(finding.probabilities.begin(), finding.probabilities.end());
    finding.label = static_cast<int>(best - finding.probabilities.begin());
    const auto positive = static_cast<std::size_t>(manifest.positiveClass);
    finding.positive = finding.probabilities[positive] >= manifest.threshold;
    finding.map = {normalised(prediction.classMaps[static_cast<std::size_t>(finding.label)]),
                   windowOf(input)};
    finding.classMaps = prediction.classMaps;
    if (finding.status == Finding::Status::Ok && manifest.predictionSets)
        finding.possible = possibleClasses(*manifest.predictionSets, finding.probabilities);
    if (finding.status == Finding::Status::Ok && finding.label == manifest.positiveClass)
        if (const SeverityModel* severity = classifier.severity())
            finding.severity = severity->estimate(prediction.features);
    return finding;
}

Result<Finding> analyse(const Radiograph& radiograph, const Classifier& classifier)
{
    return analyse(ReducedRadiograph{radiograph, radiograph.columns, radiograph.rows}, classifier);
}

Result<Finding> analyseOnThisThread(const Radiograph& radiograph, const NetworkInput& input,
                                    const Classifier& classifier)
{
    const auto prediction = classifier.predictOnThisThread(input);
    if (!prediction)
        return prediction.error();
    return findingOf(radiograph, input, *prediction, classifier);
}

Result<Finding> analyse(const ReducedRadiograph& reduced, const Classifier& classifier)
{
    QElapsedTimer clock;
    clock.start();
    const NetworkInput input = classifier.preprocessor()(reduced);
    Timings timings;
    timings.preprocessMs = elapsedMs(clock);
    auto prediction = classifier.predict(input);
    if (!prediction)
        return prediction.error();
    timings.inferMs = elapsedMs(clock) - timings.preprocessMs;
    Finding finding = findingOf(reduced.radiograph, input, *prediction, classifier);
    timings.totalMs = elapsedMs(clock);
    timings.explainMs = timings.totalMs - timings.preprocessMs - timings.inferMs;
    finding.timings = timings;
    return finding;
}

} // namespace ccad
