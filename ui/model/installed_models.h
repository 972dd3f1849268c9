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
    bool shipped = false; ///< came with CCAD
    std::optional<ModelManifest> manifest; ///< nothing: it cannot be used
    QString problem; ///< why not, a sentence
    QDateTime written;
    bool hasResults = false; ///< recorded in its folder "evaluation"
};

/// The folder of that user's own models; it need not exist.
[[nodiscard]] QString userModelsDir();

/// Is it one of the packages that came with CCAD?
[[nodiscard]] bool isShippedModel(const QString& folder);

/// Two spellings of one folder?
[[nodiscard]] bool isSameFolder(const QString& first, const QString& second);

/// The packages that came with CCAD, those of the user's folder, and `others`, each once and only
/// where there is a folder. Reads manifests, no weights.
[[nodiscard]] std::vector<InstalledModel> installedModels(const QStringList& others);

/// "Test: AUC 0.931 (0.912 to 0.950), accuracy 0.864 on 280 images." as the package records it, or
/// that it records none.
[[nodiscard]] QString testSentence(const ModelManifest& manifest);

/// How the model did on data from outside, or that nobody has tested it there.
[[nodiscard]] QString outsideSentence(const ModelManifest& manifest);

} // namespace ccad
