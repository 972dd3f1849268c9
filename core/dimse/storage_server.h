// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"
#include "core/nodes/staging.h"

#include <functional>
#include <memory>
#include <vector>

namespace ccad::dimse {

/// Who may send: an AE title, and where it comes from.
struct StoragePeer
{
    QByteArray aet;
    QString address; ///< numeric; empty: this machine alone
    bool mayStore = true; ///< else it may only ask whether we answer
};

struct StorageServerSettings
{
    QString address = QStringLiteral("127.0.0.1"); ///< numeric; another one than loopback needs TLS
    quint16 port = 0; ///< 0: any free one
    QByteArray aet = "CCAD"; ///< that callers have to call
    std::vector<StoragePeer> peers; ///< nobody else may send
    TlsSettings tls;
    NetworkLimits limits;
    int helloMs = 10000; ///< for TLS and the request of the association together, at most twice
    int mostAssociations = 128;
    int mostOfOneAddress = 96; ///< so that one peer leaves room for the others
};

/// What it has seen so far.
struct StorageCounts
{
    int received = 0;
    int refused = 0; ///< callers that are not known, or came when there was no room
    int broken = 0; ///< associations that ended by an error
    int notTaken = 0; ///< objects
};

/// C-STORE and C-ECHO for peers that are known. Listens from start() to stop(), with a thread for
/// each association, so that a slow peer holds up nobody else.
class StorageServer
{
public:
    /// Called on the association's thread for each object that is safe on the disk, before the peer
    /// is told so; an error is told instead, and the object removed.
    using OnObject
        = std::function<Result<void>(const ReceivedObject& object, const QByteArray& callingAet)>;

    /// Can it be started, as far as that can be told without a port? Errors: InvalidArgument (a
    /// title or an address that is none), Refused (another machine could come, and there is no
    /// TLS), FileUnreadable (certificates).
    [[nodiscard]] static Result<void> check(const StorageServerSettings& settings);
    /// Errors: NetworkFailed (the port is taken), Refused (another machine could come, and there is
    /// no TLS), InvalidArgument, FileUnreadable (certificates).
    [[nodiscard]] static Result<std::unique_ptr<StorageServer>>
    start(const StorageServerSettings& settings, const StagingFolder& staging, OnObject onObject);
    ~StorageServer();
    StorageServer(const StorageServer&) = delete;
    StorageServer& operator=(const StorageServer&) = delete;

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] StorageCounts counts() const;
    /// Ends all associations and waits for their threads.
    void stop();

private:
    class Impl;
    explicit StorageServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace ccad::dimse
