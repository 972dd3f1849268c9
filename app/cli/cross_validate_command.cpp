// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/training_setup.h"
#include "app/cli/training_text.h"
#include "core/evaluation/result_folder.h"
#include "core/torch/runtime.h"
#include "core/training/trials/cross_validation.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString synopsis()
{
    return u"ccad-cli cross-validate DATASET --out DIR [--folds K]"_s;
}

QString number(const QJsonValue& value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'f', 3) : u"-"_s;
}

void printFolds(const QJsonObject& folds)
{
    const QJsonObject mean = folds[u"mean"_s].toObject();
    const QJsonObject deviation = folds[u"standard_deviation"_s].toObject();
    const auto line = [](const QString& what, const QJsonValue& average, const QJsonValue& spread) {
        printLine(u"  %1: %2, standard deviation %3"_s.arg(what, number(average), number(spread)));
    };
    printLine(u"Mean of %1 folds"_s.arg(folds[u"folds"_s].toInt()));
    line(u"accuracy"_s, mean[u"accuracy"_s], deviation[u"accuracy"_s]);
    const QJsonObject aucs = mean[u"auc"_s].toObject();
    const QJsonObject spreads = deviation[u"auc"_s].toObject();
    for (auto auc = aucs.begin(); auc != aucs.end(); ++auc)
        line(u"AUC of \"%1\""_s.arg(auc.key()), *auc, spreads[auc.key()]);
}

int crossValidateAndSave(const RequestedTraining& setup, const QString& folder)
{
    const QString work = QDir::cleanPath(folder) + u".folds"_s;
    const int folds = setup.request.plan.folds;
    CrossValidationObserver observer;
    observer.training = terminalObserver();
    observer.onFold = [folds](int fold) {
        endProgress();
        printMessage(u"Fold %1 of %2"_s.arg(fold + 1).arg(folds));
    };
    const auto result
        = crossValidate(setup.request, work, TrainingControl(interruptToken()), observer);
    endProgress();
    if (!result)
        return failWith(result.error());
    const QJsonObject foldFigures = foldsJson(*result, setup.request);
    // Printed first: a full disk must not cost the figures.
    printFolds(foldFigures);
    printResults(u"Every image once, by the model that had not seen it"_s, result->pooled.test,
                 result->pooled.manifest, result->pooled.knowsPatients);
    auto files = resultFiles(result->pooled, setup.request.dataRoot);
    files[u"folds.json"_s] = QJsonDocument(foldFigures).toJson();
    if (auto saved = saveResults(files, folder); !saved)
        return failWith(saved.error());
    forgetFolds(work); // they have served
    printLine(u"Results: %1"_s.arg(folder));
    printIntendedUse();
    return reportUnreadable(setup.unreadable + result->unreadable);
}

} // namespace

int crossValidateCommand(const QStringList& arguments)
{
    TrainOptions options(u"Trains as many models as there are folds, each tested on "
                         "patients that it has not seen."_s,
                         synopsis());
    options.parser().addOption({u"folds"_s, u"Number of folds, 2 to 100 (default: 5)."_s, u"K"_s});
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(u"One data set is needed."_s, options.usage());
    const QString folder = options.text("out");
    if (folder.isEmpty())
        return wrongUsage(u"--out DIR is needed."_s, options.usage());
    int folds = 5;
    options.read("folds", 2, 100, folds);
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    // Asked now, since hours may pass until the results are written.
    if (auto target = checkResultsTarget(folder); !target)
        return failWith(target.error());
    auto setup = trainingSetup(options);
    if (!setup)
        return failWith(setup.error(), options.usage());
    setup->request.plan.folds = folds;
    if (const auto warning = slowBlasWarning())
        printMessage(*warning);
    return crossValidateAndSave(*setup, folder);
}

} // namespace ccad::cli
