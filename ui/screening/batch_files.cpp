// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/batch_files.h"

#include "core/base/kept_data.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString journalFolder()
{
    return keptPlace(KeptKind::Batches);
}

QString newJournalPath(const QDateTime& time)
{
    const QString name = time.toString(u"yyyy-MM-dd_HH-mm-ss-zzz"_s);
    return u"%1/%2%3"_s.arg(journalFolder(), name, QLatin1String(journalSuffix));
}

} // namespace ccad
