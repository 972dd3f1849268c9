// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/shown_path.h"

#include <QHash>
#include <QMutex>

namespace ccad {

namespace {

struct ShownPaths
{
    QMutex mutex;
    QHash<QString, QString> paths;
};

ShownPaths& shownPaths()
{
    static ShownPaths instance;
    return instance;
}

} // namespace

void rememberShownPath(const QString& path, const QString& shown)
{
    ShownPaths& known = shownPaths();
    const QMutexLocker lock(&known.mutex);
    known.paths[path] = shown;
}

QString shownPathOf(const QString& path)
{
    ShownPaths& known = shownPaths();
    const QMutexLocker lock(&known.mutex);
    return known.paths.value(path, path);
}

} // namespace ccad
