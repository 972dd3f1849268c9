// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dataset_options.h"

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

} // namespace ccad::cli
