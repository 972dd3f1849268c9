// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

namespace ccad {

QString dataDir()
{
    const QStringList candidates{
        qEnvironmentVariable("CCAD_DATA_DIR"),
        QCoreApplication::applicationDirPath() + QStringLiteral("/../share/ccad"),
        QStringLiteral(CCAD_SOURCE_DIR),
    };
    for (const QString& candidate : candidates) {
        const bool holdsData = QFileInfo(candidate + QStringLiteral("/models")).isDir()
            || QFileInfo(candidate + QStringLiteral("/resources")).isDir();
        if (!candidate.isEmpty() && holdsData)
            return QDir::cleanPath(candidate);
    }
    return {};
}

QString defaultModelDir()
{
    return dataDir() + QStringLiteral("/models/ccad-covid-cxr");
}

QString lungModelDir()
{
    return dataDir() + QStringLiteral("/models/ccad-lungs");
}

QString samplesDir()
{
    return dataDir() + QStringLiteral("/resources/samples");
}

QString manualFile()
{
    return dataDir() + QStringLiteral("/resources/manual/manual.md");
}

} // namespace ccad
