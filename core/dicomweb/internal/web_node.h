// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"

#include <QSslConfiguration>
#include <QUrl>

namespace ccad::dicomweb {

/// A node made ready for requests: its secrets and certificates are read.
struct WebNode
{
    QUrl url;
    QByteArray authorization; ///< value of the header, or empty
    QSslConfiguration tls;
    QList<QByteArray> pins; ///< SHA-256, 32 bytes each
    NetworkLimits limits;

    /// Error: InvalidArgument, FileUnreadable and the like of secrets and certificates; Refused
    /// where the URL is http:// to another name than this machine's.
    [[nodiscard]] static Result<WebNode> make(const Node& node, const NetworkLimits& limits);
};

} // namespace ccad::dicomweb
