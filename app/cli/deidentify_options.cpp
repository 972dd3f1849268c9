// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/deidentify_options.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {

namespace {

struct OptionWord
{
    const char* word;
    DeidOption option;
};
constexpr OptionWord retained[] = {
    {"safe-private", DeidOption::RetainSafePrivate},
    {"uids", DeidOption::RetainUids},
    {"device", DeidOption::RetainDeviceIdentity},
    {"institution", DeidOption::RetainInstitutionIdentity},
    {"patient", DeidOption::RetainPatientCharacteristics},
    {"full-dates", DeidOption::RetainFullDates},
    {"modified-dates", DeidOption::RetainModifiedDates},
};
constexpr OptionWord cleaned[] = {
    {"descriptors", DeidOption::CleanDescriptors},
    {"structured", DeidOption::CleanStructuredContent},
    {"graphics", DeidOption::CleanGraphics},
};

Error invalid(const QString& sentence)
{
    return Error{ErrorCode::InvalidArgument, sentence, {}};
}

template <std::size_t n>
Result<DeidOptions> optionsOf(const char* name, const QString& words, const OptionWord (&known)[n])
{
    DeidOptions options;
    for (const QString& word : words.split(u',', Qt::SkipEmptyParts)) {
        const auto* it = std::find_if(std::begin(known), std::end(known), [&](const OptionWord& k) {
            return word.trimmed() == QLatin1String(k.word);
        });
        if (it == std::end(known))
            return invalid(u"--%1 does not know \"%2\"."_s.arg(QLatin1String(name), word));
        options |= it->option;
    }
    return options;
}

void readPolicy(const CommandOptions& given, DeidentifyOptions& options)
{
    const QString blank = given.text("blank");
    if (blank == u"none")
        options.run.policy = TextPolicy::Leave;
    else if (blank == u"found")
        options.run.policy = TextPolicy::BlankFound;
    else if (!blank.isEmpty()) {
        options.run.policy = TextPolicy::BlankListed;
        options.listed = blank;
    }
}

} // namespace

void prepareDeidentify(CommandOptions& options)
{
    options.parser().addPositionalArgument(u"IN"_s, u"DICOM files, folders and archives."_s,
                                           u"IN..."_s);
    options.addValue("out", "Folder for the de-identified files.", "DIR");
    options.addFlag(
        "replace",
        "Replaces files that are in DIR already, and an earlier mapping or list of boxes.");
    options.addValue("retain",
                     "Keeps, of what the Basic Profile removes: safe-private, uids, device, "
                     "institution, patient, full-dates or modified-dates, with commas between.",
                     "WHAT");
    options.addValue("clean",
                     "Keeps the harmless words of: descriptors, structured, graphics, with commas "
                     "between.",
                     "WHAT");
    options.addValue("blank",
                     "Text in the pixels: none leaves them alone, found blanks what is found, FILE "
                     "blanks the boxes of that list. Otherwise boxes are shown, and a film with "
                     "any is not written.",
                     "none|found|FILE");
    options.addValue("boxes", "Writes the boxes that were found to FILE, a list for --blank.",
                     "FILE");
    options.addValue(
        "key",
        "Key of the new UIDs, pseudonyms and dates; made if there is none. Otherwise a "
        "key is used once and forgotten.",
        "FILE");
    options.addValue("mapping",
                     "Writes what became of whom to FILE, encrypted with the passphrase in "
                     "CCAD_PASSPHRASE or the first line of standard input.",
                     "FILE");
    options.addFlag("plain-mapping", "Leaves that file unencrypted.");
    options.addValue("open-mapping", "Prints an encrypted mapping, and does nothing else.", "FILE");
    options.addFlag("json", "Prints one JSON object a file.");
}

Result<DeidentifyOptions> deidentifyOptions(const CommandOptions& given)
{
    DeidentifyOptions options;
    DeidRun& run = options.run;
    run.paths = given.parser().positionalArguments();
    if (run.paths.isEmpty())
        return invalid(u"No file is given."_s);
    auto out = given.outFolder();
    if (!out)
        return out.error();
    run.out = *std::move(out);
    const auto kept = optionsOf("retain", given.text("retain"), retained);
    if (!kept)
        return kept.error();
    const auto clean = optionsOf("clean", given.text("clean"), cleaned);
    if (!clean)
        return clean.error();
    run.options = *kept | *clean;
    readPolicy(given, options);
    run.boxes = given.text("boxes");
    run.key = given.text("key");
    run.mapping = given.text("mapping");
    run.isMappingPlain = given.isSet("plain-mapping");
    run.existing = given.isSet("replace") ? Existing::Replace : Existing::Keep;
    options.isJson = given.isSet("json");
    if (run.policy == TextPolicy::Leave && !run.boxes.isEmpty())
        return invalid(u"--boxes lists what is found in the pixels; --blank none looks for "
                       "nothing."_s);
    if (run.isMappingPlain && run.mapping.isEmpty())
        return invalid(u"--plain-mapping needs --mapping FILE."_s);
    if (auto ok = checkDeidRun(run); !ok)
        return ok.error();
    return options;
}

} // namespace ccad::cli
