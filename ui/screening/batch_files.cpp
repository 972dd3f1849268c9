// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/batch_files.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace ccad {

QString journalFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)
        + QStringLiteral("/screening");
}

QString newJournalPath(const QDateTime& time)
{
    const QString base = QStringLiteral("%1/%2").arg(
        journalFolder(), time.toString(QStringLiteral("yyyy-MM-dd_HH-mm-ss")));
    QString path = base + QLatin1String(journalSuffix);
    for (int copy = 2; QFileInfo::exists(path); ++copy)
        path = QStringLiteral("%1_%2%3").arg(base).arg(copy).arg(QLatin1String(journalSuffix));
    return path;
}

} // namespace ccad
