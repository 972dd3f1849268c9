// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint_claim.h"

#include "core/training/trainer.h"

using namespace Qt::StringLiterals;

namespace ccad {

Result<std::unique_ptr<QLockFile>> claimForTraining(const QString& path)
{
    return claimFile(path, {u"training"_s, u"choose another output folder"_s});
}

Result<void> checkCheckpointFile(const QString& path)
{
    const auto claimed = claimForTraining(path);
    if (!claimed)
        return claimed.error();
    return {};
}

} // namespace ccad
