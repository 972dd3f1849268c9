// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/dataset_options.h"

#include "core/base/data_dirs.h"
#include "core/base/files.h"
#include "core/dataset/dataset_index.h"
#include "core/trust/audit.h"

#include <QDir>
#include <QJsonDocument>

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral(
    "ccad-cli audit DATASET --out DIR [--model DIR] [--where COLUMN=VALUE,...]\n"
    "       [--patients auto|none|REGEX] [--images N] [--seed N] [--record] [--json]");

struct Options
{
    QString dataset;
    QString model;
    QString out;
    std::vector<RowFilter> filters;
    PatientKeyRule patientKey;
    int images = AuditRequest{}.images;
    std::uint64_t seed = AuditRequest{}.seed;
    bool record = false;
    bool json = false;
};

void prepare(QCommandLineParser& parser)
{
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(help),
                                  QString::fromLatin1(value));
    };
    parser.setApplicationDescription(QStringLiteral(
        "Looks for shortcuts: whether the classes of a data set can be told apart without looking "
        "at the\nlungs. Writes audit.json and audit.md. When the data set is the one that the "
        "model "
        "was trained on,\nthe verdict becomes part of the model package."));
    parser.addOptions({
        option("out", "Folder for audit.json and audit.md.", "DIR"),
        option("model", "Model package (default: the default model).", "DIR"),
        option("where", "Only rows whose column has one of the values; may be repeated.", "FILTER"),
        {QStringLiteral("patients"),
         QStringLiteral("Where patients are known from: auto (manifest or DICOM), none, or a "
                        "regular expression whose group is the patient's key in a file's path."),
         QStringLiteral("RULE"), QStringLiteral("auto")},
        option("images", "How many images are looked at, at most (default: 800).", "N"),
        option("seed", "Seed of folds and intervals (default: 1).", "N"),
        {QStringLiteral("record"),
         QStringLiteral("Writes the verdict into the package whatever the data set.")},
        {QStringLiteral("json"), QStringLiteral("Prints audit.json as one line.")},
    });
    parser.addPositionalArgument(QStringLiteral("DATASET"),
                                 QStringLiteral("Folder of class folders, or a manifest.csv."));
}

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message, {}};
}

Result<void> readNumbers(const QCommandLineParser& parser, Options& options)
{
    bool isNumber = true;
    const QString images = parser.value(QStringLiteral("images"));
    if (!images.isEmpty())
        options.images = images.toInt(&isNumber);
    if (!isNumber || options.images < 20 || options.images > 100000)
        return invalid(
            QStringLiteral("--images is a number from 20 to 100000, not \"%1\".").arg(images));
    const QString seed = parser.value(QStringLiteral("seed"));
    if (!seed.isEmpty())
        options.seed = seed.toULongLong(&isNumber);
    if (!isNumber)
        return invalid(QStringLiteral("--seed is a number, not \"%1\".").arg(seed));
    return {};
}

/// Error: InvalidArgument.
Result<Options> optionsFrom(const QCommandLineParser& parser)
{
    const auto text = [&](const char* name) { return parser.value(QString::fromLatin1(name)); };
    Options options;
    if (parser.positionalArguments().size() != 1)
        return invalid(QStringLiteral("One data set is needed."));
    options.dataset = parser.positionalArguments().first();
    options.out = text("out");
    if (options.out.isEmpty())
        return invalid(QStringLiteral("--out DIR is needed."));
    options.model = text("model").isEmpty() ? defaultModelDir() : text("model");
    auto filters = filtersFrom(parser.values(QStringLiteral("where")));
    if (!filters)
        return filters.error();
    options.filters = std::move(*filters);
    auto patientKey = patientKeyFrom(text("patients"));
    if (!patientKey)
        return patientKey.error();
    options.patientKey = std::move(*patientKey);
    if (auto read = readNumbers(parser, options); !read)
        return read.error();
    options.record = parser.isSet(QStringLiteral("record"));
    options.json = parser.isSet(QStringLiteral("json"));
    return options;
}

/// Null, with a message, where the program has no model for it.
std::unique_ptr<LungSegmenter> lungSegmenter()
{
    auto lungs = LungSegmenter::load(dataDir() + QStringLiteral("/models/ccad-lungs"));
    if (lungs)
        return std::move(*lungs);
    printMessage(lungs.error().message);
    return nullptr;
}

Result<void> save(const AuditReport& report, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::WriteFailed,
                     QStringLiteral("Cannot create the folder %1.").arg(folder), folder};
    const QDir dir(folder);
    if (auto written
        = writeFileAtomically(dir.filePath(QStringLiteral("audit.json")), auditJson(report));
        !written)
        return written;
    const QString title = QStringLiteral("# Shortcut audit of %1\n\n").arg(report.modelName);
    return writeFileAtomically(dir.filePath(QStringLiteral("audit.md")),
                               (title + auditText(report)).toUtf8());
}

/// Into the package, where it belongs there.
Result<void> record(const Options& options, const ModelManifest& manifest,
                    const AuditReport& report)
{
    const bool isItsOwnData = manifest.provenance[QStringLiteral("data_fingerprint")].toString()
        == report.dataFingerprint;
    if (!isItsOwnData && !options.record) {
        printMessage(QStringLiteral("The model was not trained on exactly these images, so its "
                                    "package stays as it is (--record writes the verdict into "
                                    "it)."));
        return {};
    }
    if (auto saved = saveAudit(options.model, report.mark, auditText(report)); !saved)
        return saved;
    printMessage(QStringLiteral("The verdict is part of %1 now.").arg(options.model));
    return {};
}

void print(const AuditReport& report, bool json)
{
    if (json)
        printJson(QJsonDocument::fromJson(auditJson(report)).object());
    else
        printLine(auditText(report).trimmed());
    for (const QString& file : report.unreadable)
        printMessage(QStringLiteral("Left out, cannot be read: %1").arg(file));
}

int auditAndSave(const Options& options, const Classifier& classifier)
{
    auto index = indexDataset(
        {options.dataset, options.filters, options.patientKey, defaultIndexCache(options.dataset)},
        interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return failWith(index.error());
    for (const UnreadableFile& file : index->unreadable)
        printMessage(
            QStringLiteral("Left out, cannot be read: %1: %2").arg(file.file, file.reason));
    const auto lungs = lungSegmenter();
    const bool isWhole = index->unreadable.empty();
    const auto report = runAudit(classifier, lungs.get(),
                                 {std::move(index->dataset), options.images, options.seed},
                                 interruptToken(), terminalProgress());
    endProgress();
    if (!report)
        return failWith(report.error());
    print(*report, options.json); // first: a full disk must not cost the figures
    if (auto saved = save(*report, options.out); !saved)
        return failWith(saved.error());
    if (auto recorded = record(options, classifier.manifest(), *report); !recorded)
        return failWith(recorded.error());
    printMessage(QStringLiteral("Research use only. Not for diagnosis."));
    return isWhole && report->unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int auditCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    prepare(parser);
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    const auto options = optionsFrom(parser);
    if (!options)
        return wrongUsage(options.error().message, usage);
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    const auto classifier = Classifier::load(options->model);
    if (!classifier)
        return failWith(classifier.error());
    return auditAndSave(*options, **classifier);
}

} // namespace ccad::cli
