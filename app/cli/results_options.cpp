// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/results_options.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

/// Options that say whose a picture without DICOM tags is.
constexpr std::array typedOptions
    = {"patient-name", "patient-id", "birth-date",        "sex",
       "study-date",   "accession",  "study-description", "study-uid"};
/// Options that belong to --reader.
constexpr std::array readerOptions
    = {"reader-organization", "reader-verdict", "reader-class", "reader-comment", "reader-time"};

Error invalid(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

Result<QDate> dateOf(const CommandOptions& given, const char* name)
{
    if (!given.isSet(name))
        return QDate();
    const QDate date = QDate::fromString(given.text(name), u"yyyy-MM-dd"_s);
    if (!date.isValid())
        return invalid(u"--%1 is a date such as 2026-11-30, not \"%2\"."_s.arg(
            QString::fromLatin1(name), given.text(name)));
    return date;
}

template <std::size_t count>
bool isAnySet(const CommandOptions& given, const std::array<const char*, count>& names)
{
    return std::ranges::any_of(names, [&given](const char* name) { return given.isSet(name); });
}

Result<std::optional<results::TypedStudy>> typedFrom(const CommandOptions& given)
{
    if (!given.isSet("anonymous") && !isAnySet(given, typedOptions))
        return std::optional<results::TypedStudy>();
    const auto birthDate = dateOf(given, "birth-date");
    if (!birthDate)
        return birthDate.error();
    const auto studyDate = dateOf(given, "study-date");
    if (!studyDate)
        return studyDate.error();
    results::TypedStudy typed;
    typed.anonymous = given.isSet("anonymous");
    typed.patientName = given.text("patient-name");
    typed.patientId = given.text("patient-id");
    typed.birthDate = *birthDate;
    typed.sex = given.text("sex");
    typed.studyDate = *studyDate;
    typed.accessionNumber = given.text("accession");
    typed.studyDescription = given.text("study-description");
    typed.studyInstanceUid = given.text("study-uid");
    // What is wrong with it is said before any film is judged.
    const auto tried = results::typedFilmSource(typed, QString(64, u'0'), 1, 1);
    if (!tried)
        return tried.error();
    return std::optional(typed);
}

Result<std::optional<results::ReaderVerdict>> readerFrom(const CommandOptions& given)
{
    if (!given.isSet("reader")) {
        if (isAnySet(given, readerOptions) || given.isSet("complete"))
            return invalid(u"What a reader says needs --reader NAME."_s);
        return std::optional<results::ReaderVerdict>();
    }
    results::ReaderVerdict reader;
    reader.reader = given.text("reader");
    if (reader.reader.trimmed().isEmpty())
        return invalid(u"--reader needs a name."_s);
    reader.organization = given.text("reader-organization");
    reader.agreement = given.text("reader-verdict");
    reader.label = given.text("reader-class");
    reader.comment = given.text("reader-comment");
    reader.isComplete = given.isSet("complete");
    reader.when = QDateTime::fromString(given.text("reader-time"), Qt::ISODate);
    if (!reader.when.isValid())
        return invalid(u"--reader needs --reader-time, a time such as 2026-11-30T16:45:00: with "
                       "the clock, the same result would be another object each time."_s);
    return std::optional(reader);
}

/// The kinds that are named, or all of them where none is.
void takeKinds(const CommandOptions& given, results::ResultsChoice& choice)
{
    choice.withKeyObjects = given.isSet("kos");
    std::vector<results::ObjectKind> all;
    for (const results::ObjectMaker& maker : results::objectMakers()) {
        if (maker.kind == results::ObjectKind::Film)
            continue;
        all.push_back(maker.kind);
        if (given.isSet(maker.name))
            choice.kinds.push_back(maker.kind);
    }
    if (!choice.kinds.empty() || choice.withKeyObjects)
        return;
    choice.kinds = all;
    choice.withKeyObjects = true;
}

void addTypedOptions(CommandOptions& options)
{
    options.addFlag("anonymous",
                    "Pictures without DICOM tags: their patient is not known or not to be told.");
    options.addValue("patient-name", "Pictures without DICOM tags: the patient, Family^Given.",
                     "NAME");
    options.addValue("patient-id", "Likewise: the patient's ID.", "ID");
    options.addValue("birth-date", "Likewise: the patient's date of birth.", "DATE");
    options.addValue("sex", "Likewise: M, F or O.", "SEX");
    options.addValue("study-date", "Likewise: the date of the study.", "DATE");
    options.addValue("accession", "Likewise: the study's accession number.", "NUMBER");
    options.addValue("study-description", "Likewise: what the study is.", "TEXT");
    options.addValue("study-uid", "Likewise: the study's UID, where it exists already.", "UID");
}

void addReaderOptions(CommandOptions& options)
{
    options.addValue("reader", "Who read the film, Family^Given.", "NAME");
    options.addValue("reader-organization", "Where the reader works.", "NAME");
    options.addValue("reader-verdict", "What the reader says of the model's answer.", "TEXT");
    options.addValue("reader-class", "The class that the reader gives.", "TEXT");
    options.addValue("reader-comment", "The reader's comment.", "TEXT");
    options.addValue("reader-time", "When the film was read, 2026-11-30T16:45:00.", "TIME");
    options.addFlag("complete",
                    "The reader has finished: the report is complete and verified, else partial.");
}

} // namespace

