// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/file_names.h"
#include "core/base/neutral_locale.h"
#include "core/base/temporary_folder.h"
#include "core/base/user_folders.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

using namespace ccad::cli;

const QString overview
    = u"ccad-cli COMMAND ...\n"
      "\n"
      "  predict PATH...         classifies chest radiographs\n"
      "  screen PATH...          screens folders and archives into a worklist by urgency\n"
      "  results FILE...         writes what a model says of films as DICOM objects\n"
      "  show FILE...            prints structured reports, presentation states and maps\n"
      "  model info DIR          describes a model package\n"
      "  model verify DIR        checks a model package\n"
      "  model import FILE       makes a package of a weight file\n"
      "  train DATASET           trains a model package\n"
      "  cross-validate DATASET  trains and tries one model for each part of the data\n"
      "  trials DATASET          tries recipes where the disease cannot be read off the source\n"
      "  evaluate DATASET        tries a model on labelled images\n"
      "  compare DIR DIR         compares two models on the images that both were tried on\n"
      "  bench                   times engine, readers and training on this machine\n"
      "  audit DATASET           looks for shortcuts that a model could take\n"
      "  calibrate DATASET       fits a model's answers to the films of one department\n"
      "  deidentify IN...        writes DICOM files without what tells whose they are\n"
      "  archive ACTION NODE     asks an archive, retrieves from it and sends to it\n"
      "  node --config FILE      judges films that are sent to it, and sends results to an "
      "archive\n"
      "  gate DATASET            fits what refuses pictures that are no chest radiographs\n"
      "  severity fit MANIFEST   fits and tries scores of severity (research output)\n"
      "  doctor                  tells what protects this machine from hostile files\n"
      "  forget                  shows and empties what CCAD keeps about patients\n"
      "\n"
      "ccad-cli COMMAND --help lists the options of a command.\n"
      "Exit status: 0 all done; 1 some inputs failed or were refused; 2 wrong usage;\n"
      "3 the model package is missing, broken or altered; 130 interrupted.\n"
      "Research use only. Not for diagnosis."_s;

struct Command
{
    const char* name;
    int (*run)(const QStringList& arguments);
};
constexpr Command commands[] = {
    {"predict", predictCommand},       {"screen", screenCommand},
    {"results", resultsCommand},       {"model", modelCommand},
    {"train", trainCommand},           {"cross-validate", crossValidateCommand},
    {"trials", trialsCommand},         {"evaluate", evaluateCommand},
    {"compare", compareCommand},       {"bench", benchCommand},
    {"audit", auditCommand},           {"calibrate", calibrateCommand},
    {"deidentify", deidentifyCommand}, {"gate", gateCommand},
    {"severity", severityCommand},     {"doctor", doctorCommand},
    {"forget", forgetCommand},         {"show", showCommand},
    {"archive", archiveCommand},       {"node", nodeCommand},
};

int dispatch(const QStringList& arguments)
{
    if (arguments.isEmpty())
        return wrongUsage(u"No command is given."_s, overview);
    const QString& command = arguments.first();
    for (const Command& known : commands)
        if (command == QLatin1String(known.name))
            return known.run(arguments.mid(1));
    if (command == u"--help"_s || command == u"-h"_s) {
        printLine(u"Usage: %1"_s.arg(overview));
        return AllDone;
    }
    if (command == u"--version"_s) {
        printLine(u"ccad-cli %1"_s.arg(QCoreApplication::applicationVersion()));
        return AllDone;
    }
    return wrongUsage(u"There is no command \"%1\"."_s.arg(command), overview);
}

} // namespace

int main(int argc, char* argv[])
{
    ccad::keepFilesPrivate();
    const QCoreApplication application(argc, argv);
    ccad::useNeutralLocale();
    QCoreApplication::setApplicationName(u"ccad-cli"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(CCAD_VERSION));
    ccad::closeUserFolders();
    ccad::sweepTemporaryFolders();
    const int status = dispatch(ccad::programArguments(argc, argv).mid(1));
    if (std::ferror(stdout) == 0)
        return status;
    printMessage(u"The results could not all be written to standard output."_s);
    return status == AllDone ? static_cast<int>(SomeFailed) : status;
}
