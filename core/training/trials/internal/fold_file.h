// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trials/cross_validation.h"

#include <map>
#include <optional>

namespace ccad {

/// The record of a finished fold.
struct FoldOutcome
{
    FoldResult result;
    std::map<QString, std::vector<float>> probabilities; ///< by file, of its test side
    QStringList unreadable;
};

/// Error: WriteFailed, which leaves an older file as it was.
[[nodiscard]] Result<void> saveFold(const QString& path, const FoldOutcome& fold,
                                    const TrainingRequest& request);

/// None when there is no file or it belongs to another request. Error: FileBroken.
[[nodiscard]] Result<std::optional<FoldOutcome>> loadFold(const QString& path,
                                                          const TrainingRequest& request);

} // namespace ccad
