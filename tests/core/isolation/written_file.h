// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"

#include <QTemporaryDir>

namespace ccad::test {

inline QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& content)
{
    const QString path = folder.filePath(name);
    if (!writeFileAtomically(path, content))
        qFatal("Cannot write %s", qPrintable(path));
    return path;
}

} // namespace ccad::test
