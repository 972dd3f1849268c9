// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_setup.h"

#include "app/cli/console.h"
#include "app/cli/dataset_options.h"
#include "core/base/data_dirs.h"
#include "core/dataset/copies.h"
#include "core/dataset/dataset_index.h"
#include "core/package/imported_weights.h"

#include <QDir>
#include <QFileInfo>

#include <optional>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

/// Everything that can be said of the options before a file is opened.
struct Wishes
{
    TrainingRecipe recipe;
    int inputSize = 0; ///< 0: the base's
    std::uint64_t seed = 1;
    PatientKeyRule patientKey;
    std::vector<RowFilter> filters;
    ClassChoice classes;
};

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message, {}};
}

/// What the option names, or a complaint.
template <typename Value>
void readNamed(TrainOptions& options, const char* option,
               std::optional<Value> (*byName)(const QString&), Value& target)
{
    if (!options.isSet(option))
        return;
    if (const auto value = byName(options.text(option)))
        target = *value;
    else
        options.complain(option);
}

void readPreprocessing(TrainOptions& options, TrainingRecipe& recipe)
{
    readNamed(options, "greys", greyRuleByName, recipe.greys);
    readNamed(options, "crop", cropByName, recipe.lungs.crop);
    options.read("crop-margin", 0.0, 1.0, recipe.lungs.margin);
    readNamed(options, "harmonise", harmoniseByName, recipe.lungs.harmonise);
    readNamed(options, "outside-lungs", outsideByName, recipe.lungs.outside);
}

/// Options that would change nothing. Error: InvalidArgument.
Result<void> checkEffects(const TrainOptions& options, const TrainingRecipe& recipe)
{
    if (options.isSet("crop-margin") && recipe.lungs.crop == LungPreparation::Crop::None)
        return invalid(u"--crop-margin belongs to --crop lungs."_s);
    if (options.isSet("lr") && recipe.headEpochs == 0)
        return invalid(u"--lr is about the head's training, which has no epochs."_s);
    if (options.isSet("fine-tune-lr") && recipe.fineTuneEpochs == 0)
        return invalid(u"--fine-tune-lr is about fine-tuning, which has no epochs."_s);
    return {};
}

} // namespace

Result<TrainingRecipe> recipeFrom(TrainOptions& options, const QString& name)
{
    auto recipe = recipeByName(name);
    if (!recipe)
        return recipe;
    if (options.isSet("augment")) {
        auto augmentation = augmentationByName(options.text("augment"));
        if (!augmentation)
            return augmentation.error();
        recipe->augmentation = std::move(*augmentation);
    }
    readPreprocessing(options, *recipe);
    options.read("epochs", 0, 100000, recipe->headEpochs);
    options.read("fine-tune-epochs", 0, 100000, recipe->fineTuneEpochs);
    options.read("dropout", 0.0, 0.95, recipe->dropout);
    options.read("batch", 2, 4096, recipe->batch);
    options.read("lr", 1e-9, 10.0, recipe->headLearningRate);
    options.read("fine-tune-lr", 1e-9, 10.0, recipe->fineTuneLearningRate);
    options.read("source-prior", 0.0, 0.99, recipe->sourcePrior);
    options.read("early-stopping", 1, 100000, recipe->patience);
    recipe->classWeights = recipe->classWeights || options.isSet("class-weights");
    if (auto checked = checkEffects(options, *recipe); !checked)
        return checked.error();
    return recipe;
}

