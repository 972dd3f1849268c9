// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/gate/picture_facts.h"
#include "core/imaging/radiograph.h"
#include "core/statistics/linear_model.h"
#include "core/statistics/subspace.h"

#include <QByteArray>
#include <QStringList>

#include <array>

namespace ccad {

/// Whether the model may be asked about a picture.
struct GateDecision
{
    enum class Kind
    {
        Accepted,
        Warned, ///< unlike the training images: the answer is shown with the reasons
        Refused ///< no frontal chest radiograph as the model knows them
    };

    Kind kind = Kind::Accepted;
    QStringList reasons; ///< whole sentences; empty when accepted
    /// How little it looks like what the model was trained on: 1 and more is refused, unless a
    /// plain fact (blank, tiny) refused it before.
    double score = 0;
};

/// The kinds among which a gate sorts pictures.
enum class PictureKind
{
    Frontal,
    UpsideDown,
    OnItsSide,
    Inverted,
    Other, ///< a photograph, a slice, another body part, text, noise
    Piece, ///< a piece of a frontal radiograph
    Child ///< a frontal radiograph of a child, which few models were trained on
};
constexpr std::size_t pictureKinds = 7;
/// Gates that were made without radiographs of children know all kinds but the last.
constexpr std::size_t kindsWithoutChildren = 6;

/// The value from which a picture is refused, and the lower one from which the reader is warned.
struct GateLimits
{
    double warn = 0;
    double refuse = 0;
};

/// The measures that the limits are held against.
struct GateMeasures
{
    std::array<double, pictureKinds> kinds{}; ///< probabilities; 0 for a kind that it does not know
    double refusal = 0; ///< log odds that it is neither a frontal radiograph nor a piece of one
    double featureDistance = 0; ///< Subspace::distance of the network's features
    double pictureDistance = 0; ///< Subspace::distance of the picture itself
};

/// Refuses pictures that are no frontal chest radiographs, by a linear classifier of the network's
/// features, a small picture of ranks and plain facts, and by two measures of how far a picture
/// lies from all training images. Fitted with the model (core/gate_fitting/gate_fitting.h) and part
/// of its package. Immutable, safe to use from several threads.
class Gate
{
public:
    struct Parameters
    {
        std::size_t featureCount = 0;
        LinearModel kinds; ///< of gateValues(): features, ranks, facts; of 6 or 7 kinds
        Subspace features;
        Subspace pictures; ///< of the ranks
        GateLimits refusal; ///< of GateMeasures::refusal
        GateLimits featureDistance;
        GateLimits pictureDistance;
        double pieceWarning = 0.5; ///< probability of PictureKind::Piece from which to warn
        double childWarning = 0.5; ///< probability of PictureKind::Child from which to warn
    };

    explicit Gate(Parameters parameters) : m_parameters(std::move(parameters)) { }

    /// From gate.safetensors. Error: ModelBroken naming what does not fit.
    [[nodiscard]] static Result<Gate> parse(const QByteArray& content);
    /// The same gate gives the same bytes.
    [[nodiscard]] QByteArray toBytes() const;

    /// `input` and `features` are the model network's input and the features that it computed from
    /// it; only the size of `radiograph` is used. Takes about 0.3 ms.
    [[nodiscard]] GateDecision judge(const Radiograph& radiograph, const NetworkInput& input,
                                     const PreprocessSpec& spec,
                                     std::span<const float> features) const;

    /// `facts` come from pictureFacts(): with all its values and ranks. `features` are as for
    /// judge(), Parameters::featureCount of them.
    [[nodiscard]] GateMeasures measure(const PictureFacts& facts,
                                       std::span<const float> features) const;

    /// Was it made with radiographs of children?
    [[nodiscard]] bool knowsChildren() const;

    [[nodiscard]] const Parameters& parameters() const { return m_parameters; }

private:
    Parameters m_parameters;
};

/// The values that Gate::Parameters::kinds classifies.
[[nodiscard]] std::vector<float> gateValues(const PictureFacts& facts,
                                            std::span<const float> features);

} // namespace ccad
