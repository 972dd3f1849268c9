// SPDX-License-Identifier: GPL-3.0-or-later
// Trains the package models/ccad-lungs.
#include "app/lung_trainer/lung_training.h"
#include "core/base/typed_number.h"
#include "core/base/user_folders.h"
#include "core/base/visible_text.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

using namespace ccad;

void print(const QString& line)
{
    std::fprintf(stdout, "%s\n", visibleText(line).toUtf8().constData());
    std::fflush(stdout);
}

int fail(const Error& error)
{
    std::fprintf(stderr, "%s\n", visibleText(error.message).toUtf8().constData());
    if (error.code != ErrorCode::AlreadyExists)
        return 1;
    std::fprintf(stderr, "Add --replace to replace it.\n");
    return 2;
}

void printScores(const QString& who, const LungScores& scores)
{
    const Interval mean = scores.meanDice();
    print(u"%1: Dice %2 (%3 to %4), median %5, lowest %6; %7 images of %8 patients"_s.arg(who)
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
    return {QString::fromLatin1(name), QString::fromLatin1(what), u"VALUE"_s, standard};
}

} // namespace

int main(int argc, char* argv[])
{
    keepFilesPrivate();
    const QCoreApplication application(argc, argv);
    const LungTrainingRequest standard;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Trains a network that marks lungs: MANIFEST is a CSV with the columns file, patient, "
        "source, mask and perhaps view and redistributable."_s);
    parser.addPositionalArgument(u"MANIFEST"_s, u"the images"_s);
    parser.addHelpOption();
    const QString replace = u"replace"_s;
    parser.addOptions(
        {option("base", "MobileNetV2 weights to start from."),
         option("out", "Folder of the package to be written."),
         option("seed", "Of everything drawn at random.", QString::number(standard.seed)),
         option("teacher-epochs", "Of the teacher.", QString::number(standard.teacherEpochs)),
         option("student-epochs", "Of the student.", QString::number(standard.studentEpochs)),
         option("held-out", "Share of the patients with masks.", QString::number(standard.heldOut)),
         {replace,
          u"Replaces the package that is there already, if one is; it is "
          "kept as OUT.old."_s}});
    parser.process(application);
    if (parser.positionalArguments().size() != 1 || !parser.isSet(u"base"_s)
        || !parser.isSet(u"out"_s))
        parser.showHelp(2);

    // Asked now, since hours may pass until the package is written.
    const QString out = parser.value(u"out"_s);
    const Existing existing = parser.isSet(replace) ? Existing::Replace : Existing::Keep;
    if (auto target = checkLungPackageTarget(out, existing); !target)
        return fail(target.error());
    LungTrainingRequest request;
    request.manifest = parser.positionalArguments().first();
    request.baseWeights = parser.value(u"base"_s);
    request.seed = parser.value(u"seed"_s).toULongLong();
    request.teacherEpochs = parser.value(u"teacher-epochs"_s).toInt();
    request.studentEpochs = parser.value(u"student-epochs"_s).toInt();
    const auto heldOut = typedNumber(parser.value(u"held-out"_s));
    if (!heldOut)
        return fail({ErrorCode::InvalidArgument, u"--held-out needs a number."_s, {}});
    request.heldOut = *heldOut;
    const auto outcome
        = trainLungs(request, {}, [](qint64 done, qint64 total, const QString& what) {
              print(u"%1 of %2, %3"_s.arg(done).arg(total).arg(what));
          });
    if (!outcome)
        return fail(outcome.error());
    printScores(u"Teacher"_s, outcome->teacher);
    printScores(u"Student"_s, outcome->student);
    if (auto saved = saveLungPackage(outcome->package, out, existing); !saved)
        return fail(saved.error());
    return 0;
}
