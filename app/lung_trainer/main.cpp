// SPDX-License-Identifier: GPL-3.0-or-later
// Trains the package models/ccad-lungs.
#include "core/lung_training/lung_training.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

namespace {

using namespace ccad;

void print(const QString& line)
{
    std::fprintf(stdout, "%s\n", qPrintable(line));
    std::fflush(stdout);
}

int fail(const Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.message));
    return 1;
}

void printScores(const QString& who, const LungScores& scores)
{
    const Interval mean = scores.meanDice();
    print(QStringLiteral("%1: Dice %2 (%3 to %4), median %5, lowest %6; %7 images of %8 patients")
              .arg(who)
              .arg(mean.value, 0, 'f', 4)
              .arg(mean.low, 0, 'f', 4)
              .arg(mean.high, 0, 'f', 4)
              .arg(scores.medianDice(), 0, 'f', 4)
              .arg(scores.lowestDice(), 0, 'f', 4)
              .arg(scores.images.size())
              .arg(scores.patients()));
}

QCommandLineOption option(const char* name, const char* what, const QString& standard = {})
{
    return {QString::fromLatin1(name), QString::fromLatin1(what), QStringLiteral("VALUE"),
            standard};
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const LungTrainingRequest standard;
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Trains a network that marks lungs: MANIFEST is a CSV with the columns file, patient, "
        "source, mask and perhaps view and redistributable."));
    parser.addPositionalArgument(QStringLiteral("MANIFEST"), QStringLiteral("the images"));
    parser.addHelpOption();
    parser.addOptions(
        {option("base", "MobileNetV2 weights to start from."),
         option("out", "Folder of the package to be written."),
         option("seed", "Of everything drawn at random.", QString::number(standard.seed)),
         option("teacher-epochs", "Of the teacher.", QString::number(standard.teacherEpochs)),
         option("student-epochs", "Of the student.", QString::number(standard.studentEpochs)),
         option("held-out", "Share of the patients with masks.",
                QString::number(standard.heldOut))});
    parser.process(application);
    if (parser.positionalArguments().size() != 1 || !parser.isSet(QStringLiteral("base"))
        || !parser.isSet(QStringLiteral("out")))
        parser.showHelp(2);

    LungTrainingRequest request;
    request.manifest = parser.positionalArguments().first();
    request.baseWeights = parser.value(QStringLiteral("base"));
    request.seed = parser.value(QStringLiteral("seed")).toULongLong();
    request.teacherEpochs = parser.value(QStringLiteral("teacher-epochs")).toInt();
    request.studentEpochs = parser.value(QStringLiteral("student-epochs")).toInt();
    request.heldOut = parser.value(QStringLiteral("held-out")).toDouble();
    const auto outcome
        = trainLungs(request, {}, [](qint64 done, qint64 total, const QString& what) {
              print(QStringLiteral("%1 of %2, %3").arg(done).arg(total).arg(what));
          });
    if (!outcome)
        return fail(outcome.error());
    printScores(QStringLiteral("Teacher"), outcome->teacher);
    printScores(QStringLiteral("Student"), outcome->student);
    if (auto saved = saveLungPackage(outcome->package, parser.value(QStringLiteral("out"))); !saved)
        return fail(saved.error());
    return 0;
}
