// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

/// A model package on this computer.
struct InstalledModel
{
    QString folder;
    QString canonical; ///< the same folder without links, as canonicalFolder() spells it
    bool shipped = false; ///< came with CCAD
    std::optional<ModelManifest> manifest; ///< nothing: the package cannot be used
    QString problem; ///< why it cannot be used, a sentence
    QDateTime written;
    bool hasResults = false; ///< its folder "evaluation" records some, image by image
};

/// The folder of this user's own models; it need not exist.
[[nodiscard]] QString userModelsDir();

/// True for a package that came with CCAD, by its path alone.
[[nodiscard]] bool isShippedModel(const QString& folder);

/// True for two spellings of one path, "a/b" and "a/./b/". Asks no disk; a link is another path.
[[nodiscard]] bool isSamePath(const QString& first, const QString& second);

/// The absolute path without links. If the folder does not exist, only "." and ".." are removed.
/// Asks the disk and therefore belongs on a worker.
[[nodiscard]] QString canonicalFolder(const QString& folder);

/// True for two spellings or two links of one folder. Belongs on a worker.
[[nodiscard]] bool isSameFolder(const QString& first, const QString& second);

/// The packages that came with CCAD, the packages in the user's folder, and `others`; each once,
/// and only if its folder exists. Reads manifests, no weights. Belongs on a worker.
[[nodiscard]] std::vector<InstalledModel> installedModels(const QStringList& others);

/// "Test: AUC 0.931 (0.912 to 0.950), accuracy 0.864 on 280 images." as the package records it, or
/// a sentence that it records none.
[[nodiscard]] QString testSentence(const ModelManifest& manifest);

/// A sentence on how the model did on data from outside, or that nobody has tested it there.
[[nodiscard]] QString outsideSentence(const ModelManifest& manifest);

} // namespace ccad
