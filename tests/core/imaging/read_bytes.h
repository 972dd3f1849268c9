// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/reading/reader.h"

#include <QFile>
#include <QTemporaryDir>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// Reads bytes as if they were a file.
[[nodiscard]] inline Result<Radiograph> readBytes(const QByteArray& bytes,
                                                  const ReadLimits& limits = {})
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"picture"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write a test file to %s", qPrintable(path));
    file.close();
    return readRadiograph(path, limits);
}

/// "" when it could be read.
[[nodiscard]] inline QString messageOf(const Result<Radiograph>& radiograph)
{
    return radiograph ? QString() : radiograph.error().message;
}

} // namespace ccad::test
