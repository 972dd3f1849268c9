// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ai_node/node_log.h"

namespace ccad::cli {

/// To the journal of systemd with its fields (CCAD_FILM, CCAD_PEER, ...), where standard error
/// leads there; else a line a thing on standard error: "warning: sentence (film=12 archive=PACS)".
[[nodiscard]] NodeLog nodeJournal();

/// Tells systemd, where it started the program: "READY=1", "STOPPING=1", "WATCHDOG=1".
void tellServiceManager(const char* state);

} // namespace ccad::cli
