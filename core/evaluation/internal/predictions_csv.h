// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluation/scoring.h"
#include "core/package/model_package.h"

namespace ccad {

/// The columns file, patient, source, label, predicted, p_<class> for each class, and group where
/// results are broken down by a column. Files below `relativeTo` are named relative to it.
[[nodiscard]] QByteArray predictionsCsv(const std::vector<ScoredItem>& items,
                                        const std::vector<ModelClass>& classes,
                                        const QString& relativeTo);

/// Reads predictionsCsv() back; relative files are taken to lie below `dataFolder` unless that is
/// empty. Errors: those of readFile, FileBroken naming the column or the line.
[[nodiscard]] Result<std::vector<ScoredItem>>
readPredictions(const QString& path, const std::vector<ModelClass>& classes,
                const QString& dataFolder);

/// The file relative to the folder where it lies below it, otherwise as it is.
[[nodiscard]] QString nameBelow(const QString& folder, const QString& file);

} // namespace ccad
