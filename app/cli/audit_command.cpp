// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"
#include "app/cli/commands.h"
#include "app/cli/dataset_options.h"
#include "app/cli/lung_option.h"
#include "core/audit/audit.h"
#include "core/base/files.h"
#include "core/base/markdown.h"
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli audit DATASET --out DIR [--replace] [--model DIR] [--where COLUMN=VALUE,...]\n"
      "       [--patients auto|none|REGEX] [--alike-classes join|apart]\n"
      "       [--class-folder auto|first|last] [--images N] [--seed N] [--record] [--json]"_s;

struct Options
{
    QString model;
    DatasetChoice data;
    QString out;
    Existing existing = Existing::Keep; ///< of files in `out` that are no audit
    int images = AuditRequest{}.images;
    std::uint64_t seed = AuditRequest{}.seed;
    bool record = false;
    bool json = false;
};

void prepare(CommandOptions& options)
{
    options.addValue("out", "Folder for audit.json and audit.md.", "DIR");
    options.addFlag("replace", "Lets them replace files that are no audit of CCAD's.");
    options.addModel();
    options.addDataset();
    options.addValue("images", "How many images are looked at, at most (default: 800).", "N");
    options.addValue("seed", "Seed of folds and intervals (default: 1).", "N");
    options.addFlag("record", "Writes the verdict into the package whatever the data set.");
    options.addFlag("json", "Prints audit.json as one line.");
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(CommandOptions& given)
{
    auto data = given.datasetChoice();
    if (!data)
        return data.error();
    auto out = given.outFolder();
    if (!out)
        return out.error();
    Options options{given.model(), std::move(*data), std::move(*out),
                    given.isSet("replace") ? Existing::Replace : Existing::Keep};
    given.read("images", 20, 100000, options.images);
    given.read("seed", options.seed);
    options.record = given.isSet("record");
    options.json = given.isSet("json");
    return options;
}

const QString titleStart = u"# Shortcut audit of "_s;

/// Nothing there, or an earlier audit?
bool isFreeForAudit(const QString& file)
{
    if (!QFileInfo::exists(file))
        return true;
    constexpr qint64 largestAudit = 1 << 24;
    const auto content = readFile(file, largestAudit);
    if (!content)
        return false;
    if (!file.endsWith(u".json"))
        return content->startsWith(titleStart.toUtf8());
    const QJsonObject json = QJsonDocument::fromJson(*content).object();
    return json[u"verdict"_s].isString() && json[u"tests"_s].isObject();
}

/// Error: AlreadyExists.
Result<void> checkTarget(const QString& folder, Existing existing)
{
    for (const char* name : {"audit.json", "audit.md"}) {
        const QString file = QDir(folder).filePath(QString::fromLatin1(name));
        if (existing == Existing::Keep && !isFreeForAudit(file))
            return Error{ErrorCode::AlreadyExists,
                         u"There is a file %1 already that is no audit of CCAD; it "
                         "is replaced only when that is asked for."_s.arg(file),
                         file};
    }
    return {};
}

Result<void> save(const AuditReport& report, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::WriteFailed, u"Cannot create the folder %1."_s.arg(folder), folder};
    const QDir dir(folder);
    if (auto written = writeFileAtomically(dir.filePath(u"audit.json"_s), auditJson(report));
        !written)
        return written;
    const QString title = titleStart + literal(report.modelName) + u"\n\n"_s;
    return writeFileAtomically(dir.filePath(u"audit.md"_s), (title + auditText(report)).toUtf8());
}

/// Into the package, where it belongs there.
Result<void> record(const Options& options, const ModelManifest& manifest,
                    const AuditReport& report)
{
    const bool isItsOwnData
        = manifest.provenance[u"data_fingerprint"_s].toString() == report.dataFingerprint;
    if (!isItsOwnData && !options.record) {
        printMessage(u"The model was not trained on exactly these images, so its "
                     "package stays as it is (--record writes the verdict into "
                     "it)."_s);
        return {};
    }
    if (auto saved = saveAudit(options.model, report.summary, auditText(report)); !saved)
        return saved;
    printMessage(u"The verdict is part of %1 now."_s.arg(options.model));
    return {};
}

void print(const AuditReport& report, bool json)
{
    if (json)
        printJson(QJsonDocument::fromJson(auditJson(report)).object());
    else
        printLine(auditText(report).trimmed());
    for (const QString& file : report.unreadable)
        printMessage(u"Left out, cannot be read: %1"_s.arg(file));
}

int auditAndSave(const Options& options, const Classifier& classifier)
{
    // Asked now, since an audit takes minutes.
    if (auto free = checkTarget(options.out, options.existing); !free)
        return failWith(free.error());
    const DatasetChoice& data = options.data;
    IndexRequest request{data.path, data.filters, data.patientKey, defaultIndexCache(data.path)};
    request.oneClassIsEnough = true; // some tests are possible all the same
    request.alike = data.classes.alike;
    request.classFolder = data.classes.folder;
    auto index = indexDataset(request, interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return failWith(index.error());
    index->dataset = withoutCopies(*index);
    printReading(index->dataset);
    for (const UnreadableFile& file : index->unreadable)
        printMessage(u"Left out, cannot be read: %1: %2"_s.arg(file.file, file.reason));
    const auto lungs = lungSegmenter();
    const auto unreadable
        = static_cast<int>(index->unreadable.size() + index->dataset.leftOut.size());
    const auto report
        = runAudit(classifier, lungs.get(),
                   {std::move(index->dataset), options.images, options.seed, unreadable},
                   interruptToken(), terminalProgress());
    endProgress();
    if (!report)
        return failWith(report.error());
    print(*report, options.json); // first: a full disk must not cost the figures
    if (auto saved = save(*report, options.out); !saved)
        return failWith(saved.error());
    if (auto recorded = record(options, classifier.manifest(), *report); !recorded)
        return failWith(recorded.error());
    printIntendedUse();
    return unreadable == 0 && report->unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int auditCommand(const QStringList& arguments)
{
    CommandOptions options(
        u"Looks for shortcuts: whether the classes of a data set can be told apart without "
        "looking at the\nlungs. Writes audit.json and audit.md. When the data set is the one "
        "that the model was trained on,\nthe verdict becomes part of the model package."_s,
        usage);
    prepare(options);
    return runWithModel<Options>(options, arguments, optionsFrom, auditAndSave);
}

} // namespace ccad::cli
