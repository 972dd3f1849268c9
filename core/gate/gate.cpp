// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate.h"

#include "core/gate/internal/gate_reasons.h"
#include "core/statistics/softmax.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

/// 0 at the limit that warns, 1 at the limit that refuses.
double position(double value, const GateLimits& limits)
{
    return (value - limits.warn) / (limits.refuse - limits.warn);
}

PictureKind likeliestRefused(const GateMeasures& measures)
{
    auto best = PictureKind::UpsideDown;
    for (const PictureKind kind :
         {PictureKind::OnItsSide, PictureKind::Inverted, PictureKind::Other})
        if (measures.kinds[static_cast<std::size_t>(kind)]
            > measures.kinds[static_cast<std::size_t>(best)])
            best = kind;
    return best;
}

double logOdds(const std::vector<double>& scores)
{
    const double largest = *std::max_element(scores.begin(), scores.end());
    double refused = 0;
    double accepted = 0;
    for (std::size_t kind = 0; kind < scores.size(); ++kind) {
        const bool isChest = kind == static_cast<std::size_t>(PictureKind::Frontal)
            || kind == static_cast<std::size_t>(PictureKind::Piece)
            || kind == static_cast<std::size_t>(PictureKind::Child);
        (isChest ? accepted : refused) += std::exp(scores[kind] - largest);
    }
    constexpr double least = 1e-30;
    return std::log(std::max(refused, least)) - std::log(std::max(accepted, least));
}

} // namespace

std::vector<float> gateValues(const PictureFacts& facts, std::span<const float> features)
{
    std::vector<float> values(features.begin(), features.end());
    values.insert(values.end(), facts.ranks.begin(), facts.ranks.end());
    values.insert(values.end(), facts.values.begin(), facts.values.end());
    return values;
}

bool Gate::knowsChildren() const
{
    return m_parameters.kinds.classes == static_cast<int>(pictureKinds);
}

GateMeasures Gate::measure(const PictureFacts& facts, std::span<const float> features) const
{
    GateMeasures measures;
    std::vector<double> scores = m_parameters.kinds.scores(gateValues(facts, features));
    measures.refusal = logOdds(scores);
    scores = softmax(std::move(scores));
    std::copy(scores.begin(), scores.end(), measures.kinds.begin());
    measures.featureDistance = m_parameters.features.distance(features);
    measures.pictureDistance = m_parameters.pictures.distance(facts.ranks);
    return measures;
}

GateDecision Gate::judge(const Radiograph& radiograph, const NetworkInput& input,
                         const PreprocessSpec& spec, std::span<const float> features) const
{
    const PictureFacts facts = pictureFacts(pictureOf(input, spec));
    const GateMeasures measures = measure(facts, features);
    const double refusal = position(measures.refusal, m_parameters.refusal);
    const double distance
        = std::max(position(measures.featureDistance, m_parameters.featureDistance),
                   position(measures.pictureDistance, m_parameters.pictureDistance));
    GateDecision decision;
    decision.score = std::max(refusal, distance);
    if (const auto reason = plainReason(radiograph, facts, spec.inputSize)) {
        decision.kind = GateDecision::Kind::Refused;
        decision.reasons.append(*reason);
        return decision;
    }
    if (decision.score >= 1) {
        decision.kind = GateDecision::Kind::Refused;
        // Far from everything known, the classifier's kinds mean little.
        const auto kind = refusal >= 1 ? likeliestRefused(measures) : PictureKind::Other;
        decision.reasons.append(distance >= 1 ? farReason(kind) : refusalReason(kind));
        return decision;
    }
    if (measures.kinds[static_cast<std::size_t>(PictureKind::Piece)] >= m_parameters.pieceWarning)
        decision.reasons.append(pieceWarning());
    else if (knowsChildren()
             && measures.kinds[static_cast<std::size_t>(PictureKind::Child)]
                 >= m_parameters.childWarning)
        decision.reasons.append(childWarning());
    else if (decision.score >= 0)
        decision.reasons.append(unlikeWarning());
    if (!decision.reasons.isEmpty())
        decision.kind = GateDecision::Kind::Warned;
    return decision;
}

} // namespace ccad
