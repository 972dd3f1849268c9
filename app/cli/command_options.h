// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "core/dataset/dataset.h"
#include "core/inference/classifier.h"

#include <cstdint>
#include <initializer_list>

namespace ccad::cli {

/// The values of --alike-classes and --class-folder.
struct ClassChoice
{
    AlikeClasses alike = AlikeClasses::Refuse;
    ClassFolder folder = ClassFolder::Automatic;
};

/// The values of DATASET and of the options that say how it is read.
struct DatasetChoice
{
    QString path;
    std::vector<RowFilter> filters;
    PatientKeyRule patientKey;
    ClassChoice classes;
};

/// The options of a command by their names; options that several commands share are worded once,
/// and numbers are checked for their ranges.
class CommandOptions
{
public:
    /// `description` says what the command does, `usage` is its usage text without "Usage: ".
    CommandOptions(const QString& description, QString usage);

    [[nodiscard]] QCommandLineParser& parser() { return m_parser; }
    [[nodiscard]] const QCommandLineParser& parser() const { return m_parser; }
    [[nodiscard]] const QString& usage() const { return m_usage; }

    /// An option with a value; `value` stands for it in the help.
    void addValue(const char* name, const QString& help, const char* value);
    void addValue(const char* name, const char* help, const char* value);
    /// An option without one.
    void addFlag(const char* name, const char* help);
    /// --model DIR: see model().
    void addModel();
    /// --alike-classes and --class-folder: see classChoice().
    void addClassChoice();
    /// DATASET, --where, --patients and the options of addClassChoice(): see datasetChoice().
    void addDataset();
    void addDataset(const char* help);
    /// The same for a data set that need have no classes: without the options on classes.
    void addRows(const char* help);

    [[nodiscard]] QString text(const char* name) const;
    /// The value of the option, or `fallback` when it is not given.
    [[nodiscard]] QString text(const char* name, const QString& fallback) const;
    [[nodiscard]] QStringList texts(const char* name) const;
    [[nodiscard]] bool isSet(const char* name) const;
    /// The first of the options that are set, as "--name"; empty: none is. For those that would
    /// have no effect, which are refused.
    [[nodiscard]] QString firstSet(std::initializer_list<const char*> names) const;
    /// The folder of --model, or the default model's.
    [[nodiscard]] QString model() const;
    /// Error: InvalidArgument.
    [[nodiscard]] Result<ClassChoice> classChoice() const;
    /// Error: InvalidArgument (not exactly one data set, an invalid filter, rule or choice).
    [[nodiscard]] Result<DatasetChoice> datasetChoice() const;
    /// The folder of --out. Error: InvalidArgument when it is not given.
    [[nodiscard]] Result<QString> outFolder() const;

    // Each leaves the target as it is when the option is not given; a bad value goes to
    // complaint().
    void read(const char* name, int low, int high, int& target);
    void read(const char* name, double low, double high, double& target);
    void read(const char* name, std::uint64_t& target);

    /// A sentence on the last bad value; empty when all are good.
    [[nodiscard]] const QString& complaint() const { return m_complaint; }
    void complain(const char* name);

private:
    QCommandLineParser m_parser;
    QString m_usage;
    QString m_complaint;
};

/// The frame of a command that works with one model: parses the arguments, has `read` check them
/// (its error is wrong usage), loads the model that `Options::model` names and hands over to `run`
/// for the exit status. From before the loading on, Ctrl+C cancels in good order.
template <typename Options>
int runWithModel(CommandOptions& options, const QStringList& arguments,
                 Result<Options> (*read)(CommandOptions&),
                 int (*run)(const Options&, const Classifier&))
{
    if (const auto status = parse(options.parser(), arguments, options.usage()))
        return *status;
    const Result<Options> known = read(options);
    if (!known)
        return wrongUsage(known.error().message, options.usage());
    if (!options.complaint().isEmpty())
        return wrongUsage(options.complaint(), options.usage());
    (void)interruptToken();
    const auto classifier = Classifier::load(known->model);
    return classifier ? run(*known, **classifier) : failWith(classifier.error());
}

} // namespace ccad::cli
