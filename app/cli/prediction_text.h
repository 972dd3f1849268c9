// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/file_prediction.h"

#include <QJsonObject>

namespace ccad::cli {

/// Figures printed only on request.
struct PredictionExtras
{
    bool identifiers = false;
    bool severity = false; ///< null where the finding has none, see Finding::severity
};

/// A line of `predict --json`; unknown figures are null.
[[nodiscard]] QJsonObject predictionJson(const FilePrediction& prediction,
                                         const ModelManifest& manifest, PredictionExtras extras);

/// The head of the readable table, and a row of the table: one line per file.
[[nodiscard]] QString tableHeader(const ModelManifest& manifest);
[[nodiscard]] QString tableRow(const FilePrediction& prediction, const ModelManifest& manifest,
                               PredictionExtras extras);

} // namespace ccad::cli
