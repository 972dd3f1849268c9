// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/train_options.h"

#include "core/model/runtime.h"

#include <QFile>

namespace ccad::cli {
namespace {

const QString usage = QStringLiteral(
    "ccad-cli train DATASET --out DIR [--recipe paper|robust] [--base FILE-or-DIR] [--epochs N]\n"
    "       [--fine-tune-epochs N] [--dropout F] [--batch N] [--lr F] [--fine-tune-lr F] [--seed "
    "N]\n"
    "       [--resume] [--where COLUMN=VALUE,...] [--outside DATASET] [--outside-where "
    "COLUMN=VALUE,...]\n"
    "       [--name NAME] [--positive CLASS] [--title CLASS=TEXT]");

QString describe(const EpochReport& epoch)
{
    return QStringLiteral(
               "%1 %2 of %3: loss %4, accuracy %5; validation loss %6, accuracy %7; %8 images/s")
        .arg(epoch.phase == EpochReport::Phase::Head ? QStringLiteral("Head epoch")
                                                     : QStringLiteral("Fine-tuning epoch"))
        .arg(epoch.epoch)
        .arg(epoch.epochs)
        .arg(epoch.trainingLoss, 0, 'f', 4)
        .arg(epoch.trainingAccuracy, 0, 'f', 3)
        .arg(epoch.validationLoss, 0, 'f', 4)
        .arg(epoch.validationAccuracy, 0, 'f', 3)
        .arg(epoch.imagesPerSecond, 0, 'f', 1);
}

QString describe(const TrainingProgress& now)
{
    QString text;
    switch (now.step) {
    case TrainingProgress::Step::Reading:
        text = QStringLiteral("Reading images");
        break;
    case TrainingProgress::Step::Features:
        text = QStringLiteral("Computing features");
        break;
    case TrainingProgress::Step::Head:
        text = QStringLiteral("Head epoch %1 of %2").arg(now.epoch).arg(now.epochs);
        break;
    case TrainingProgress::Step::FineTuning:
        text = QStringLiteral("Fine-tuning epoch %1 of %2").arg(now.epoch).arg(now.epochs);
        break;
    case TrainingProgress::Step::Evaluating:
        text = QStringLiteral("Evaluating");
        break;
    }
    if (now.imagesPerSecond > 0)
        text += QStringLiteral(", %1 images/s").arg(now.imagesPerSecond, 0, 'f', 1);
    if (now.secondsLeft)
        text += QStringLiteral(", %1 s left").arg(*now.secondsLeft, 0, 'f', 0);
    return text;
}

void printReport(const QString& title, const ClassificationReport& report,
                 const ModelManifest& manifest)
{
    printLine(QStringLiteral("%1: %2 images, accuracy %3")
                  .arg(title)
                  .arg(report.count)
                  .arg(report.accuracy, 0, 'f', 3));
    for (std::size_t i = 0; i < report.perClass.size(); ++i) {
        const ClassReport& figures = report.perClass[i];
        printLine(QStringLiteral("  %1: AUC %2 (%3 to %4), sensitivity %5, specificity %6")
                      .arg(manifest.classes[i].name)
                      .arg(figures.auc.value, 0, 'f', 3)
                      .arg(figures.auc.low, 0, 'f', 3)
                      .arg(figures.auc.high, 0, 'f', 3)
                      .arg(figures.sensitivity, 0, 'f', 3)
                      .arg(figures.specificity, 0, 'f', 3));
    }
}

int trainAndSave(const TrainingRequest& request, const QString& folder)
{
    TrainingObserver observer;
    observer.onProgress = [show = terminalProgress()](const TrainingProgress& now) {
        show(now.done, now.total, describe(now));
    };
    observer.onEpoch = [](const EpochReport& epoch) {
        endProgress();
        printMessage(describe(epoch));
    };
    const auto outcome = trainModel(request, TrainingControl(interruptToken()), observer);
    endProgress();
    if (!outcome)
        return failWith(outcome.error());
    if (auto saved = saveModelPackage(outcome->package, folder); !saved)
        return failWith(saved.error());
    QFile::remove(request.checkpointFile); // it has served
    const ModelManifest& manifest = outcome->package.manifest;
    printLine(QStringLiteral("Model package: %1").arg(folder));
    printReport(QStringLiteral("Test"), outcome->test.overall, manifest);
    if (outcome->outside)
        printReport(QStringLiteral("Outside data"), outcome->outside->overall, manifest);
    for (const QString& file : outcome->unreadable)
        printMessage(QStringLiteral("Left out, cannot be read: %1").arg(file));
    return outcome->unreadable.isEmpty() ? AllDone : SomeFailed;
}

} // namespace

int trainCommand(const QStringList& arguments)
{
    TrainOptions options;
    if (const auto status = parse(options.parser(), arguments, usage))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(QStringLiteral("One data set is needed."), usage);
    const QString folder = options.text("out");
    if (folder.isEmpty())
        return wrongUsage(QStringLiteral("--out DIR is needed."), usage);
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    // Asked now, since hours may pass until the package is written.
    if (auto target = checkPackageTarget(folder); !target)
        return failWith(target.error());
    const auto request = trainingRequest(options);
    if (!request && request.error().code == ErrorCode::InvalidArgument)
        return wrongUsage(request.error().message, usage);
    if (!request)
        return failWith(request.error());
    if (const auto warning = slowBlasWarning())
        printMessage(*warning);
    return trainAndSave(*request, folder);
}

} // namespace ccad::cli
