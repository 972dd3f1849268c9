// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/severity/severity_model.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

QString severityName(SeverityScore score)
{
    return score == SeverityScore::Extent ? u"extent"_s : u"opacity"_s;
}

double severityMaximum(SeverityScore score)
{
    return score == SeverityScore::Extent ? 8 : 6;
}

QString severitySentence(const std::vector<SeverityEstimate>& estimates)
{
    if (estimates.empty())
        return {};
    const auto digits = [](double value) { return QString::number(value, 'f', 1); };
    QStringList scores;
    for (const SeverityEstimate& estimate : estimates)
        scores.append(
            u"%1 %2 of %3 (%4 to %5)"_s.arg(severityName(estimate.score), digits(estimate.value))
                .arg(severityMaximum(estimate.score))
                .arg(digits(estimate.low), digits(estimate.high)));
    QString sentence = scores.join(u", "_s);
    sentence[0] = sentence[0].toUpper();
    return sentence + u": research output, not a measurement."_s;
}

std::vector<SeverityEstimate> SeverityModel::estimate(std::span<const float> features) const
{
    std::vector<SeverityEstimate> estimates;
    for (const Estimator& estimator : m_estimators) {
        double value = estimator.bias;
        for (std::size_t i = 0; i < features.size(); ++i)
            value += static_cast<double>(estimator.weights[i]) * static_cast<double>(features[i]);
        const double maximum = severityMaximum(estimator.score);
        value = std::clamp(value, 0.0, maximum);
        estimates.push_back({estimator.score, value, std::max(value - estimator.reach, 0.0),
                             std::min(value + estimator.reach, maximum)});
    }
    return estimates;
}

} // namespace ccad
