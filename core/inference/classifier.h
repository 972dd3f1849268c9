// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/gate/gate.h"
#include "core/inference/saliency_map.h"
#include "core/package/model_package.h"
#include "core/preprocess/preprocessor.h"
#include "core/severity/severity_model.h"

#include <memory>
#include <vector>

namespace ccad {

/// The result of one forward pass.
struct Prediction
{
    std::vector<float> logits; ///< one per class
    std::vector<float> probabilities; ///< softmax(logits / temperature)
    std::vector<float> features; ///< mean of each channel of the last convolution (1280)
    /// One per class, raw: bias-free logit contributions; its mean + bias = logit.
    std::vector<SaliencyMap> classMaps;
};

/// The engine: a loaded network that classifies. Construction is slow, predictions are fast; safe
/// to use from several threads at once.
class Classifier
{
public:
    /// Error: ModelBroken when the weights, the gate or the severity scores do not fit the
    /// manifest; those of preprocessorFor().
    [[nodiscard]] static Result<std::unique_ptr<Classifier>> create(ModelPackage package);
    /// Loads the package in a folder first. Errors: those of loadModelPackage, too.
    [[nodiscard]] static Result<std::unique_ptr<Classifier>> load(const QString& folder);
    ~Classifier();

    /// The package that it was made of, for those that need its weights, too: they are not read a
    /// second time. Never null; 9 MB at full width.
    [[nodiscard]] const std::shared_ptr<const ModelPackage>& package() const;
    [[nodiscard]] const ModelManifest& manifest() const;
    /// Makes the network's inputs.
    [[nodiscard]] const Preprocessor& preprocessor() const;
    /// Refuses pictures that the model knows nothing of; null where the package has no gate.
    [[nodiscard]] const Gate* gate() const;
    /// Estimates how severe a finding is; null where the package has no severity scores.
    [[nodiscard]] const SeverityModel* severity() const;

    /// Errors: InvalidArgument (wrong input shape), Cancelled, Internal.
    [[nodiscard]] Result<Prediction> predict(const NetworkInput& input) const;
    [[nodiscard]] Result<std::vector<Prediction>> predict(const std::vector<NetworkInput>& inputs,
                                                          const CancelToken& cancel = {}) const;
    /// predict() on the calling thread alone, with the same values: for callers that keep every
    /// core busy with an image of its own.
    [[nodiscard]] Result<Prediction> predictOnThisThread(const NetworkInput& input) const;

private:
    class Impl;
    explicit Classifier(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ccad
