// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/recent_files.h"

#include "ui/settings/settings.h"
#include "ui/viewer/internal/study_files.h"

#include <QStringList>

namespace ccad {

namespace {

constexpr int mostRecentFiles = 12;

} // namespace

void rememberFile(Settings& settings, const QString& path)
{
    if (isUnpacked(path))
        return;
    QStringList recent = settings.value(Setting::RecentFiles).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    settings.setValue(Setting::RecentFiles, recent.mid(0, mostRecentFiles));
}

} // namespace ccad
