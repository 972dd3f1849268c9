// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/dataset/dataset.h"
#include "core/inference/classifier.h"
#include "core/severity_fitting/severity_regression.h"

#include <QJsonObject>

namespace ccad {

/// A manifest and its columns.
struct SeverityRequest
{
    QString manifest;
    std::vector<RowFilter> filters = {};
    PatientKeyRule patientKey = {};
    /// In the order of severityScores. An empty cell means that the image lacks the score; a
    /// missing column, that all images lack it.
    std::array<QString, severityScores.size()> scoreColumns
        = {QStringLiteral("extent"), QStringLiteral("opacity")};
    QString saturationColumn = QStringLiteral("spo2"); ///< SpO2 in %
    std::uint64_t seed = 1; ///< of folds and intervals
    int repetitions = usualDealings; ///< of the cross-validation, at most
};

/// How well one score is estimated.
struct ScoreReport
{
    SeverityScore score = SeverityScore::Extent;
    int images = 0;
    int patients = 0;
    double penalty = 0; ///< of the ridge regression
    ScoreFigures figures;
};

/// The border between moderate and severe COVID-19, SpO2 in %.
constexpr double severeBelow = 94;

/// How the estimated extent relates to the SpO2 of some images.
struct SaturationFigures
{
    int images = 0;
    int patients = 0;
    int below = 0; ///< images with SpO2 below severeBelow
    Interval spearman; ///< of extent and SpO2
    Interval auc; ///< how well extent tells SpO2 below severeBelow from the rest
};

/// How the estimated extent relates to SpO2 at about the time of the image. Nobody's SpO2 or stage
/// is ever estimated.
struct SaturationReport
{
    static constexpr double lowestPlausible = 70; ///< pulse oximeters are tried from 70 to 100 %
    SaturationFigures asWritten; ///< of all values from 0 to 100
    SaturationFigures plausible; ///< of the values from lowestPlausible on
    int impossible = 0; ///< images with a value outside of 0..100, left out
};

struct SeverityReport
{
    QString modelName;
    QString modelSha256; ///< of the weights
    std::uint64_t seed = 0;
    int repetitions = 0;
    std::vector<ScoreReport> scores;
    std::optional<SaturationReport> saturation; ///< absent if it could not be computed
    int notRedistributable = 0; ///< images whose score must not be given away
    /// Rows of the manifest left out, as sentences, and images, as "file name: reason";
    /// severityText only counts them.
    QStringList unreadable;
    QStringList notes; ///< whole sentences on what could not be done; none names a file
};

struct FittedSeverity
{
    SeverityModel model;
    SeverityReport report;
};

/// Fits scores to the classifier's features and tries them on patients apart. Errors: those of
/// readDataset; DatasetUnusable, naming the column, for a cell that is no number or off its scale,
/// for fewer than 20 readable images or 10 patients with a score, and when all scores are equal;
/// Cancelled, those of Classifier::predict, Internal.
[[nodiscard]] Result<FittedSeverity> fitSeverity(const Classifier& classifier,
                                                 const SeverityRequest& request,
                                                 const CancelToken& cancel = {},
                                                 const Progress& progress = {});

/// All figures; unknown ones are null.
[[nodiscard]] QJsonObject severityJson(const SeverityReport& report);
/// Markdown without a heading of its own, for the card and for people.
[[nodiscard]] QString severityText(const SeverityReport& report);

} // namespace ccad
