// SPDX-License-Identifier: GPL-3.0-or-later
// What models, sessions and spreadsheets bring along. The first byte of an input says which.
#include "core/base/csv.h"
#include "core/base/typed_number.h"
#include "core/dataset/relabels.h"
#include "core/evaluation/internal/predictions_csv.h"
#include "core/gate/gate.h"
#include "core/notes/study_note.h"
#include "core/package/model_package.h"
#include "core/severity/severity_model.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_reader.h"
#include "ui/study/session.h"

#include <QJsonDocument>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

QJsonObject objectOf(const QByteArray& text)
{
    return QJsonDocument::fromJson(text).object();
}

void readManifest(const QByteArray& text)
{
    const auto manifest = modelManifestFromJson(objectOf(text));
    if (!manifest)
        return expectSentence(manifest.error());
    const auto classes = static_cast<int>(manifest->classes.size());
    expect(classes == manifest->network.classes, "each output has a class");
    expect(manifest->positiveClass >= 0 && manifest->positiveClass < classes,
           "the positive class is one of them");
    expect(manifest->threshold >= 0 && manifest->threshold <= 1, "a threshold is a probability");
    expect(std::isfinite(manifest->temperature) && manifest->temperature > 0,
           "a temperature is above 0");
    const auto again = modelManifestFromJson(toJson(*manifest));
    expect(again.hasValue() && toJson(*again) == toJson(*manifest),
           "what is written can be read again");
}

void readPreprocessing(const QByteArray& text)
{
    const auto spec = preprocessSpecFromJson(objectOf(text));
    if (!spec)
        return expectSentence(spec.error());
    expect(spec->inputSize > 0, "an input has a size");
    const auto again = preprocessSpecFromJson(toJson(*spec));
    expect(again.hasValue() && *again == *spec, "what is written can be read again");
}

void readNetwork(const QByteArray& text)
{
    const auto spec = networkSpecFromJson(objectOf(text));
    if (!spec)
        return expectSentence(spec.error());
    expect(spec->classes > 0 && spec->inputSize > 0, "a network has a size");
    const ParameterCount count = parameterCount(*spec);
    expect(count.extractor > 0 && count.head > 0, "a network can be counted");
}

/// Of a picture that has all greys: what a gate measures is never without facts.
const PictureFacts& factsOfARamp()
{
    static const PictureFacts facts = [] {
        constexpr std::size_t side = 64;
        InputPicture ramp{side, side, std::vector<float>(side * side)};
        for (std::size_t i = 0; i < ramp.greys.size(); ++i)
            ramp.greys[i] = static_cast<float>(i) / static_cast<float>(ramp.greys.size() - 1);
        return pictureFacts(ramp);
    }();
    return facts;
}

void readGate(const QByteArray& bytes)
{
    const auto gate = Gate::parse(bytes);
    if (!gate)
        return expectSentence(gate.error());
    const std::vector<float> features(gate->parameters().featureCount, 0.5F);
    const GateMeasures measures = gate->measure(factsOfARamp(), features);
    for (const double measure :
         {measures.refusal, measures.featureDistance, measures.pictureDistance})
        expect(!std::isnan(measure), "a gate measures in numbers");
    const auto again = Gate::parse(gate->toBytes());
    expect(again.hasValue() && again->toBytes() == gate->toBytes(),
           "what is written can be read again");
}

void readSeverity(const QByteArray& bytes)
{
    constexpr std::size_t features = 3;
    const auto model = SeverityModel::parse(bytes, QString(64, u'a'), features);
    if (!model)
        return expectSentence(model.error());
    for (const SeverityEstimate& estimate : model->estimate(std::vector<float>(features, 1.0F)))
        expect(estimate.low >= 0 && estimate.low <= estimate.high
                   && estimate.high <= severityMaximum(estimate.score),
               "a score stays on its scale");
}

void expectTable(const Result<CsvTable>& table)
{
    if (!table)
        return expectSentence(table.error());
    expect(table->rows.size() == table->lines.size(), "each row has a line");
    for (const QStringList& row : table->rows)
        expect(row.size() == table->header.size(), "a row is as long as the header");
    for (const CsvFault& fault : table->faults)
        expect(fault.line > 0 && !fault.reason.isEmpty(), "a fault has a place and a reason");
}

void readCsv(const QByteArray& text)
{
    expectTable(parseCsv(text));
    expectTable(parseTable(text, {u"file"_s, u"label"_s}));
    const auto number = tableNumber(QString::fromUtf8(text));
    expect(!number || std::isfinite(*number), "a number is finite");
}

void readPredictionFile(const QByteArray& text)
{
    const InputFile file(text);
    const std::vector<ModelClass> classes = {{u"covid"_s, {}}, {u"normal"_s, {}}};
    const auto items = readPredictions(file.path(), classes, u"/data"_s);
    if (!items)
        return expectSentence(items.error());
    for (const ScoredItem& item : *items)
        expect(item.probabilities.size() == classes.size(), "each class has a probability");
}

void readSessionFile(const QByteArray& text)
{
    const InputFile file(text);
    const auto stored = readSession(file.path());
    if (!stored)
        return expectSentence(stored.error());
    for (const PathNote& note : stored->notes)
        for (const Measurement& measurement : note.note.measurements)
            expect(isWhole(measurement), "a measurement has its points");
}

void readNotes(const QByteArray& text)
{
    const auto measurements = measurementsFrom(QJsonDocument::fromJson(text).array());
    for (const Measurement& measurement : measurements)
        expect(isWhole(measurement), "a measurement has its points");
    expect(measurementsFrom(toJson(measurements)) == measurements,
           "what is written can be read again");
    const ReaderNotes notes = notesFromJson(QJsonDocument::fromJson(text).array());
    expect(notesFromJson(notesToJson(notes)).coded() == notes.coded(),
           "what is written can be read again");
}

} // namespace

void readDocuments(const QByteArray& input)
{
    constexpr std::array kinds
        = {&readManifest, &readPreprocessing,  &readNetwork,     &readGate, &readSeverity,
           &readCsv,      &readPredictionFile, &readSessionFile, &readNotes};
    InputReader reader(input);
    const int kind = reader.choice(static_cast<int>(kinds.size()));
    kinds[static_cast<std::size_t>(kind)](reader.rest());
}

} // namespace ccad::fuzz
