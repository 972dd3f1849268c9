// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_text.h"

#include "app/cli/console.h"
#include "app/cli/evaluation_text.h"
#include "core/evaluation/metrics_json.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString stepName(const TrainingProgress& now)
{
    switch (now.step) {
    case TrainingProgress::Step::Reading:
        return u"Reading images"_s;
    case TrainingProgress::Step::Features:
        return u"Computing features"_s;
    case TrainingProgress::Step::Head:
        return u"Head epoch %1 of %2"_s.arg(now.epoch).arg(now.epochs);
    case TrainingProgress::Step::FineTuning:
        return u"Fine-tuning epoch %1 of %2"_s.arg(now.epoch).arg(now.epochs);
    case TrainingProgress::Step::Gate:
        return u"Fitting the gate"_s;
    case TrainingProgress::Step::Evaluating:
        break;
    }
    return u"Evaluating"_s;
}

} // namespace

QString describe(const EpochReport& epoch)
{
    return u"%1 %2 of %3: loss %4, accuracy %5; validation loss %6, accuracy %7; %8 images/s"_s
        .arg(epoch.phase == EpochReport::Phase::Head ? u"Head epoch"_s : u"Fine-tuning epoch"_s)
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
    QString text = stepName(now);
    if (now.imagesPerSecond > 0)
        text += u", %1 images/s"_s.arg(now.imagesPerSecond, 0, 'f', 1);
    if (now.secondsLeft)
        text += u", %1 s left"_s.arg(*now.secondsLeft, 0, 'f', 0);
    return text;
}

TrainingObserver terminalObserver(const QString& prefix)
{
    TrainingObserver observer;
    observer.onProgress = [prefix, show = terminalProgress()](const TrainingProgress& now) {
        show(now.done, now.total, prefix + describe(now));
    };
    observer.onEpoch = [prefix](const EpochReport& epoch) {
        endProgress();
        printMessage(prefix + describe(epoch));
    };
    return observer;
}

void printResults(const QString& title, const TestScores& scores, const ModelManifest& manifest,
                  bool knowsPatients)
{
    QJsonObject metrics = metricsJson(scores.items, manifest);
    metrics[u"by"_s] = metricsByGroup(scores.items, manifest);
    metrics[u"patients_known"_s] = knowsPatients;
    printLine(title);
    if (!knowsPatients)
        printLine(u"Some images name no patient: the same person may be on two "
                  "sides, and these results may be too good."_s);
    for (const QString& line : evaluationText(metrics))
        printLine(line);
}

int reportUnreadable(const QStringList& files)
{
    for (const QString& file : files)
        printMessage(u"Left out, cannot be read: %1"_s.arg(file));
    return files.isEmpty() ? AllDone : SomeFailed;
}

} // namespace ccad::cli
