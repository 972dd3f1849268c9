// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_fields.h"
#include "core/nodes/node.h"

namespace ccad {

/// The optional "tls" of a JSON object: certificate, key, authorities, pins (docs/formats.md). Not
/// used where there is none.
[[nodiscard]] TlsSettings tlsOf(JsonFields& fields);

} // namespace ccad
