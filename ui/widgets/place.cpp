// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/place.h"

namespace ccad {

void Place::take(const QStringList& paths)
{
    if (!paths.isEmpty())
        Q_EMIT openRequested(paths, {});
}

} // namespace ccad
