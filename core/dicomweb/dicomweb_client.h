// SPDX-License-Identifier: GPL-3.0-or-later
// Asking an archive by DICOMweb. Functions are synchronous and may run on any thread. Errors of
// all: NetworkFailed, Refused (not let in, or no TLS to another machine), TimedOut, TooLarge,
// Cancelled, and those of secrets and certificates that cannot be read.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"
#include "core/nodes/received_object.h"

namespace ccad::dicomweb {

/// Does the archive let us in and answer a query? (DICOMweb has no echo.)
[[nodiscard]] Result<void> echo(const Node& node, const NetworkLimits& limits,
                                const CancelToken& cancel);

/// QIDO-RS, on the levels of studies, series and images. Error: Unsupported for patients, whom
/// DICOMweb does not list.
[[nodiscard]] Result<QueryAnswer> find(const Node& node, const Query& query,
                                       const NetworkLimits& limits, const Progress& progress,
                                       const CancelToken& cancel);

/// WADO-RS of a study, a series or an instance by the query's UIDs, as the archive has them:
/// without conversion. Error: InvalidArgument without a study's UID.
[[nodiscard]] Result<Retrieval> get(const Node& node, const Query& query,
                                    const StagingFolder& staging, const NetworkLimits& limits,
                                    const Progress& progress, const CancelToken& cancel);

/// STOW-RS, file by file. One entry for each, in their order.
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

} // namespace ccad::dicomweb
