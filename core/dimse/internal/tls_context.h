// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/nodes/node.h"

#include <memory>

struct ssl_ctx_st;

namespace ccad::dimse {

enum class TlsRole
{
    Client,
    Server
};

/// Certificates and rules of many connections: DCMTK's BCP 195 profile that does not go below TLS
/// 1.2. A peer shows a certificate that is pinned or that an authority signed. Threads may share
/// it.
class TlsContext
{
public:
    /// Errors: InvalidArgument (a server without certificate), FileUnreadable (a certificate or a
    /// key that cannot be used), Internal.
    [[nodiscard]] static Result<std::shared_ptr<const TlsContext>> make(const TlsSettings& settings,
                                                                        TlsRole role);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    [[nodiscard]] ssl_ctx_st* handle() const;
    [[nodiscard]] TlsRole role() const { return m_role; }
    /// True where the certificate itself is known, so that its name says nothing more.
    [[nodiscard]] bool isPinned() const;

private:
    struct State;
    TlsContext(std::unique_ptr<State> state, TlsRole role);

    std::unique_ptr<State> m_state;
    TlsRole m_role;
};

} // namespace ccad::dimse
