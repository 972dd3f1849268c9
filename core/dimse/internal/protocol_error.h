// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace ccad::dimse {

/// What a peer sent and cannot be meant; `what` in the words of PS3.8, none of the peer's own.
[[nodiscard]] inline Error protocolError(const QString& what)
{
    using namespace Qt::StringLiterals;
    return {ErrorCode::NetworkFailed, u"The peer sent %1."_s.arg(what), {}};
}

} // namespace ccad::dimse
