// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/batch_model.h"

#include "core/base/data_dirs.h"
#include "core/base/kept_data.h"
#include "core/package/model_package.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Links are followed, so that a link in a folder of ours cannot lead elsewhere.
QString placeOf(const QString& path)
{
    return path.isEmpty() ? QString() : QFileInfo(path).canonicalFilePath();
}

bool isOneOfOurs(const QString& folder, const QStringList& others)
{
    const QString above = QFileInfo(folder).path();
    for (const QString& models : {dataDir() + u"/models"_s, keptPlace(KeptKind::Models)})
        if (const QString place = placeOf(models); !place.isEmpty() && above == place)
            return true;
    return std::any_of(others.begin(), others.end(),
                       [&](const QString& other) { return placeOf(other) == folder; });
}

} // namespace

QString modelFolderOf(const ScreeningJob& job, const QStringList& others)
{
    const QString folder = placeOf(job.modelFolder);
    if (folder.isEmpty() || !isOneOfOurs(folder, others))
        return {};
    const auto manifest = loadModelManifest(folder);
    return manifest && manifest->weightsSha256 == job.modelSha256 ? job.modelFolder : QString();
}

} // namespace ccad
