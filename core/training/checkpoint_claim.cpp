// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint_claim.h"

#include "core/training/trainer.h"

#include <QFile>
#include <QFileInfo>

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
    const QFileInfo there(path);
    if (!there.exists() || there.size() == 0)
        return {};
    QFile file(path);
    // Torch's archives are ZIP files.
    if (there.isFile() && file.open(QIODevice::ReadOnly) && file.read(4) == "PK\x03\x04")
        return {};
    return Error{ErrorCode::WriteFailed,
                 u"%1 is no checkpoint of CCAD, and would be replaced by one. Move it "
                 "away, or choose another output folder."_s.arg(path),
                 path};
}

} // namespace ccad
