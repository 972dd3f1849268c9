// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace ccad {

/// The two scores of Cohen et al. 2020 (Predicting COVID-19 Pneumonia Severity on Chest X-ray with
/// Deep Learning, Cureus 12:e9448), each the sum over both lungs.
enum class SeverityScore
{
    Extent, ///< how much of the lungs is involved: 0..8
    Opacity ///< how dense the opacities are: 0..6
};
inline constexpr std::array severityScores = {SeverityScore::Extent, SeverityScore::Opacity};

/// "extent" or "opacity": the key in files and JSON, and the usual column of a manifest.
[[nodiscard]] QString severityName(SeverityScore score);
/// The upper end of the scale, whose lower end is 0.
[[nodiscard]] double severityMaximum(SeverityScore score);

/// A score as estimated from one radiograph: a research output, not a measurement.
struct SeverityEstimate
{
    SeverityScore score = SeverityScore::Extent;
    double value = 0; ///< within the scale
    /// About 95 % of radiologists' scores lay between low and high (Estimator::reach), cut to the
    /// scale.
    double low = 0;
    double high = 0;
};

/// "Extent 3.1 of 8 (1.2 to 5.0), opacity 2.0 of 6 (0.9 to 3.1): research output, not a
/// measurement." Empty for no estimates.
[[nodiscard]] QString severitySentence(const std::vector<SeverityEstimate>& estimates);

/// Linear functions of a network's features that estimate scores. They are a part of a model
/// package (severity.safetensors), fitted by core/severity_fitting, and valid only with the very
/// weights that they were fitted for. Immutable, safe to use from several threads.
class SeverityModel
{
public:
    struct Estimator
    {
        SeverityScore score = SeverityScore::Extent;
        std::vector<float> weights; ///< one per feature
        double bias = 0;
        /// Half the width of the interval: 95 % of the errors did not exceed it on patients whom
        /// the regression had not seen.
        double reach = 0;
    };

    /// All estimators have equally many weights. `weightsSha256` is the checksum of the network's
    /// weights.
    SeverityModel(QString weightsSha256, std::vector<Estimator> estimators)
        : m_weightsSha256(std::move(weightsSha256)), m_estimators(std::move(estimators))
    {
    }

    /// Reads severity.safetensors for a network with these weights and this number of features.
    /// Error: ModelBroken naming what does not fit.
    [[nodiscard]] static Result<SeverityModel>
    parse(const QByteArray& content, const QString& weightsSha256, std::size_t features);
    /// The same model gives the same bytes.
    [[nodiscard]] QByteArray toBytes() const;

    /// One estimate for each estimator, in the order of severityScores.
    [[nodiscard]] std::vector<SeverityEstimate> estimate(std::span<const float> features) const;

    [[nodiscard]] const std::vector<Estimator>& estimators() const { return m_estimators; }

private:
    QString m_weightsSha256;
    std::vector<Estimator> m_estimators;
};

} // namespace ccad
