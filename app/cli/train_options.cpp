// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_options.h"

#include "core/base/data_dirs.h"
#include "core/model/imported_weights.h"

#include <QDir>
#include <QFileInfo>

#include <cmath>

namespace ccad::cli {
namespace {

QCommandLineOption option(const char* name, const char* help, const char* value)
{
    return {QString::fromLatin1(name), QString::fromLatin1(help), QString::fromLatin1(value)};
}

Result<TrainingRecipe> recipeFrom(TrainOptions& options)
{
    auto recipe
        = recipeByName(options.isSet("recipe") ? options.text("recipe") : QStringLiteral("robust"));
    if (!recipe)
        return recipe;
    options.read("epochs", 0, 100000, recipe->headEpochs);
    options.read("fine-tune-epochs", 0, 100000, recipe->fineTuneEpochs);
    options.read("dropout", 0.0, 0.95, recipe->dropout);
    options.read("batch", 2, 4096, recipe->batch);
    options.read("lr", 1e-9, 10.0, recipe->headLearningRate);
    options.read("fine-tune-lr", 1e-9, 10.0, recipe->fineTuneLearningRate);
    if (!options.complaint().isEmpty())
        return Error{ErrorCode::InvalidArgument, options.complaint(), {}};
    return recipe;
}

Result<Dataset> readFiltered(const QString& path, const QStringList& filterTexts)
{
    DatasetQuery query;
    for (const QString& text : filterTexts) {
        auto filter = parseRowFilter(text);
        if (!filter)
            return filter.error();
        query.filters.push_back(std::move(*filter));
    }
    return readDataset(path, query);
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
            return Error{
                ErrorCode::InvalidArgument,
                QStringLiteral("--title \"%1\" is not CLASS=TEXT with one of the classes %2.")
                    .arg(text, names.join(QStringLiteral(", "))),
                text};
        classes[static_cast<std::size_t>(index)].title = text.section(u'=', 1);
    }
    return classes;
}

Result<void> takeBase(const QString& path, TrainingRequest& request)
{
    auto base = loadPackageOrWeights(path);
    if (!base)
        return base.error();
    request.baseWeights = std::move(base->weights);
    request.network = base->manifest.network;
    request.network.classes = static_cast<int>(request.dataset.classes.size());
    request.network.dropout = request.recipe.dropout;
    request.preprocess = base->manifest.preprocess;
    return {};
}

} // namespace

TrainOptions::TrainOptions()
{
    m_parser.setApplicationDescription(QStringLiteral(
        "Trains a model package on a folder tree or a manifest.csv, split by patient."));
    m_parser.addOptions({
        option("out", "Package folder to write.", "DIR"),
        option("recipe", "paper or robust (default: robust).", "NAME"),
        option("base", "Weights to start from (default: the default model).", "PATH"),
        option("epochs", "Epochs of the head's training.", "N"),
        option("fine-tune-epochs", "Epochs of fine-tuning all layers.", "N"),
        option("dropout", "Dropout before the head, 0 to 0.95.", "F"),
        option("batch", "Images a step.", "N"),
        option("lr", "Learning rate of the head's training.", "F"),
        option("fine-tune-lr", "Highest learning rate of fine-tuning.", "F"),
        option("seed", "Seed of split, start and augmentation (default: 1).", "N"),
        option("where", "Only rows whose column has one of the values; may be repeated.", "FILTER"),
        option("outside", "Data of other origin to try the finished model on.", "DATASET"),
        option("outside-where", "The same as --where for --outside.", "FILTER"),
        option("name", "Name of the model (default: that of the folder).", "NAME"),
        option("positive", "Class that the threshold is about (default: the first).", "CLASS"),
        option("title", "Words for a class; may be repeated.", "CLASS=TEXT"),
    });
    m_parser.addOption(
        {QStringLiteral("resume"), QStringLiteral("Goes on from the last checkpoint.")});
    m_parser.addPositionalArgument(QStringLiteral("DATASET"),
                                   QStringLiteral("Folder of class folders, or a manifest.csv."));
}

QString TrainOptions::text(const char* name) const
{
    return m_parser.value(QString::fromLatin1(name));
}

QStringList TrainOptions::texts(const char* name) const
{
    return m_parser.values(QString::fromLatin1(name));
}

bool TrainOptions::isSet(const char* name) const
{
    return m_parser.isSet(QString::fromLatin1(name));
}

void TrainOptions::read(const char* name, int low, int high, int& target)
{
    double number = target;
    read(name, low, high, number);
    if (number != std::floor(number))
        complain(name);
    else
        target = static_cast<int>(number);
}

void TrainOptions::read(const char* name, double low, double high, double& target)
{
    if (!isSet(name))
        return;
    bool isNumber = false;
    const double number = text(name).toDouble(&isNumber);
    if (!isNumber || !(number >= low && number <= high))
        complain(name);
    else
        target = number;
}

void TrainOptions::read(const char* name, std::uint64_t& target)
{
    bool isNumber = true;
    const qulonglong number = isSet(name) ? text(name).toULongLong(&isNumber) : target;
    if (!isNumber)
        complain(name);
    target = number;
}

void TrainOptions::complain(const char* name)
{
    m_complaint
        = QStringLiteral("--%1 cannot be \"%2\".").arg(QString::fromLatin1(name), text(name));
}

Result<TrainingRequest> trainingRequest(TrainOptions& options)
{
    TrainingRequest request;
    auto recipe = recipeFrom(options);
    if (!recipe)
        return recipe.error();
    request.recipe = std::move(*recipe);
    options.read("seed", request.seed);
    if (!options.complaint().isEmpty())
        return Error{ErrorCode::InvalidArgument, options.complaint(), {}};
    auto dataset
        = readFiltered(options.parser().positionalArguments().first(), options.texts("where"));
    if (!dataset)
        return dataset.error();
    request.dataset = std::move(*dataset);
    auto classes = titledClasses(request.dataset.classes, options.texts("title"));
    if (!classes)
        return classes.error();
    request.classes = std::move(*classes);
    if (options.isSet("outside")) {
        auto outside = readFiltered(options.text("outside"), options.texts("outside-where"));
        if (!outside)
            return outside.error();
        request.outside = std::move(*outside);
    }
    if (auto taken
        = takeBase(options.isSet("base") ? options.text("base") : defaultModelDir(), request);
        !taken)
        return taken.error();
    const QString folder = QDir::cleanPath(options.text("out"));
    request.name = options.isSet("name") ? options.text("name") : QFileInfo(folder).fileName();
    request.positiveClass = options.text("positive");
    request.checkpointFile = folder + QStringLiteral(".checkpoint");
    request.resume = options.isSet("resume");
    return request;
}

} // namespace ccad::cli
