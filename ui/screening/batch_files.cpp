// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/batch_files.h"

#include "core/base/kept_data.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace ccad {

QString journalFolder()
{
    return keptPlace(KeptKind::Batches);
}

QString newJournalPath(const QDateTime& time)
{
    const QString base = u"%1/%2"_s.arg(journalFolder(), time.toString(u"yyyy-MM-dd_HH-mm-ss"_s));
    QString path = base + QLatin1String(journalSuffix);
    for (int copy = 2; QFileInfo::exists(path); ++copy)
        path = u"%1_%2%3"_s.arg(base).arg(copy).arg(QLatin1String(journalSuffix));
    return path;
}

} // namespace ccad
