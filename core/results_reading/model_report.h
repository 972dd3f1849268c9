// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results_reading/structured_report.h"

namespace ccad::results {

/// What a report of CCAD's own says of one class.
struct ReportedClass
{
    Code finding;
    QString title;
    double percent = 0;
    std::optional<ReportedRegion> region;
    QString aboutRegion; ///< a sentence or two, or empty
};

/// A report that says that CCAD wrote it, as the window shows it beside the film.
struct ModelReport
{
    QString notice; ///< what has to be seen first
    QString modelName;
    QString modelVersion;
    QStringList parameters; ///< "threshold = 0.5"
    std::vector<ReportedClass> classes;
};

/// Nothing for reports of other programs, or without a class and its probability.
[[nodiscard]] std::optional<ModelReport> modelReportOf(const StructuredReport& report);

} // namespace ccad::results
