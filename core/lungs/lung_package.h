// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/folder_kind.h"
#include "core/lungs/lung_network.h"
#include "core/preprocess/preprocessor.h"

#include <QJsonObject>

namespace ccad {

/// manifest.json of a package that finds lungs.
struct LungManifest
{
    static constexpr int formatVersion = 1;

    QString name; ///< "ccad-lungs"
    QString version;
    LungNetworkSpec network;
    PreprocessSpec preprocess;
    QJsonObject provenance; ///< data, licences, seed, results: shown, not used
    QString weightsSha256; ///< filled in by saveLungPackage
};

/// A folder with manifest.json, weights.safetensors and MODEL_CARD.md.
struct LungPackage
{
    LungManifest manifest;
    WeightMap weights;
    QString card; ///< Markdown
};

/// Makes the same checks as loadModelPackage. Errors: ModelMissing, ModelBroken naming the key, the
/// tensor or the checksum.
[[nodiscard]] Result<LungPackage> loadLungPackage(const QString& folder);

/// Does the folder's manifest say that it is a lung package, whole or not?
[[nodiscard]] bool isLungPackage(const QString& folder);

/// May a lung package be saved there? The rules are checkPackageTarget's. Ask before a long job.
[[nodiscard]] Result<void> checkLungPackageTarget(const QString& folder, Existing existing);

/// Writes the package as a whole or not at all; fills in weightsSha256. An existing package is
/// replaced as by saveModelPackage. Errors: those of checkLungPackageTarget, ModelBroken (weights
/// that are not the network's).
[[nodiscard]] Result<void> saveLungPackage(const LungPackage& package, const QString& folder,
                                           Existing existing = Existing::Keep);

} // namespace ccad
