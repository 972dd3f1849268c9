// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint_claim.h"

#include "core/training/trainer.h"

namespace ccad {

Result<std::unique_ptr<QLockFile>> claimForTraining(const QString& path)
{
    return claimFile(path,
                     {QStringLiteral("training"), QStringLiteral("choose another output folder")});
}

Result<void> checkCheckpointFile(const QString& path)
{
    const auto claimed = claimForTraining(path);
    if (!claimed)
        return claimed.error();
    return {};
}

} // namespace ccad
