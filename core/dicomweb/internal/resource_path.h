// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/query.h"

#include <QByteArray>

namespace ccad::dicomweb {

/// What the query fixes to one UID each; addKey() has made sure that they are UIDs, of which
/// several, parted by backslashes, fix nothing.
struct FixedUids
{
    QByteArray study;
    QByteArray series;
    QByteArray instance;
};
[[nodiscard]] inline FixedUids uidsOf(const Query& query)
{
    const auto uid = [&](quint32 tag) {
        const auto found = query.keys.find(tag);
        return found == query.keys.end() || found->second.contains(u'\\')
            ? QByteArray()
            : found->second.toLatin1();
    };
    return {uid(attribute::studyUid), uid(attribute::seriesUid), uid(attribute::sopInstanceUid)};
}

} // namespace ccad::dicomweb
