// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/dataset_options.h"
#include "app/cli/training_setup.h"
#include "app/cli/training_text.h"
#include "core/evaluation/result_folder.h"
#include "core/torch/runtime.h"
#include "core/training/trials/recipe_trials.h"

#include <QDir>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QString synopsis()
{
    return u"ccad-cli trials DATASET --out DIR [--recipe NAME,...] [--seeds N] [--folds K]\n"
           "       [--leave-out COLUMN=VALUE,...]... [--within COLUMN=VALUE,... [--classes "
           "CLASS,...]]...\n"
           "       [--record DIR]"_s;
}

void addOptions(QCommandLineParser& parser)
{
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(help),
                                  QString::fromLatin1(value));
    };
    parser.addOptions({
        option("seeds", "Number of seeds, 1 to 100 (default: 3).", "N"),
        option("folds", "Folds of a cross-validation, 2 to 100 (default: 5).", "K"),
        option("leave-out",
               "Trains on all other rows and tests on these; may be repeated. Without --leave-out "
               "and --within, every source with two classes is left out, and stayed within.",
               "FILTER"),
        option("within", "Cross-validates on these rows alone; may be repeated.", "FILTER"),
        option("classes",
               "Only these classes, comma-separated: one for each --within, in their order.",
               "CLASSES"),
        option("record", "Model package whose card is to show the results.", "DIR"),
    });
}

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message, {}};
}

/// What of the options can be checked before a file is opened.
struct Wishes
{
    TrialPlan plan; ///< without trials
    std::vector<RowFilter> leaveOut;
    std::vector<RowFilter> within;
    std::vector<QStringList> classes; ///< as many as `within`
};

Result<Wishes> wishesFrom(TrainOptions& options)
{
    Wishes wishes;
    for (const QString& name :
         options.text("recipe", u"robust"_s).split(u',', Qt::SkipEmptyParts)) {
        auto recipe = recipeFrom(options, name);
        if (!recipe)
            return recipe.error();
        wishes.plan.recipes.push_back(std::move(*recipe));
    }
    if (wishes.plan.recipes.empty())
        options.complain("recipe");
    options.read("seeds", 1, 100, wishes.plan.seeds);
    options.read("folds", 2, 100, wishes.plan.folds);
    if (!options.complaint().isEmpty())
        return invalid(options.complaint());
    auto leaveOut = filtersFrom(options.texts("leave-out"));
    if (!leaveOut)
        return leaveOut.error();
    wishes.leaveOut = std::move(*leaveOut);
    auto within = filtersFrom(options.texts("within"));
    if (!within)
        return within.error();
    wishes.within = std::move(*within);
    for (const QString& list : options.texts("classes"))
        wishes.classes.push_back(list.split(u',', Qt::SkipEmptyParts));
    if (!wishes.classes.empty() && wishes.classes.size() != wishes.within.size())
        return invalid(u"--classes is given %1 times, --within %2 times; give one "
                       "for each, or none."_s.arg(wishes.classes.size())
                           .arg(wishes.within.size()));
    wishes.classes.resize(wishes.within.size());
    return wishes;
}

/// The images that a filter chooses among those of the training. Errors: those of readDataset.
Result<RecipeTrial> trialOn(const RowFilter& filter, TrainOptions& options, RecipeTrial::Kind kind,
                            const QStringList& classes)
{
    auto filters = filtersFrom(options.texts("where"));
    if (!filters)
        return filters.error();
    filters->push_back(filter);
    const auto choice = options.classChoice();
    if (!choice)
        return choice.error();
    const auto chosen = readDataset(options.dataset(),
                                    {.filters = std::move(*filters),
                                     .oneClassIsEnough = true,
                                     .alike = choice->alike,
                                     .classFolder = choice->folder});
    if (!chosen)
        return chosen.error();
    RecipeTrial trial{kind, filter.column + u'=' + filter.values.join(u','), {}, classes};
    for (const DatasetItem& item : chosen->items)
        trial.files.insert(item.file);
    return trial;
}

Result<void> checkClasses(const QStringList& wanted, const QStringList& known)
{
    for (const QString& name : wanted)
        if (!known.contains(name))
            return invalid(u"--classes \"%1\" is none of the classes \"%2\"."_s.arg(
                name, known.join(u"\", \""_s)));
    return {};
}

Result<std::vector<RecipeTrial>> trialsFrom(const Wishes& wishes, TrainOptions& options,
                                            const Dataset& dataset)
{
    if (wishes.leaveOut.empty() && wishes.within.empty())
        return trialsBySource(dataset);
    std::vector<RecipeTrial> trials;
    for (const RowFilter& filter : wishes.leaveOut) {
        auto trial = trialOn(filter, options, RecipeTrial::Kind::LeaveOut, {});
        if (!trial)
            return trial.error();
        trials.push_back(std::move(*trial));
    }
    for (std::size_t i = 0; i < wishes.within.size(); ++i) {
        const QStringList& classes = wishes.classes[i];
        if (auto checked = checkClasses(classes, dataset.classes); !checked)
            return checked.error();
        auto trial = trialOn(wishes.within[i], options, RecipeTrial::Kind::Within, classes);
        if (!trial)
            return trial.error();
        trials.push_back(std::move(*trial));
    }
    return trials;
}

