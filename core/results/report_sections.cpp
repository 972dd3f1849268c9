// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/internal/report_sections.h"

#include "core/imaging/spacing_words.h"
#include "core/inference/possible_classes.h"

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr auto contains = Relation::Contains;
constexpr auto modifier = Relation::ConceptModifier;
constexpr auto context = Relation::ObservationContext;
constexpr auto acquisition = Relation::AcquisitionContext;

Code languageCode()
{
    return {u"en"_s, u"RFC5646"_s, u"English"_s};
}

/// Of CID 100, which the template suggests and which has no films of the chest.
Code anyProcedureCode()
{
    return {u"363679005"_s, u"SCT"_s, u"Imaging procedure"_s};
}

/// What CID 29 has for the modalities that films come as.
Code modalityCode(const QString& modality)
{
    struct Known
    {
        const char* value;
        const char* meaning;
    };
    static constexpr std::array<Known, 4> known = {{{"CR", "Computed Radiography"},
                                                    {"DX", "Digital Radiography"},
                                                    {"RF", "Radiofluoroscopy"},
                                                    {"XA", "X-Ray Angiography"}}};
    for (const Known& one : known)
        if (modality == QLatin1String(one.value))
            return dcmCode(one.value, one.meaning);
    return dcmCode("RG", "Radiographic imaging"); // CID 29 has no "OT"
}

Code gateCode(GateDecision::Kind kind)
{
    switch (kind) {
    case GateDecision::Kind::Accepted:
        return ownCode("gate-accepted", u"Accepted"_s);
    case GateDecision::Kind::Warned:
        return ownCode("gate-warned", u"Accepted with a warning"_s);
    case GateDecision::Kind::Refused:
        break;
    }
    return ownCode("gate-refused", u"Refused"_s);
}

Code auditCode(AuditSummary::Colour verdict)
{
    switch (verdict) {
    case AuditSummary::Colour::Green:
        return ownCode("audit-green", u"Green"_s);
    case AuditSummary::Colour::Amber:
        return ownCode("audit-amber", u"Amber"_s);
    case AuditSummary::Colour::Red:
        return ownCode("audit-red", u"Red: do not rely on this model"_s);
    case AuditSummary::Colour::NotAudited:
        break;
    }
    return ownCode("audit-none", u"Not audited"_s);
}

Code gradeCode(const QString& grade)
{
    if (grade == u"good")
        return ownCode("map-good", u"Good"_s);
    if (grade == u"fair")
        return ownCode("map-fair", u"Fair"_s);
    return ownCode("map-low", u"Low: do not rely on this map"_s);
}

void addGate(ContentWriter& items, const FilmResult& result)
{
    const Code name = ownCode("gate", u"Gate: may the model judge this film?"_s);
    if (result.gate)
        items.code(contains, name, gateCode(result.gate->kind));
    else if (result.status == Finding::Status::Refused)
        items.code(contains, name, ownCode("gate-refused", u"Refused"_s));
    else
        items.code(contains, name, ownCode("gate-none", u"The model has no gate"_s));
    if (result.status == Finding::Status::Refused)
        items.text(contains, ownCode("gate-reason", u"Reason of the refusal"_s), result.reason);
}

void addThreshold(ContentWriter& items, const FilmResult& result)
{
    items.code(contains, ownCode("threshold", u"Result at the model's threshold"_s),
               result.positive ? Code{u"10828004"_s, u"SCT"_s, u"Positive"_s}
                               : Code{u"260385009"_s, u"SCT"_s, u"Negative"_s});
    const auto label = static_cast<std::size_t>(result.label);
    if (label < result.classes.size())
        items.code(contains, ownCode("label", u"Most probable class"_s),
                   result.classes[label].code);
}

void addAudit(ContentWriter& items, const FilmResult& result)
{
    items.code(contains, ownCode("audit", u"Shortcut audit of the model"_s),
               auditCode(result.audit.colour));
    items.text(contains, ownCode("audit-why", u"Why the audit came out so"_s),
               result.audit.sentence);
}

void addPossible(ContentWriter& items, const FilmResult& result)
{
    if (!result.possible)
        return;
    QStringList titles;
    for (const ClassResult& one : result.classes)
        titles << one.title;
    items.text(contains, ownCode("possible-words", u"Prediction set in words"_s),
               possibleClassesSentence(*result.possible, result.coverage, titles));
    for (const int index : *result.possible)
        if (index >= 0 && static_cast<std::size_t>(index) < result.classes.size())
            items.code(contains, ownCode("possible", u"Class that remains possible"_s),
                       result.classes[static_cast<std::size_t>(index)].code);
}

void addGrade(ContentWriter& items, const FilmResult& result)
{
    if (result.saliencyGrade.isEmpty())
        return;
    items.code(contains, ownCode("map-grade", u"Grade of the saliency map"_s),
               gradeCode(result.saliencyGrade));
    items.text(contains, ownCode("map-words", u"Tests of the saliency map"_s),
               result.saliencyWords);
}

