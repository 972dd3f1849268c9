// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/words/training_words.h"

#include <QCoreApplication>

#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TrainingWords", text);
}

QString stepName(TrainingProgress::Step step)
{
    switch (step) {
    case TrainingProgress::Step::Reading:
        return tr("Reading images");
    case TrainingProgress::Step::Features:
        return tr("Computing features");
    case TrainingProgress::Step::Head:
        return tr("Training the head");
    case TrainingProgress::Step::FineTuning:
        return tr("Fine-tuning");
    case TrainingProgress::Step::Evaluating:
        return tr("Evaluating");
    case TrainingProgress::Step::Gate:
        return tr("Fitting the gate");
    }
    return {};
}

} // namespace

QString durationText(double seconds)
{
    const auto whole = qint64(std::round(seconds));
    if (whole >= 3600)
        return tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
    if (whole >= 60)
        return tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return tr("%1 s").arg(whole);
}

QString stepText(const TrainingProgress& progress)
{
    const QString name = stepName(progress.step);
    return progress.epoch > 0
        ? tr("%1, epoch %2 of %3").arg(name).arg(progress.epoch).arg(progress.epochs)
        : name;
}

QString progressText(const TrainingProgress& progress)
{
    QStringList parts{stepText(progress)};
    if (progress.imagesPerSecond > 0)
        parts << tr("%1 images/s")
                     .arg(progress.imagesPerSecond, 0, 'f', progress.imagesPerSecond < 10 ? 1 : 0);
    if (progress.secondsLeft)
        parts << tr("%1 left").arg(durationText(*progress.secondsLeft));
    return parts.join(u", "_s);
}

QString epochText(const EpochReport& epoch)
{
    const QString phase = epoch.phase == EpochReport::Phase::Head ? tr("Head") : tr("Fine-tuning");
    const auto number = [](double value) { return QString::number(value, 'f', 3); };
    return tr("%1, epoch %2 of %3: loss %4, accuracy %5; on validation images loss %6, accuracy "
              "%7.")
        .arg(phase)
        .arg(epoch.epoch)
        .arg(epoch.epochs)
        .arg(number(epoch.trainingLoss), number(epoch.trainingAccuracy),
             number(epoch.validationLoss), number(epoch.validationAccuracy));
}

} // namespace ccad
