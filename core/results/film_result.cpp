// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/film_result.h"

#include "core/base/files.h"
#include "core/package/class_words.h"
#include "core/results/map_regions.h"

#include <array>
#include <cmath>
#include <string_view>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

ClassResult classResult(const Finding& finding, const ModelManifest& manifest, std::size_t index,
                        double level)
{
    constexpr double millionth = 1e6;
    const ModelClass& known = manifest.classes[index];
    ClassResult one;
    one.name = known.name;
    one.title = wordsFor(known);
    one.code = codeOfClass(known);
    one.probability
        = std::round(static_cast<double>(finding.probabilities[index]) * millionth) / millionth;
    if (index < finding.classMaps.size())
        one.map = {normalised(finding.classMaps[index]), finding.map.window};
    else if (static_cast<int>(index) == finding.label)
        one.map = finding.map;
    one.regions = mapRegions(one.map, level);
    return one;
}

} // namespace

Code codeOfClass(const ModelClass& modelClass)
{
    struct Known
    {
        std::string_view name;
        const char* value;
        const char* meaning;
    };
    static constexpr std::array<Known, 6> known = {{{"covid", "840539006", "COVID-19"},
                                                    {"covid-19", "840539006", "COVID-19"},
                                                    {"covid19", "840539006", "COVID-19"},
                                                    {"pneumonia", "233604007", "Pneumonia"},
                                                    {"normal", "17621005", "Normal"},
                                                    {"healthy", "17621005", "Normal"}}};
    const std::string name = modelClass.name.toLower().toStdString();
    for (const Known& one : known)
        if (one.name == name)
            return {QString::fromLatin1(one.value), u"SCT"_s, QString::fromLatin1(one.meaning)};
    // A code value has 16 characters; what is longer is told apart by a hash.
    constexpr qsizetype longest = 16;
    const QString value = u"class-"_s + modelClass.name;
    const QString hash = sha256Hex(modelClass.name.toUtf8()).left(10);
    return {value.size() <= longest ? value : u"class-"_s + hash, u"99CCAD"_s,
            wordsFor(modelClass)};
}

FilmResult filmResultOf(const Finding& finding, const ModelManifest& manifest,
                        const ResultChoices& choices)
{
    FilmResult result;
    result.status = finding.status;
    result.reason = finding.reason;
    for (std::size_t i = 0; i < finding.probabilities.size() && i < manifest.classes.size(); ++i)
        result.classes.push_back(classResult(finding, manifest, i, choices.regionLevel));
    result.label = finding.label;
    result.positiveClass = manifest.positiveClass;
    result.positive = finding.positive;
    result.threshold = manifest.threshold;
    result.temperature = manifest.temperature;
    result.regionLevel = choices.regionLevel;
    result.modelName = finding.modelName;
    result.modelVersion = finding.modelVersion;
    result.modelSha256 = finding.modelSha256;
    result.gateSha256 = manifest.gateSha256;
    result.programVersion = choices.programVersion;
    result.gate = finding.gate;
    result.audit = manifest.audit;
    result.possible = finding.possible;
    if (finding.possible && manifest.predictionSets)
        result.coverage = manifest.predictionSets->coverage;
    result.saliencyGrade = choices.saliencyGrade;
    result.saliencyWords = choices.saliencyWords;
    result.warnings = finding.warnings;
    result.isSeverityAsked = choices.withSeverity;
    if (choices.withSeverity)
        result.severity = finding.severity;
    result.reader = choices.reader;
    return result;
}

QString researchUseOnly()
{
    return u"Research use only. Not for diagnosis."_s;
}

QStringList leadingSentences(const FilmResult& result)
{
    QStringList sentences{researchUseOnly()};
    if (result.audit.colour == AuditSummary::Colour::Red)
        sentences << (result.audit.sentence.isEmpty()
                          ? u"The model's shortcut audit is red: do not rely on its answers."_s
                          : u"Shortcut audit red: "_s + result.audit.sentence);
    if (result.status == Finding::Status::Refused)
        sentences << u"The film was refused: "_s + result.reason;
    return sentences;
}

QString probabilityText(const ClassResult& one)
{
    constexpr double percent = 100;
    return u"%1 %2 %"_s.arg(one.title, QString::number(one.probability * percent, 'f', 2));
}

} // namespace ccad::results