void addResultsOptions(CommandOptions& options)
{
    options.addModel();
    options.addValue("out", "Folder for the objects.", "DIR");
    for (const results::ObjectMaker& maker : results::objectMakers())
        if (maker.kind != results::ObjectKind::Film)
            options.addFlag(maker.name, maker.title);
    options.addFlag("kos", "Key objects: the positive films of each study, for AI review");
    options.addFlag("dry-run",
                    "Makes the objects and says what they hold, but writes nothing; needs no "
                    "--out.");
    options.addFlag("json", "One JSON object a line.");
    options.addFlag("with-identifiers",
                    "With --dry-run: shows names and numbers of patients, too.");
    options.addFlag("replace", "Replaces files that are other objects.");
    options.addFlag("severity",
                    "Adds extent and opacity, where the model has been given them: a research "
                    "output, not a measurement.");
    options.addFlag("no-grade", "Does not test the saliency map, which takes ten passes.");
    options.addValue("region-level",
                     "The share of a map's highest value from which on a part is outlined (default "
                     "0.5).",
                     "SHARE");
    addTypedOptions(options);
    addReaderOptions(options);
    options.parser().addPositionalArgument(
        u"FILE"_s,
        u"Films to judge; folders, archives and DICOMDIRs stand for the films in them."_s,
        u"FILE..."_s);
}

Result<ResultsOptions> resultsOptionsFrom(CommandOptions& given)
{
    ResultsOptions options;
    options.paths = given.parser().positionalArguments();
    if (options.paths.isEmpty())
        return invalid(u"No file is given."_s);
    options.isDryRun = given.isSet("dry-run");
    const auto out = options.isDryRun ? Result<QString>(QString()) : given.outFolder();
    if (!out)
        return out.error();
    auto typed = typedFrom(given);
    if (!typed)
        return typed.error();
    auto reader = readerFrom(given);
    if (!reader)
        return reader.error();
    results::ResultsChoice& choice = options.choice;
    choice.out = *out;
    takeKinds(given, choice);
    choice.existing = given.isSet("replace") ? Existing::Replace : Existing::Keep;
    choice.typed = *std::move(typed);
    choice.isGraded = !given.isSet("no-grade");
    choice.choices.withSeverity = given.isSet("severity");
    choice.choices.programVersion = QCoreApplication::applicationVersion();
    choice.choices.reader = *std::move(reader);
    constexpr double lowest = 0.05;
    constexpr double highest = 0.95;
    given.read("region-level", lowest, highest, choice.choices.regionLevel);
    options.model = given.model();
    options.format = {given.isSet("json"), given.isSet("with-identifiers")};
    options.needsLungs = choice.isGraded
        || std::ranges::find(choice.kinds, results::ObjectKind::Segmentation) != choice.kinds.end();
    return options;
}

} // namespace ccad::cli
