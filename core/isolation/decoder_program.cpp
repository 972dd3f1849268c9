// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/decoder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace ccad {

QString decoderProgram()
{
    const QString asked = qEnvironmentVariable("CCAD_DECODER");
    if (!asked.isEmpty())
        return asked;
    const QString beside = QCoreApplication::applicationDirPath();
    const QStringList candidates{
        beside + u"/ccad-decoder"_s,
        beside + u"/../decoder/ccad-decoder"_s,
        QStringLiteral(CCAD_BUILT_DECODER),
    };
    for (const QString& candidate : candidates)
        if (QFileInfo(candidate).isExecutable())
            return QDir::cleanPath(candidate);
    return {};
}

} // namespace ccad
