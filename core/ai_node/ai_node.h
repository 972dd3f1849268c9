// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/node_config.h"
#include "core/ai_node/node_log.h"
#include "core/ai_node/node_status.h"
#include "core/inference/classifier.h"
#include "core/lungs/lungs.h"

#include <memory>

namespace ccad {

/// A member of the network that films are sent to and that sends what a model says of them to an
/// archive. A film is acknowledged when it is safe on the disk; from then on nothing but the queue
/// says what becomes of it, so that a node that is killed goes on with it when it is started again.
/// Results have UIDs that follow from film, model and rule, so that one that is sent twice (the
/// node was killed between the archive's answer and the next line of the queue) is one object.
class AiNode
{
public:
    /// Listens, judges and sends on threads of its own until stop(). `lungs` may be null;
    /// classifier, lungs and log have to outlive it. Needs a QCoreApplication. Errors: WriteFailed
    /// (the folder, or another node has it), FileBroken (the queue), InvalidArgument (a rule asks
    /// for lungs and there are none), those of StorageServer::start.
    [[nodiscard]] static Result<std::unique_ptr<AiNode>> start(const NodeConfig& config,
                                                               const Classifier& classifier,
                                                               const LungSegmenter* lungs,
                                                               const NodeLog& log);
    ~AiNode();
    AiNode(const AiNode&) = delete;
    AiNode& operator=(const AiNode&) = delete;

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] NodeStatus status() const;
    /// Takes no more films and ends its threads; what they had at hand stays in the queue.
    void stop();

private:
    class Impl;
    explicit AiNode(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// Lets all films be tried again that failed or were given up; how many. For a node that does not
/// run. Errors: as AiNode::start.
[[nodiscard]] Result<int> retryFilms(const NodeConfig& config);

} // namespace ccad
