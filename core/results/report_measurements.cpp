// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/report_sections.h"

#include "core/base/plain_number.h"

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr auto contains = Relation::Contains;
constexpr auto context = Relation::ObservationContext;

/// "87.2519": a millionth of the probability is its last digit.
QString percentText(double probability)
{
    constexpr double percent = 100;
    return QString::number(probability * percent, 'f', 4);
}

ContourLine wholeFilm()
{
    return {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, true};
}

/// What viewers label a region with.
QString trackingIdentifier(const QString& what, const FilmResult& result)
{
    return result.audit.colour == AuditSummary::Colour::Red
        ? u"%1 (RED AUDIT, research only)"_s.arg(what)
        : u"%1 (research only)"_s.arg(what);
}

void addTracking(ContentWriter& group, const QString& identifier, const QString& uid)
{
    group.text(context, dcmCode("112039", "Tracking Identifier"), identifier);
    group.uid(context, dcmCode("112040", "Tracking Unique Identifier"), uid);
}

QString regionWords(const ClassResult& one, const FilmResult& result)
{
    if (one.regions.empty())
        return u"Nothing in the film stands out for this class; the region is the whole film."_s;
    constexpr double percent = 100;
    const QString level = plainNumber(result.regionLevel * percent, 4);
    const QString rest = one.regions.size() == 1
        ? QString()
        : u" The largest of %1 such parts is outlined."_s.arg(one.regions.size());
    return u"The region is where the model's map for this class has at least %1 % of its highest "
           "value: what the model responded to, which need not be where a disease is."_s.arg(level)
        + rest;
}

void addRegion(ContentWriter& group, const ClassResult& one, const ObjectRequest& request)
{
    group.outline(dcmCode("111030", "Image Region"),
                  one.regions.empty() ? wholeFilm() : one.regions.front(), request.film);
}

void addClass(ContentWriter& measurements, const ClassResult& one, const ObjectRequest& request)
{
    const FilmResult& result = request.result;
    const QString uid = request.uids.uid("sr", "tracking " + one.name.toUtf8());
    measurements.container(
        dcmCode("125007", "Measurement Group"), "1410", [&](ContentWriter& group) {
            addTracking(group, trackingIdentifier(one.title, result), uid);
            group.code(contains, dcmCode("121071", "Finding"), one.code);
            addRegion(group, one, request);
            group.number(contains, dcmCode("122157", "Probability"), percentText(one.probability),
                         {u"%"_s, u"UCUM"_s, u"Percent"_s}, [&result](ContentWriter& number) {
                             addAlgorithm(number, Relation::ConceptModifier, result);
                         });
            group.text(contains, ownCode("region-words", u"About the region"_s),
                       regionWords(one, result));
        });
}

Code severityCode(SeverityScore score)
{
    return score == SeverityScore::Extent ? ownCode("severity-extent", u"Extent"_s)
                                          : ownCode("severity-opacity", u"Opacity"_s);
}

void addSeverity(ContentWriter& measurements, const ObjectRequest& request)
{
    const FilmResult& result = request.result;
    const auto label = static_cast<std::size_t>(result.label);
    if (result.severity.empty() || label >= result.classes.size())
        return;
    const ClassResult& one = result.classes[label];
    measurements.container(
        dcmCode("125007", "Measurement Group"), "1410", [&](ContentWriter& group) {
            addTracking(group, trackingIdentifier(u"Severity"_s, result),
                        request.uids.uid("sr", "tracking severity"));
            group.code(contains, dcmCode("121071", "Finding"), one.code);
            addRegion(group, one, request);
            for (const SeverityEstimate& estimate : result.severity)
                group.number(
                    contains, severityCode(estimate.score), QString::number(estimate.value, 'f', 2),
                    {u"{score}"_s, u"UCUM"_s, u"score"_s}, [&result](ContentWriter& number) {
                        addAlgorithm(number, Relation::ConceptModifier, result);
                    });
            group.text(contains, ownCode("severity-words", u"About the scores"_s),
                       severitySentence(result.severity));
        });
}

} // namespace

void addAlgorithm(ContentWriter& items, Relation relation, const FilmResult& result)
{
    const Code parameter = dcmCode("111002", "Algorithm Parameters");
    const auto add = [&](const QString& name, const QString& value) {
        items.text(relation, parameter, u"%1 = %2"_s.arg(name, value));
    };
    items.text(relation, dcmCode("111001", "Algorithm Name"), result.modelName);
    items.text(relation, dcmCode("111003", "Algorithm Version"),
               result.modelVersion.isEmpty() ? u"unknown"_s : result.modelVersion);
    add(u"weights SHA-256"_s, result.modelSha256);
    add(u"threshold"_s, QString::number(result.threshold, 'g', 9));
    add(u"temperature"_s, QString::number(result.temperature, 'g', 9));
    add(u"region level"_s, QString::number(result.regionLevel, 'g', 9));
    add(u"program"_s, u"CCAD "_s + result.programVersion);
}

void addMeasurements(ContentWriter& root, const ObjectRequest& request)
{
    root.container(dcmCode("126010", "Imaging Measurements"), nullptr,
                   [&request](ContentWriter& measurements) {
                       for (const ClassResult& one : request.result.classes)
                           addClass(measurements, one, request);
                       addSeverity(measurements, request);
                   });
}

} // namespace ccad::results
