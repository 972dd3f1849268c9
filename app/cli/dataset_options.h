// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"

#include <QStringList>

namespace ccad::cli {

/// The rule of --patients: auto, none, or a regular expression for the file's path. Error:
/// InvalidArgument.
[[nodiscard]] Result<PatientKeyRule> patientKeyFrom(const QString& rule);

/// The filters of --where, each COLUMN=VALUE[,VALUE...]. Error: InvalidArgument.
[[nodiscard]] Result<std::vector<RowFilter>> filtersFrom(const QStringList& texts);

/// Prints what the data set was taken for, and what of it was left out.
void printReading(const Dataset& dataset);

} // namespace ccad::cli
