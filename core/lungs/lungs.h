// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/radiograph.h"
#include "core/preprocess/lung_mask.h"
#include "core/preprocess/preprocessor.h"

#include <memory>

namespace ccad {

struct LungPackage;

/// Finds the lungs with a small network of its own (a few milliseconds on one thread; no Torch).
/// Safe to use from several threads at once; the calling thread works alone, so that a result
/// depends on nothing but the picture.
class LungSegmenter
{
public:
    /// Loads a package folder such as models/ccad-lungs. Errors: ModelMissing, ModelBroken
    /// (manifest, checksum, tensors).
    [[nodiscard]] static Result<std::unique_ptr<LungSegmenter>> load(const QString& folder);
    [[nodiscard]] static Result<std::unique_ptr<LungSegmenter>> create(const LungPackage& package);
    ~LungSegmenter();

    /// How the segmenter's inputs are made: the whole picture stretched to a square.
    [[nodiscard]] const PreprocessSpec& preprocess() const;
    /// Checksum of the package's weights; empty before it was saved.
    [[nodiscard]] const QString& weightsSha256() const;
    /// True if inputs made by this spec need no further preparation. Which greys they show is left
    /// to the model whose picture it is.
    [[nodiscard]] bool takes(const PreprocessSpec& spec) const;

    /// The mask covers the whole input. Error: InvalidArgument (wrong size).
    [[nodiscard]] Result<LungMask> segment(const NetworkInput& input) const;
    /// Looks at the greys that a model sees of the radiograph, so that both see the same picture.
    [[nodiscard]] Result<LungMask> segment(const Radiograph& radiograph, GreyRule greys) const;
    /// Looks at the greys that the package itself names.
    [[nodiscard]] Result<LungMask> segment(const Radiograph& radiograph) const;

private:
    class Impl;
    explicit LungSegmenter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace ccad
