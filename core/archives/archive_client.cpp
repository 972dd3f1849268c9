// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archives/archive_client.h"

#include "core/dicomweb/dicomweb_client.h"
#include "core/dimse/dimse_client.h"

namespace ccad::archives {
namespace {

bool isWeb(const Node& node)
{
    return node.protocol == NodeProtocol::DicomWeb;
}

} // namespace

Result<void> echo(const Node& node, const NetworkLimits& limits, const CancelToken& cancel)
{
    return isWeb(node) ? dicomweb::echo(node, limits, cancel) : dimse::echo(node, limits, cancel);
}

Result<QueryAnswer> find(const Node& node, const Query& query, const NetworkLimits& limits,
                         const Progress& progress, const CancelToken& cancel)
{
    return isWeb(node) ? dicomweb::find(node, query, limits, progress, cancel)
                       : dimse::find(node, query, limits, progress, cancel);
}

Result<Retrieval> get(const Node& node, const Query& query, const StagingFolder& staging,
                      const NetworkLimits& limits, const Progress& progress,
                      const CancelToken& cancel)
{
    return isWeb(node) ? dicomweb::get(node, query, staging, limits, progress, cancel)
                       : dimse::get(node, query, staging, limits, progress, cancel);
}

Result<std::vector<SentFile>> send(const Node& node, const std::vector<FileToSend>& files,
                                   const NetworkLimits& limits, const Progress& progress,
                                   const CancelToken& cancel)
{
    return isWeb(node) ? dicomweb::send(node, files, limits, progress, cancel)
                       : dimse::send(node, files, limits, progress, cancel);
}

} // namespace ccad::archives
