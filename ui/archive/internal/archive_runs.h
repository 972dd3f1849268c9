// SPDX-License-Identifier: GPL-3.0-or-later
// What takes long with an archive, as functions for a worker.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"

#include <QStringList>

#include <functional>
#include <vector>

namespace ccad {

/// All queries' studies, each once. `isCut` when one of them was.
[[nodiscard]] Result<QueryAnswer> findStudies(const Node& node, const std::vector<Query>& queries,
                                              const NetworkLimits& limits, const Progress& progress,
                                              const CancelToken& cancel);

struct ArchiveStep
{
    qint64 done = 0; ///< objects or files
    qint64 total = 0; ///< 0: nobody knows
};

/// A study or a series.
struct WantedObjects
{
    Query query;
    QString title; ///< by which people know its files: patient and day
};

/// What is to come, and where to.
struct RetrievalOrder
{
    Node node;
    std::vector<WantedObjects> wanted;
    QString root; ///< a folder of its own is made in it
    NetworkLimits limits;
};

struct Retrieved
{
    QString folder;
    QStringList files; ///< whole ones, also where the rest failed
    int failed = 0;
    QStringList problems; ///< sentences
    std::optional<Error> stop; ///< why it ended early; Cancelled, too
};

/// Errors: WriteFailed, when no folder can be made; all else is in the answer, since what came
/// before stays.
[[nodiscard]] Result<Retrieved> retrieve(const RetrievalOrder& order,
                                         const std::function<void(ArchiveStep)>& step,
                                         const CancelToken& cancel);

} // namespace ccad