namespace {

Result<Wishes> wishesFrom(TrainOptions& options, const QString& recipeName)
{
    Wishes wishes;
    auto recipe = recipeFrom(options, recipeName);
    if (!recipe)
        return recipe.error();
    wishes.recipe = std::move(*recipe);
    options.read("seed", wishes.seed);
    options.read("input", 128, 224, wishes.inputSize);
    if (wishes.inputSize != 0 && wishes.inputSize != 128 && wishes.inputSize != 224)
        options.complain("input");
    if (!options.complaint().isEmpty())
        return invalid(options.complaint());
    auto patientKey = patientKeyFrom(options.text("patients", u"auto"_s));
    if (!patientKey)
        return patientKey.error();
    wishes.patientKey = std::move(*patientKey);
    auto filters = filtersFrom(options.texts("where"));
    if (!filters)
        return filters.error();
    wishes.filters = std::move(*filters);
    const auto classes = options.classChoice();
    if (!classes)
        return classes.error();
    wishes.classes = *classes;
    return wishes;
}

/// Titles given as CLASS=TEXT; the others are their names.
Result<std::vector<ModelClass>> titledClasses(const QStringList& names, const QStringList& titles)
{
    std::vector<ModelClass> classes;
    for (const QString& name : names)
        classes.push_back({name, name});
    for (const QString& text : titles) {
        const auto index = names.indexOf(text.section(u'=', 0, 0));
        if (index < 0 || !text.contains(u'='))
            return invalid(
                u"--title \"%1\" is not CLASS=TEXT with one of the classes \"%2\"."_s.arg(
                    text, names.join(u"\", \""_s)));
        classes[static_cast<std::size_t>(index)].title = text.section(u'=', 1);
    }
    return classes;
}

/// Leaves out duplicates where asked to; says so among the concerns. Returns them as whoever has
/// the data set may see them; the request, whose concerns stay beside the model, names no file.
QStringList takeDataset(DatasetIndex index, bool dropsDuplicates, RequestedTraining& setup)
{
    for (const UnreadableFile& file : index.unreadable)
        setup.unreadable.append(u"%1: %2"_s.arg(file.file, file.reason));
    TrainingRequest& request = setup.request;
    if (!dropsDuplicates) {
        request.concerns = anonymousConcernsOf(index);
        request.dataset = withoutCopies(index);
        for (const UnreadableFile& file : request.dataset.leftOut)
            setup.unreadable.append(u"%1: %2"_s.arg(file.file, file.reason));
        return concernsOf(index);
    }
    request.dataset = withoutDuplicates(index);
    const auto dropped = index.dataset.items.size() - request.dataset.items.size();
    index.duplicates.clear();
    request.concerns = anonymousConcernsOf(index);
    QStringList named = concernsOf(index);
    if (dropped > 0)
        for (QStringList* concerns : {&request.concerns, &named})
            concerns->append(
                u"Images left out because they look the same as another: %1."_s.arg(dropped));
    return named;
}

Result<void> readData(TrainOptions& options, const Wishes& wishes, RequestedTraining& setup)
{
    const QString path = options.dataset();
    auto index = indexDataset({.path = path,
                               .filters = wishes.filters,
                               .patientKey = wishes.patientKey,
                               .cacheFile = defaultIndexCache(path),
                               .alike = wishes.classes.alike,
                               .classFolder = wishes.classes.folder},
                              interruptToken(), terminalProgress());
    endProgress();
    if (!index)
        return index.error();
    printReading(index->dataset);
    const QStringList concerns
        = takeDataset(std::move(*index), options.isSet("drop-duplicates"), setup);
    setup.request.dataRoot = rootOf(path);
    for (const QString& concern : concerns)
        printMessage(u"Note: %1"_s.arg(concern));
    return {};
}

Result<void> readOutside(TrainOptions& options, const ClassChoice& classes,
                         TrainingRequest& request)
{
    if (!options.parser().optionNames().contains(u"outside"_s)) // cross-validate has none
        return {};
    auto filters = filtersFrom(options.texts("outside-where"));
    if (!filters)
        return filters.error();
    auto outside = readDataset(
        options.text("outside"),
        {.filters = std::move(*filters), .alike = classes.alike, .classFolder = classes.folder});
    if (!outside)
        return outside.error();
    if (auto adopted = adoptNames(*outside, request.dataset.classes, classes.alike); !adopted)
        return adopted.error();
    printReading(*outside);
    request.outside = std::move(*outside);
    return {};
}

} // namespace

Result<RequestedTraining> trainingSetup(TrainOptions& options)
{
    return trainingSetup(options, options.text("recipe", u"robust"_s));
}

Result<RequestedTraining> trainingSetup(TrainOptions& options, const QString& recipe)
{
    auto wishes = wishesFrom(options, recipe);
    if (!wishes)
        return wishes.error();
    auto base = loadPackageOrWeights(options.text("base", defaultModelDir()));
    if (!base)
        return base.error();
    RequestedTraining setup;
    if (auto read = readData(options, *wishes, setup); !read)
        return read.error();
    TrainingRequest& request = setup.request;
    auto classes = titledClasses(request.dataset.classes, options.texts("title"));
    if (!classes)
        return classes.error();
    request.classes = std::move(*classes);
    if (auto read = readOutside(options, wishes->classes, request); !read)
        return read.error();
    request.recipe = std::move(wishes->recipe);
    request.seed = wishes->seed;
    beginFrom(std::move(*base), wishes->inputSize, request);
    request.name = options.text("name", QFileInfo(QDir::cleanPath(options.text("out"))).fileName());
    request.positiveClass = options.text("positive");
    if (!request.positiveClass.isEmpty()
        && !request.dataset.classes.contains(request.positiveClass))
        return invalid(u"--positive \"%1\" is none of the classes \"%2\"."_s.arg(
            request.positiveClass, request.dataset.classes.join(u"\", \""_s)));
    request.resume = options.isSet("resume");
    return setup;
}

int failWith(const Error& error, const QString& usage)
{
    return error.code == ErrorCode::InvalidArgument ? wrongUsage(error.message, usage)
                                                    : failWith(error);
}

} // namespace ccad::cli
