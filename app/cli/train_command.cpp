// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/training_setup.h"
#include "app/cli/training_text.h"

#include "core/model/runtime.h"

#include <QDir>
#include <QFile>

namespace ccad::cli {
namespace {

QString synopsis()
{
    return QStringLiteral("ccad-cli train DATASET --out DIR [--outside DATASET] [--outside-where "
                          "COLUMN=VALUE,...] [--no-gate]");
}

/// The training is over but its package cannot be written: nothing is lost.
int failToSave(const Error& error, const TrainingRequest& request)
{
    printMessage(QStringLiteral("The trained model stays in the checkpoint %1: make room and run "
                                "the same command with --resume.")
                     .arg(request.checkpointFile));
    return failWith(error);
}

int trainAndSave(const TrainingSetup& setup, const QString& folder)
{
    const TrainingRequest& request = setup.request;
    const auto outcome = trainModel(request, TrainingControl(interruptToken()), terminalObserver());
    endProgress();
    if (!outcome)
        return failWith(outcome.error());
    const ModelManifest& manifest = outcome->package.manifest;
    const bool knowsPatients = outcome->results.knowsPatients;
    // Printed first: a full disk must not cost the figures.
    printResults(QStringLiteral("Test"), outcome->results.test, manifest, knowsPatients);
    if (outcome->results.outside)
        printResults(QStringLiteral("Outside data"), *outcome->results.outside, manifest,
                     knowsPatients);
    if (auto saved = saveModelPackage(outcome->package, folder); !saved)
        return failToSave(saved.error(), request);
    QFile::remove(request.checkpointFile); // it has served
    printLine(QStringLiteral("Model package: %1").arg(folder));
    printMessage(QStringLiteral("Research use only. Not for diagnosis."));
    return reportUnreadable(setup.unreadable + outcome->unreadable);
}

} // namespace

int trainCommand(const QStringList& arguments)
{
    TrainOptions options(
        QStringLiteral(
            "Trains a model package on a folder tree or a manifest.csv, split by patient."),
        synopsis());
    options.parser().addOptions(
        {{QStringLiteral("outside"),
          QStringLiteral("Data of other origin to try the finished model on."),
          QStringLiteral("DATASET")},
         {QStringLiteral("outside-where"), QStringLiteral("The same as --where for --outside."),
          QStringLiteral("FILTER")},
         {QStringLiteral("no-gate"), QStringLiteral("Makes no gate for the model.")}});
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(QStringLiteral("One data set is needed."), options.usage());
    const QString folder = options.text("out");
    if (folder.isEmpty())
        return wrongUsage(QStringLiteral("--out DIR is needed."), options.usage());
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    // Asked now, since hours may pass until the package is written.
    if (auto target = checkPackageTarget(folder); !target)
        return failWith(target.error());
    const QString checkpoint = QDir::cleanPath(folder) + QStringLiteral(".checkpoint");
    if (auto target = checkCheckpointFile(checkpoint); !target)
        return failWith(target.error());
    if (QFile::exists(checkpoint) && !options.isSet("resume"))
        printMessage(QStringLiteral("An earlier training left the checkpoint %1. This one starts "
                                    "over and will replace it; --resume would go on from it.")
                         .arg(checkpoint));
    auto setup = trainingSetup(options);
    if (!setup)
        return failWith(setup.error(), options.usage());
    setup->request.checkpointFile = checkpoint;
    setup->request.fitsGate = !options.isSet("no-gate");
    if (const auto warning = slowBlasWarning())
        printMessage(*warning);
    return trainAndSave(*setup, folder);
}

} // namespace ccad::cli
