// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/dicomweb/internal/web_node.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace ccad::dicomweb {

struct HttpRequest
{
    QByteArray path = {}; ///< behind the node's URL, begins with '/', encoded
    QByteArray accept = {};
    /// Of a POST; without a content type it is a GET.
    QByteArray contentType = {};
    QIODevice* body = nullptr; ///< opened, of a known size, outlives the exchange
    int objects = 1; ///< that the answer may hold: the whole may take so many times longer
};

struct HttpAnswer
{
    int status = 0;
    QByteArray contentType;
};

/// Takes the body of an answer of status 200 to 299; `answer` is known by then.
using BodySink = std::function<Result<void>(const HttpAnswer& answer, QByteArrayView bytes)>;

/// One request on a connection of its own, in an event loop of its own, on any thread. No redirect
/// is followed, no cookie kept, nothing read of .netrc or a proxy's settings. Errors: NetworkFailed
/// (not reached, certificate, what the status says), Refused (no TLS to another machine; 401 and
/// 403), TimedOut (nothing came for the time of an answer, or the whole took too long), TooLarge,
/// Cancelled, those of the sink.
[[nodiscard]] Result<HttpAnswer> exchange(const WebNode& node, const HttpRequest& request,
                                          qint64 mostBytes, const BodySink& sink,
                                          const CancelToken& cancel);
/// The body as a whole.
[[nodiscard]] Result<QByteArray> exchange(const WebNode& node, const HttpRequest& request,
                                          qint64 mostBytes, const CancelToken& cancel);

} // namespace ccad::dicomweb
