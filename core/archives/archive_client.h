// SPDX-License-Identifier: GPL-3.0-or-later
// An archive by whatever protocol its node names. Functions are synchronous and may run on any
// thread; errors are those of core/dimse and core/dicomweb.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"
#include "core/nodes/received_object.h"

namespace ccad::archives {

/// Does the node know us and answer?
[[nodiscard]] Result<void> echo(const Node& node, const NetworkLimits& limits,
                                const CancelToken& cancel);

[[nodiscard]] Result<QueryAnswer> find(const Node& node, const Query& query,
                                       const NetworkLimits& limits, const Progress& progress,
                                       const CancelToken& cancel);

/// By C-GET or WADO-RS.
[[nodiscard]] Result<Retrieval> get(const Node& node, const Query& query,
                                    const StagingFolder& staging, const NetworkLimits& limits,
                                    const Progress& progress, const CancelToken& cancel);

[[nodiscard]] Result<std::vector<SentFile>>
send(const Node& node, const std::vector<FileToSend>& files, const NetworkLimits& limits,
     const Progress& progress, const CancelToken& cancel);
[[nodiscard]] inline Result<std::vector<SentFile>> send(const Node& node, const QStringList& paths,
                                                        const NetworkLimits& limits,
                                                        const Progress& progress,
                                                        const CancelToken& cancel)
{
    return send(node, filesToSend(paths), limits, progress, cancel);
}

} // namespace ccad::archives
