// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/film_queue.h"
#include "core/ai_node/internal/film_files.h"
#include "core/ai_node/node_config.h"

#include <QLockFile>

#include <memory>

namespace ccad::ai_node {

/// Holds the queue and the files of a node, for one program.
struct NodeStore
{
    std::unique_ptr<QLockFile> claim;
    std::unique_ptr<FilmQueue> queue;
    FilmFiles files;
};

/// Errors: WriteFailed (the folder, or another node has it), those of FilmQueue::open.
[[nodiscard]] Result<NodeStore> openStore(const NodeConfig& config);

} // namespace ccad::ai_node
