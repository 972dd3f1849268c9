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

/// The one way to the Preprocessor of any spec. If the spec needs lungs, they are found with the
/// lung package in lungModelDir(). Error: ModelMissing or ModelBroken where that package is
/// missing, broken, or not the one that the spec asks for.
[[nodiscard]] Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec);
/// preprocessorFor() with the lung package in a given folder; needs no QCoreApplication.
[[nodiscard]] Result<Preprocessor> preprocessorFor(const PreprocessSpec& spec,
                                                   const QString& lungFolder);

/// The spec of a network to be trained: if it needs lungs, it asks for the installed lung package;
/// otherwise for none. Errors: those of loadLungPackage.
[[nodiscard]] Result<PreprocessSpec> withInstalledLungs(const PreprocessSpec& spec);

} // namespace ccad
