// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/training_setup.h"
#include "app/cli/training_text.h"

#include "core/evaluation/result_folder.h"
#include "core/model/runtime.h"
#include "core/training/cross_validation.h"

#include <QDir>
#include <QJsonDocument>

namespace ccad::cli {
namespace {

QString synopsis()
{
    return QStringLiteral("ccad-cli cross-validate DATASET --out DIR [--folds K]");
}

QString number(const QJsonValue& value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'f', 3) : QStringLiteral("-");
}

void printFolds(const QJsonObject& folds)
{
    const QJsonObject mean = folds[QStringLiteral("mean")].toObject();
    const QJsonObject deviation = folds[QStringLiteral("standard_deviation")].toObject();
    const auto line = [](const QString& what, const QJsonValue& average, const QJsonValue& spread) {
        printLine(QStringLiteral("  %1: %2, standard deviation %3")
                      .arg(what, number(average), number(spread)));
    };
    printLine(QStringLiteral("Mean of %1 folds").arg(folds[QStringLiteral("folds")].toInt()));
    line(QStringLiteral("accuracy"), mean[QStringLiteral("accuracy")],
         deviation[QStringLiteral("accuracy")]);
    const QJsonObject aucs = mean[QStringLiteral("auc")].toObject();
    const QJsonObject spreads = deviation[QStringLiteral("auc")].toObject();
    for (auto auc = aucs.begin(); auc != aucs.end(); ++auc)
        line(QStringLiteral("AUC of \"%1\"").arg(auc.key()), *auc, spreads[auc.key()]);
}

int crossValidateAndSave(const TrainingSetup& setup, const QString& folder)
{
    const QString work = QDir::cleanPath(folder) + QStringLiteral(".folds");
    const int folds = setup.request.plan.folds;
    CrossValidationObserver observer;
    observer.training = terminalObserver();
    observer.onFold = [folds](int fold) {
        endProgress();
        printMessage(QStringLiteral("Fold %1 of %2").arg(fold + 1).arg(folds));
    };
    const auto result
        = crossValidate(setup.request, work, TrainingControl(interruptToken()), observer);
    endProgress();
    if (!result)
        return failWith(result.error());
    const QJsonObject foldFigures = foldsJson(*result, setup.request);
    // Printed first: a full disk must not cost the figures.
    printFolds(foldFigures);
    printResults(QStringLiteral("Every image once, by the model that had not seen it"),
                 result->pooled.test, result->pooled.manifest, result->pooled.knowsPatients);
    auto files = resultFiles(result->pooled, setup.request.dataRoot);
    files[QStringLiteral("folds.json")] = QJsonDocument(foldFigures).toJson();
    if (auto saved = saveResults(files, folder); !saved)
        return failWith(saved.error());
    QDir(work).removeRecursively(); // it has served
    printLine(QStringLiteral("Results: %1").arg(folder));
    printMessage(QStringLiteral("Research use only. Not for diagnosis."));
    return reportUnreadable(setup.unreadable + result->unreadable);
}

} // namespace

int crossValidateCommand(const QStringList& arguments)
{
    TrainOptions options(QStringLiteral("Trains as many models as there are folds, each tested on "
                                        "patients that it has not seen."),
                         synopsis());
    options.parser().addOption({QStringLiteral("folds"),
                                QStringLiteral("Number of folds, 2 to 100 (default: 5)."),
                                QStringLiteral("K")});
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(QStringLiteral("One data set is needed."), options.usage());
    const QString folder = options.text("out");
    if (folder.isEmpty())
        return wrongUsage(QStringLiteral("--out DIR is needed."), options.usage());
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
