// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_options.h"

#include "app/cli/dataset_options.h"
#include "core/base/data_dirs.h"
#include "core/base/typed_number.h"

#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

Error invalid(const char* message)
{
    return {ErrorCode::InvalidArgument, QString::fromLatin1(message), {}};
}

} // namespace

CommandOptions::CommandOptions(const QString& description, QString usage)
    : m_usage(std::move(usage))
{
    m_parser.setApplicationDescription(description);
}

void CommandOptions::addValue(const char* name, const QString& help, const char* value)
{
    m_parser.addOption({QString::fromLatin1(name), help, QString::fromLatin1(value)});
}

void CommandOptions::addValue(const char* name, const char* help, const char* value)
{
    addValue(name, QString::fromLatin1(help), value);
}

void CommandOptions::addFlag(const char* name, const char* help)
{
    m_parser.addOption({QString::fromLatin1(name), QString::fromLatin1(help)});
}

void CommandOptions::addModel()
{
    addValue("model", "Model package (default: the default model).", "DIR");
}

void CommandOptions::addClassChoice()
{
    addValue("alike-classes",
             "Classes whose names differ by capitals or Unicode form alone: join makes them one, "
             "apart keeps them (default: an error that names them).",
             "WHAT");
    addValue("class-folder",
             "Which folder of a folder tree names the class: auto, first (the outermost; those in "
             "it are patients) or last (the innermost).",
             "WHICH");
}

void CommandOptions::addDataset()
{
    addDataset("Folder of class folders, or a manifest.csv.");
}

void CommandOptions::addDataset(const char* help)
{
    addRows(help);
    addClassChoice();
}

void CommandOptions::addRows(const char* help)
{
    addValue("where", "Only rows whose column has one of the values; may be repeated.", "FILTER");
    addValue("patients",
             "Where patients are known from: auto (manifest, folders or DICOM), none, or a regular "
             "expression whose group is the patient's key in a file's path.",
             "RULE");
    m_parser.addPositionalArgument(u"DATASET"_s, QString::fromLatin1(help));
}

QString CommandOptions::text(const char* name) const
{
    return m_parser.value(QString::fromLatin1(name));
}

QString CommandOptions::text(const char* name, const QString& fallback) const
{
    return isSet(name) ? text(name) : fallback;
}

QStringList CommandOptions::texts(const char* name) const
{
    return m_parser.values(QString::fromLatin1(name));
}

bool CommandOptions::isSet(const char* name) const
{
    return m_parser.isSet(QString::fromLatin1(name));
}

QString CommandOptions::firstSet(std::initializer_list<const char*> names) const
{
    for (const char* name : names)
        if (isSet(name))
            return u"--"_s + QString::fromLatin1(name);
    return {};
}

QString CommandOptions::model() const
{
    const QString folder = text("model");
    return folder.isEmpty() ? defaultModelDir() : folder;
}

Result<ClassChoice> CommandOptions::classChoice() const
{
    static const std::map<QString, AlikeClasses> alike = {{{}, AlikeClasses::Refuse},
                                                          {u"join"_s, AlikeClasses::Join},
                                                          {u"apart"_s, AlikeClasses::KeepApart}};
    static const std::map<QString, ClassFolder> folders = {{u"auto"_s, ClassFolder::Automatic},
                                                           {u"first"_s, ClassFolder::First},
                                                           {u"last"_s, ClassFolder::Last}};
    const auto ofAlike = alike.find(text("alike-classes"));
    if (ofAlike == alike.end())
        return invalid("--alike-classes is join or apart.");
    const auto ofFolder = folders.find(text("class-folder", u"auto"_s));
    if (ofFolder == folders.end())
        return invalid("--class-folder is auto, first or last.");
    return ClassChoice{ofAlike->second, ofFolder->second};
}

Result<DatasetChoice> CommandOptions::datasetChoice() const
{
    const QStringList paths = m_parser.positionalArguments();
    if (paths.size() != 1)
        return invalid("One data set is needed.");
    auto filters = filtersFrom(texts("where"));
    if (!filters)
        return filters.error();
    auto patientKey = patientKeyFrom(text("patients", u"auto"_s));
    if (!patientKey)
        return patientKey.error();
    const bool choosesClasses = m_parser.optionNames().contains(u"class-folder"_s)
        || m_parser.optionNames().contains(u"alike-classes"_s);
    const auto classes = choosesClasses ? classChoice() : Result<ClassChoice>(ClassChoice());
    if (!classes)
        return classes.error();
    return DatasetChoice{paths.first(), std::move(*filters), std::move(*patientKey), *classes};
}

Result<QString> CommandOptions::outFolder() const
{
    const QString folder = text("out");
    if (folder.isEmpty())
        return invalid("--out DIR is needed.");
    return folder;
}

void CommandOptions::read(const char* name, int low, int high, int& target)
{
    double number = target;
    read(name, low, high, number);
    if (number != std::floor(number))
        complain(name);
    else
        target = static_cast<int>(number);
}

void CommandOptions::read(const char* name, double low, double high, double& target)
{
    if (!isSet(name))
        return;
    const auto number = typedNumber(text(name));
    if (!number || !(*number >= low && *number <= high))
        complain(name);
    else
        target = *number;
}

void CommandOptions::read(const char* name, std::uint64_t& target)
{
    bool isNumber = true;
    const qulonglong number = isSet(name) ? text(name).toULongLong(&isNumber) : target;
    if (!isNumber)
        complain(name);
    target = number;
}

void CommandOptions::complain(const char* name)
{
    m_complaint = u"--%1 cannot be \"%2\"."_s.arg(QString::fromLatin1(name), text(name));
}

} // namespace ccad::cli
