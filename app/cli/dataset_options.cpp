// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_options.h"

#include "app/cli/console.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {

Result<PatientKeyRule> patientKeyFrom(const QString& rule)
{
    if (rule == u"auto")
        return PatientKeyRule{PatientKeyRule::Source::Automatic, {}};
    if (rule == u"none")
        return PatientKeyRule{PatientKeyRule::Source::None, {}};
    if (auto checked = checkPattern(rule); !checked)
        return Error{ErrorCode::InvalidArgument, u"--patients: %1"_s.arg(checked.error().message),
                     rule};
    return PatientKeyRule{PatientKeyRule::Source::FileName, rule};
}

Result<std::vector<RowFilter>> filtersFrom(const QStringList& texts)
{
    std::vector<RowFilter> filters;
    for (const QString& text : texts) {
        auto filter = parseRowFilter(text);
        if (!filter)
            return filter.error();
        filters.push_back(std::move(*filter));
    }
    return filters;
}

void printReading(const Dataset& dataset)
{
    for (const QString& note : dataset.notes)
        printMessage(u"Note: %1"_s.arg(note));
    for (const UnreadableFile& file : dataset.leftOut)
        printMessage(u"Left out, cannot be read: %1: %2"_s.arg(file.file, file.reason));
}

} // namespace ccad::cli
