// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/data_dirs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {

QString dataDir()
{
    const QStringList candidates{
        qEnvironmentVariable("CCAD_DATA_DIR"),
        QCoreApplication::applicationDirPath() + u"/../share/ccad"_s,
        QStringLiteral(CCAD_SOURCE_DIR),
    };
    for (const QString& candidate : candidates) {
        const bool holdsData = QFileInfo(candidate + u"/models"_s).isDir()
            || QFileInfo(candidate + u"/resources"_s).isDir();
        if (!candidate.isEmpty() && holdsData)
            return QDir::cleanPath(candidate);
    }
    return {};
}

QString defaultModelDir()
{
    return dataDir() + u"/models/ccad-covid-cxr"_s;
}

QString lungModelDir()
{
    return dataDir() + u"/models/ccad-lungs"_s;
}

QString samplesDir()
{
    return dataDir() + u"/resources/samples"_s;
}

QString manualFile()
{
    return dataDir() + u"/resources/manual/manual.md"_s;
}

} // namespace ccad
