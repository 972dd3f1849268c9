// SPDX-License-Identifier: GPL-3.0-or-later
// Asking an archive by DICOM's own protocol. Functions are synchronous; each makes one association,
// with TLS to every machine but this one, and ends it. Errors of all: NetworkFailed, Refused
// (another machine and no TLS), TimedOut, Cancelled; a cancel is told to the archive.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"
#include "core/nodes/received_object.h"

namespace ccad::dimse {

/// C-ECHO: does the node know us and answer?
[[nodiscard]] Result<void> echo(const Node& node, const NetworkLimits& limits,
                                const CancelToken& cancel);

/// C-FIND at the root that the level asks for. At the limit of matches the archive is told to stop.
[[nodiscard]] Result<QueryAnswer> find(const Node& node, const Query& query,
                                       const NetworkLimits& limits, const Progress& progress,
                                       const CancelToken& cancel);

/// C-GET: what the query's UIDs (or the patient's ID) name comes over the same association.
[[nodiscard]] Result<Retrieval> get(const Node& node, const Query& query,
                                    const StagingFolder& staging, const NetworkLimits& limits,
                                    const Progress& progress, const CancelToken& cancel);

/// Where an archive is to send what C-MOVE asks for: to us, who listen there meanwhile.
struct MoveTarget
{
    QString address = QStringLiteral("127.0.0.1"); ///< numeric; another one needs a certificate
    quint16 port = 0; ///< as the archive knows it for our AE title
};
/// C-MOVE to ourselves under the node's calling AE title.
[[nodiscard]] Result<Retrieval> move(const Node& node, const Query& query, const MoveTarget& target,
                                     const StagingFolder& staging, const NetworkLimits& limits,
                                     const Progress& progress, const CancelToken& cancel);

/// C-STORE of files as they are: nothing is decoded or converted. One entry for each file, in their
/// order; an error of the association is that of all files that it left.
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

} // namespace ccad::dimse
