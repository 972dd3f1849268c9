// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_options.h"
#include "core/dimse/dimse_client.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"

namespace ccad::cli {

enum class ArchiveAction
{
    Echo,
    Find,
    Retrieve,
    Send
};

struct ArchiveOptions
{
    ArchiveAction action = ArchiveAction::Echo;
    Node node;
    Query query; ///< of Find and Retrieve
    QStringList files; ///< of Send
    QString out; ///< of Retrieve
    bool byMove = false;
    dimse::MoveTarget moveTarget;
    NetworkLimits limits;
    bool json = false;
};

extern const QString archiveUsage;

void addArchiveOptions(CommandOptions& options);
/// Error: InvalidArgument, and those of readNodes.
[[nodiscard]] Result<ArchiveOptions> archiveOptionsFrom(CommandOptions& options);

} // namespace ccad::cli
