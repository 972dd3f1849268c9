// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_options.h"

#include "core/training/recipe.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

QCommandLineOption option(const char* name, const QString& help, const char* value)
{
    return {QString::fromLatin1(name), help, QString::fromLatin1(value)};
}

QCommandLineOption option(const char* name, const char* help, const char* value)
{
    return option(name, QString::fromLatin1(help), value);
}

QCommandLineOption flag(const char* name, const char* help)
{
    return {QString::fromLatin1(name), QString::fromLatin1(help)};
}

/// The lines of a usage text that tell these options.
QString sharedUsage()
{
    return u"       [--recipe %1] [--base FILE-or-DIR] [--epochs N]\n"
           "       [--fine-tune-epochs N] [--dropout F] [--batch N] [--lr F] "
           "[--fine-tune-lr F]\n"
           "       [--augment %2] [--source-prior F] "
           "[--class-weights]\n"
           "       [--early-stopping N] [--crop none|lungs] [--crop-margin F]\n"
           "       [--harmonise none|equalise|lungs|lung-ranks]\n"
           "       [--outside-lungs keep|blank|blank-hulls] [--greys stored-1|displayed]\n"
           "       [--input 224|128] [--patients auto|none|REGEX] [--drop-duplicates] "
           "[--seed N] [--resume]\n"
           "       [--alike-classes join|apart] [--class-folder auto|first|last]\n"
           "       [--where COLUMN=VALUE,...] [--name NAME] [--positive CLASS] "
           "[--title CLASS=TEXT]"_s.arg(recipeNames().join(u'|'), augmentationNames().join(u'|'));
}

} // namespace

TrainOptions::TrainOptions(const QString& description, const QString& synopsis)
    : CommandOptions(description, synopsis + u'\n' + sharedUsage())
{
    const QString comma = u", "_s;
    parser().addOptions({
        option("out", "Folder to write.", "DIR"),
        option("recipe", u"One of %1 (default: robust)."_s.arg(recipeNames().join(comma)), "NAME"),
        option("base", "Weights to start from (default: the default model).", "PATH"),
        option("epochs", "Epochs of the head's training.", "N"),
        option("fine-tune-epochs", "Epochs of fine-tuning all layers.", "N"),
        option("dropout", "Dropout before the head, 0 to 0.95.", "F"),
        option("batch", "Images a step.", "N"),
        option("lr", "Learning rate of the head's training.", "F"),
        option("fine-tune-lr", "Highest learning rate of fine-tuning.", "F"),
        option("augment",
               u"Random changes of training images: %1 (default: the recipe's)."_s.arg(
                   augmentationNames().join(comma)),
               "NAME"),
        option("greys",
               "Greys that the network sees: stored-1, by the picture's own values, or displayed, "
               "through the file's window (default: stored-1).",
               "RULE"),
        option("crop",
               "What the network sees: none (the whole picture) or lungs (default: the "
               "recipe's).",
               "WHAT"),
        option("crop-margin",
               "0 to 1: margin around the lungs, a share of their box's longer side (default: the "
               "recipe's).",
               "F"),
        option("harmonise",
               "Greys made alike: none, equalise, lungs, by the histogram of the lungs alone, or "
               "lung-ranks, by ranks among the greys of the lungs (default: the recipe's).",
               "HOW"),
        option("outside-lungs",
               "What lies outside the lungs: keep, blank, or blank-hulls, outside of "
               "their convex hulls (default: the recipe's).",
               "WHAT"),
        option("source-prior",
               "0 to 0.99: how much of what a source alone tells of the class the loss leaves out "
               "(default: the recipe's).",
               "F"),
        flag("class-weights", "Lets rare classes count more in the loss."),
        option("early-stopping", "Ends a phase after N epochs without a lower validation loss.",
               "N"),
        option("input", "Side of the network's input, 224 or 128 (default: the base's).", "PIXELS"),
        option("seed", "Seed of split, start and augmentation (default: 1).", "N"),
        option(
            "patients",
            "Where patients are known from: auto (manifest, folders or DICOM), none, or a regular "
            "expression whose group is the patient's key in a file's path.",
            "RULE"),
        flag("drop-duplicates", "Leaves out all but one of images that look the same."),
        option("where", "Only rows whose column has one of the values; may be repeated.", "FILTER"),
        option("name", "Name of the model (default: that of the folder).", "NAME"),
        option("positive", "Class that the threshold is about (default: the first).", "CLASS"),
        option("title", "Words for a class; may be repeated.", "CLASS=TEXT"),
        flag("resume", "Goes on from the last checkpoint."),
    });
    addClassChoice();
    parser().addPositionalArgument(u"DATASET"_s, u"Folder of class folders, or a manifest.csv."_s);
}

QString TrainOptions::dataset() const
{
    return parser().positionalArguments().value(0);
}

} // namespace ccad::cli
