// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/film_queue.h"
#include "core/dimse/storage_server.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

struct ArchiveStatus
{
    QString name;
    bool isAway = false; ///< it did not answer the last time
    QString reason; ///< why, a sentence
    qint64 retryAtMs = 0; ///< only when away
    qint64 lastDeliveryMs = 0; ///< 0: none since the node started
    qint64 delivered = 0; ///< films, since the node started
};

/// How a node is. Holds nothing of a patient.
struct NodeStatus
{
    QString modelName;
    QString modelVersion;
    quint16 port = 0;
    qint64 startedMs = 0;
    dimse::StorageCounts network; ///< since it started
    FilmCounts films; ///< since the queue was made, as far as it remembers
    std::vector<ArchiveStatus> archives;
    std::vector<QueuedFilm> problems; ///< the latest
    /// From receipt to delivery of the latest 1,000 films, in milliseconds, rising.
    std::vector<qint64> deliveryTimes;
    QString trouble; ///< of the node itself (disk, queue), a sentence; empty: none

    /// Sentences on all that somebody should look after; empty: all is well.
    [[nodiscard]] QStringList complaints(qint64 nowMs) const;
};

/// docs/formats.md.
[[nodiscard]] QJsonObject jsonOf(const NodeStatus& status, qint64 nowMs);

} // namespace ccad
