// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/training_setup.h"
#include "app/cli/training_text.h"
#include "core/torch/runtime.h"

#include <QFile>

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString synopsis()
{
    return u"ccad-cli train DATASET --out DIR [--outside DATASET] [--outside-where "
           "COLUMN=VALUE,...] [--no-gate]\n"
           "       [--replace]"_s;
}

/// The training is over but its package cannot be written: nothing is lost.
int failToSave(const Error& error, const TrainingRequest& request)
{
    printMessage(u"The trained model stays in the checkpoint %1: make room and run "
                 "the same command with --resume."_s.arg(request.checkpointFile));
    return failWith(error);
}

/// Printed before the package is written: a full disk must not cost the figures.
void printOutcome(const TrainingOutcome& outcome)
{
    endProgress();
    const ModelManifest& manifest = outcome.package.manifest;
    const bool knowsPatients = outcome.results.knowsPatients;
    printResults(u"Test"_s, outcome.results.test, manifest, knowsPatients);
    if (outcome.results.outside)
        printResults(u"Outside data"_s, *outcome.results.outside, manifest, knowsPatients);
}

int trainAndSave(const TrainingSetup& setup, const QStringList& unreadable)
{
    bool isTrained = false;
    const auto model = trainPackage(setup, TrainingControl(interruptToken()), terminalObserver(),
                                    [&isTrained](const TrainingOutcome& outcome) {
                                        isTrained = true;
                                        printOutcome(outcome);
                                    });
    endProgress();
    if (!model)
        return isTrained ? failToSave(model.error(), setup.request) : failWith(model.error());
    printLine(u"Model package: %1"_s.arg(setup.folder));
    printIntendedUse();
    return reportUnreadable(unreadable + model->unreadable);
}

} // namespace

int trainCommand(const QStringList& arguments)
{
    TrainOptions options(
        u"Trains a model package on a folder tree or a manifest.csv, split by patient."_s,
        synopsis());
    options.parser().addOptions(
        {{u"outside"_s, u"Data of other origin to try the finished model on."_s, u"DATASET"_s},
         {u"outside-where"_s, u"The same as --where for --outside."_s, u"FILTER"_s},
         {u"no-gate"_s, u"Makes no gate for the model."_s},
         {u"replace"_s,
          u"Replaces the package that is in DIR already; it stays as DIR.old until "
          "the next one is replaced."_s}});
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(u"One data set is needed."_s, options.usage());
    const QString folder = options.text("out");
    if (folder.isEmpty())
        return wrongUsage(u"--out DIR is needed."_s, options.usage());
    if (options.isSet("outside-where") && !options.isSet("outside"))
        return wrongUsage(u"--outside-where belongs to --outside."_s, options.usage());
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    const QString checkpoint = checkpointFileOf(folder);
    // What goes on from a checkpoint was asked when it began.
    const bool replaces
        = options.isSet("replace") || (options.isSet("resume") && QFile::exists(checkpoint));
    const Existing existing = replaces ? Existing::Replace : Existing::Keep;
    // Asked now, since hours may pass until the package is written.
    if (auto target = checkTrainingTarget(folder, existing, checkpoint); !target)
        return failWith(target.error());
    if (QFile::exists(checkpoint) && !options.isSet("resume"))
        printMessage(u"An earlier training left the checkpoint %1. This one starts "
                     "over and will replace it; --resume would go on from it."_s.arg(checkpoint));
    auto wanted = trainingSetup(options);
    if (!wanted)
        return failWith(wanted.error(), options.usage());
    TrainingSetup setup{std::move(wanted->request), {}, 0, folder, existing};
    setup.request.checkpointFile = checkpoint;
    setup.request.fitsGate = !options.isSet("no-gate");
    if (const auto warning = slowBlasWarning())
        printMessage(*warning);
    return trainAndSave(setup, wanted->unreadable);
}

} // namespace ccad::cli
