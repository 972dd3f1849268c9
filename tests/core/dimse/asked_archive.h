// SPDX-License-Identifier: GPL-3.0-or-later
// How tests name an archive on this machine and the study of sent_films.h.
#pragma once

#include "core/nodes/node.h"
#include "core/nodes/query.h"

namespace ccad::test {

inline Node nodeAt(quint16 port, const QByteArray& calledAet)
{
    Node node;
    node.name = QStringLiteral("peer");
    node.host = QStringLiteral("127.0.0.1");
    node.port = port;
    node.calledAet = calledAet;
    return node;
}

inline Query studyQuery()
{
    Query query;
    query.level = QueryLevel::Study;
    query.keys[attribute::studyUid] = QStringLiteral("2.25.1000");
    return query;
}

} // namespace ccad::test
