// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/preprocess/preprocessor.h"

#include <QString>

#include <memory>

namespace ccad {

class LungSegmenter;

[[nodiscard]] std::shared_ptr<const LungFinder>
lungFinder(std::shared_ptr<const LungSegmenter> lungs);

/// The one way to the Preprocessor of any spec. Where the spec needs the lungs, they are found with
/// the lung package in lungModelDir(). Error: ModelMissing or ModelBroken where that package is
/// missing, broken, or another one than the spec asks for.
[[nodiscard]] Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec);
/// The same with the lung package in that folder; needs no QCoreApplication.
[[nodiscard]] Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec,
                                                   const QString& lungFolder);

/// The spec of a network to be trained: where it needs lungs, the installed lung package is the one
/// that it asks for; where it does not, none is. Errors: those of loadLungPackage.
[[nodiscard]] Result<PreprocessSpec> withInstalledLungs(const PreprocessSpec& spec);

} // namespace ccad
