// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/internal/node_store.h"

#include "core/ai_node/ai_node.h"
#include "core/base/run_lock.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace ccad {

Result<ai_node::NodeStore> ai_node::openStore(const NodeConfig& config)
{
    auto files = FilmFiles::open(config.data);
    if (!files)
        return files.error();
    const QString path = QDir(config.data).filePath(u"queue.sqlite"_s);
    auto claim = claimFile(path, {u"node"_s, u"name another folder"_s});
    if (!claim)
        return claim.error();
    auto queue = FilmQueue::open(path);
    if (!queue)
        return queue.error();
    return NodeStore{*std::move(claim), *std::move(queue), *std::move(files)};
}

Result<int> retryFilms(const NodeConfig& config)
{
    auto store = ai_node::openStore(config);
    if (!store)
        return store.error();
    return store->queue->retryAll();
}

} // namespace ccad