/// Viewers measure by the film's own tags; this tells in which plane that holds.
void addSpacing(ContentWriter& items, const std::optional<PixelSpacing>& spacing)
{
    if (!spacing)
        return;
    items.text(
        contains, ownCode("spacing", u"What the film's pixel spacing is"_s),
        u"Lengths by the film's pixel spacing hold: %1."_s.arg(whereLengthsHold(spacing->source)));
}

} // namespace

Code ownCode(const char* value, const QString& meaning)
{
    return {QString::fromLatin1(value), u"99CCAD"_s, meaning};
}

Code dcmCode(const char* value, const char* meaning)
{
    return {QString::fromLatin1(value), u"DCM"_s, QString::fromLatin1(meaning)};
}

void addNotice(ContentWriter& root, const FilmResult& result)
{
    root.text(contains, ownCode("notice", u"Notice"_s), leadingSentences(result).join(u' '));
}

void addContext(ContentWriter& root, const FilmSource& film, const FilmResult& result)
{
    root.code(modifier, dcmCode("121049", "Language of Content Item and Descendants"),
              languageCode());
    root.code(context, dcmCode("121005", "Observer Type"), dcmCode("121007", "Device"));
    root.uid(context, dcmCode("121012", "Device Observer UID"), deviceUid(result));
    root.text(context, dcmCode("121013", "Device Observer Name"),
              u"%1. %2"_s.arg(result.modelName, researchUseOnly()));
    root.text(context, dcmCode("121014", "Device Observer Manufacturer"), u"CCAD"_s);
    root.text(context, dcmCode("121015", "Device Observer Model Name"), result.modelName);
    root.text(context, dcmCode("121016", "Device Observer Serial Number"),
              result.modelSha256.left(16));
    // The template takes one; the others stand in Procedure Code Sequence.
    root.code(modifier, dcmCode("121058", "Procedure reported"),
              film.procedures.empty() ? anyProcedureCode() : film.procedures.front());
}

void addImageLibrary(ContentWriter& root, const FilmSource& film)
{
    root.container(dcmCode("111028", "Image Library"), "1600", [&film](ContentWriter& library) {
        library.container(
            dcmCode("126200", "Image Library Group"), nullptr, [&film](ContentWriter& group) {
                group.image(contains, film, [&film](ContentWriter& image) {
                    image.code(acquisition, dcmCode("121139", "Modality"),
                               modalityCode(film.modality));
                    image.date(acquisition, dcmCode("111018", "Content Date"), film.date);
                    image.text(acquisition, dcmCode("111044", "Patient Orientation Row"),
                               film.rowDirection);
                    image.text(acquisition, dcmCode("111043", "Patient Orientation Column"),
                               film.columnDirection);
                    const Code pixels{u"{pixels}"_s, u"UCUM"_s, u"pixels"_s};
                    image.number(acquisition, dcmCode("110910", "Pixel Data Rows"),
                                 QString::number(film.rows), pixels);
                    image.number(acquisition, dcmCode("110911", "Pixel Data Columns"),
                                 QString::number(film.columns), pixels);
                });
            });
    });
}

void addEvaluations(ContentWriter& root, const ObjectRequest& request)
{
    const Code name{u"C0034375"_s, u"UMLS"_s, u"Qualitative Evaluations"_s};
    const FilmResult& result = request.result;
    root.container(name, nullptr, [&](ContentWriter& items) {
        addAlgorithm(items, contains, result);
        addThreshold(items, result);
        addGate(items, result);
        addAudit(items, result);
        addPossible(items, result);
        addGrade(items, result);
        addSpacing(items, request.radiograph.spacing);
        for (const QString& warning : result.warnings)
            items.text(contains, ownCode("warning", u"Warning"_s), warning);
        items.text(contains, ownCode("use", u"Intended use"_s), researchUseOnly());
    });
}

void addReader(ContentWriter& root, const FilmResult& result)
{
    if (!result.reader)
        return;
    const ReaderVerdict& reader = *result.reader;
    root.container(
        ownCode("reader", u"Statement of a reader"_s), nullptr, [&reader](ContentWriter& items) {
            items.code(context, dcmCode("121005", "Observer Type"), dcmCode("121006", "Person"));
            items.personName(context, dcmCode("121008", "Person Observer Name"), reader.reader);
            items.text(context, dcmCode("121009", "Person Observer's Organization Name"),
                       reader.organization);
            items.text(contains, ownCode("reader-verdict", u"Verdict on the model's answer"_s),
                       reader.agreement);
            items.text(contains, ownCode("reader-label", u"Class by the reader"_s), reader.label);
            items.text(contains, dcmCode("121106", "Comment"), reader.comment);
        });
}

} // namespace ccad::results