TrialObserver observerOf(const TrialPlan& plan)
{
    TrialObserver observer;
    observer.training = terminalObserver();
    observer.onRun = [seeds = plan.seeds, folds = plan.folds](const RecipeTrial& trial,
                                                              const TrainingRecipe& recipe,
                                                              int seed, int fold) {
        endProgress();
        const bool leavesOut = trial.kind == RecipeTrial::Kind::LeaveOut;
        QString text = u"%1 %2, recipe %3, seed %4 of %5"_s.arg(
            leavesOut ? u"Leaving out"_s : u"Within"_s, trial.images, recipe.name,
            QString::number(seed + 1), QString::number(seeds));
        if (fold >= 0)
            text += u", fold %1 of %2"_s.arg(fold + 1).arg(folds);
        printMessage(text);
    };
    return observer;
}

/// Names what could not be tried, and gives the status to exit with.
int reportNotRun(const RecipeTrials& trials)
{
    int status = AllDone;
    for (const TrialResult& result : trials.results)
        if (!result.notRun.isEmpty()) {
            printMessage(u"No result for %1 with recipe %2: %3"_s.arg(
                result.trial.images, result.recipe, result.notRun));
            status = SomeFailed;
        }
    return status;
}

int runAndSave(const RequestedTraining& setup, const TrialPlan& plan, const TrainOptions& options)
{
    const QString folder = options.text("out");
    const QString work = QDir::cleanPath(folder) + u".trials"_s;
    const auto trials
        = runTrials(setup.request, plan, work, TrainingControl(interruptToken()), observerOf(plan));
    endProgress();
    if (!trials)
        return failWith(trials.error());
    const QString text = trialsText(*trials, setup.request, plan);
    printLine(text.trimmed()); // first: a full disk must not cost the figures
    const QByteArray json = QJsonDocument(trialsJson(*trials, setup.request, plan)).toJson();
    const QString title = u"# Trials of the recipe\n\n"_s;
    if (auto saved = saveResults(
            {{u"trials.json"_s, json}, {u"trials.md"_s, (title + text).toUtf8()}}, folder);
        !saved)
        return failWith(saved.error());
    if (options.isSet("record")) {
        if (auto recorded
            = saveCardSection(options.text("record"), u"Trials of the recipe"_s, text);
            !recorded)
            return failWith(recorded.error());
        printMessage(u"The results are part of the card of %1 now."_s.arg(options.text("record")));
    }
    printLine(u"Results: %1"_s.arg(folder));
    printMessage(u"What each model said is kept in %1, so that --resume with more "
                 "seeds, recipes or trials trains only what is new; delete it when "
                 "it has served."_s.arg(work));
    printIntendedUse();
    const int notRun = reportNotRun(*trials);
    const int unreadable = reportUnreadable(setup.unreadable + trials->unreadable);
    return notRun != AllDone ? notRun : unreadable;
}

/// Errors that need no look at the data, so that hours of training do not end in them.
Result<void> checkTargets(const TrainOptions& options)
{
    if (auto target = checkResultsTarget(options.text("out")); !target)
        return target;
    if (!options.isSet("record"))
        return {};
    const auto package = loadModelManifest(options.text("record"));
    if (!package)
        return package.error();
    return {};
}

} // namespace

int trialsCommand(const QStringList& arguments)
{
    TrainOptions options(
        u"Tries recipes where the disease cannot be read off the source: on sources "
        "that training has not seen,\nand within one source; each with several "
        "seeds."_s,
        synopsis());
    addOptions(options.parser());
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    if (options.parser().positionalArguments().size() != 1)
        return wrongUsage(u"One data set is needed."_s, options.usage());
    if (options.text("out").isEmpty())
        return wrongUsage(u"--out DIR is needed."_s, options.usage());
    if (const QString idle = options.firstSet({"name", "title"}); !idle.isEmpty())
        return wrongUsage(u"%1 is about a model; trials keep none."_s.arg(idle), options.usage());
    auto wishes = wishesFrom(options);
    if (!wishes)
        return failWith(wishes.error(), options.usage());
    (void)interruptToken(); // from here on Ctrl+C is answered in order
    if (auto targets = checkTargets(options); !targets)
        return failWith(targets.error());
    auto setup = trainingSetup(options, wishes->plan.recipes.front().name);
    if (!setup)
        return failWith(setup.error(), options.usage());
    auto trials = trialsFrom(*wishes, options, setup->request.dataset);
    if (!trials)
        return failWith(trials.error(), options.usage());
    wishes->plan.trials = std::move(*trials);
    if (const auto warning = slowBlasWarning())
        printMessage(*warning);
    return runAndSave(*setup, wishes->plan, options);
}

} // namespace ccad::cli
