// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/storage_server.h"

#include "core/dimse/internal/object_receipt.h"
#include "core/dimse/internal/proposals.h"
#include "core/nodes/dicom_names.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr int lookMs = 200; ///< how often it looks whether it is to stop
constexpr quint8 transient = 2;
constexpr quint8 byPresentation = 3;
constexpr quint8 localLimitExceeded = 2;

Result<void> checkSettings(const StorageServerSettings& settings)
{
    const bool hasTitles = isAeTitle(settings.aet)
        && std::all_of(settings.peers.begin(), settings.peers.end(),
                       [](const StoragePeer& peer) { return isAeTitle(peer.aet); });
    if (!hasTitles)
        return Error{ErrorCode::InvalidArgument,
                     u"AE titles need 1 to 16 printable characters of ASCII."_s,
                     {}};
    for (const StoragePeer& peer : settings.peers)
        if (!peer.address.isEmpty() && !isNumericAddress(peer.address))
            return Error{
                ErrorCode::InvalidArgument,
                u"The address of a peer has to be a number such as 10.0.0.7, not \"%1\"."_s.arg(
                    peer.address),
                {}};
    if (!isNumericAddress(settings.address))
        return Error{ErrorCode::InvalidArgument,
                     u"What is listened at has to be a number such as 127.0.0.1, not \"%1\"."_s.arg(
                         settings.address),
                     {}};
    if (!settings.tls.isUsed && !isLoopbackAddress(settings.address))
        return refusesWithoutTls(settings.address);
    return {};
}

bool isPeer(const StoragePeer& peer, const QByteArray& aet, const QString& address)
{
    return peer.aet == aet
        && (peer.address.isEmpty() ? isLoopbackAddress(address) : peer.address == address);
}

} // namespace

class StorageServer::Impl
{
public:
    Impl(StorageServerSettings settings, StagingFolder staging, OnObject onObject,
         Listener listener, std::shared_ptr<const TlsContext> tls)
        : m_settings(std::move(settings)), m_staging(std::move(staging)),
          m_onObject(std::move(onObject)), m_listener(std::move(listener)), m_tls(std::move(tls))
    {
        m_thread = std::thread([this] { listen(); });
    }
    ~Impl() { stop(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void stop();
    [[nodiscard]] quint16 port() const { return m_listener.port; }
    [[nodiscard]] StorageCounts counts() const
    {
        const std::lock_guard lock(m_mutex);
        return m_counts;
    }

private:
    struct Served
    {
        QString address;
        std::thread thread;
        bool isOver = false; ///< guarded by m_mutex
    };

    void listen();
    void removeEnded(bool all);
    void begin(Connection connection);
    void refuse(Connection connection);
    void serve(NetworkStream stream);
    [[nodiscard]] Result<void> converse(NetworkStream stream);
    [[nodiscard]] Result<void> answer(Association& association, const IncomingCommand& request);
    [[nodiscard]] bool isKnown(const QByteArray& aet, const QString& address) const;
    [[nodiscard]] bool mayStore(const QByteArray& aet, const QString& address) const;
    void count(int StorageCounts::*what)
    {
        const std::lock_guard lock(m_mutex);
        ++(m_counts.*what);
    }

    const StorageServerSettings m_settings;
    const StagingFolder m_staging;
    const OnObject m_onObject;
    const Listener m_listener;
    const std::shared_ptr<const TlsContext> m_tls;
    const CancelToken m_cancel;
    mutable std::mutex m_mutex;
    StorageCounts m_counts;
    std::list<Served> m_served; ///< of the listening thread, but for isOver
    std::thread m_thread;
};

void StorageServer::Impl::stop()
{
    m_cancel.cancel();
    if (m_thread.joinable())
        m_thread.join();
}

void StorageServer::Impl::listen()
{
    while (!m_cancel.isCancelled()) {
        auto connection = acceptFrom(m_listener, lookMs);
        removeEnded(false);
        if (!connection)
            break;
        if (connection->socket.isOpen())
            begin(*std::move(connection));
    }
    removeEnded(true);
}

void StorageServer::Impl::removeEnded(bool all)
{
    for (auto served = m_served.begin(); served != m_served.end();) {
        bool isOver = false;
        {
            const std::lock_guard lock(m_mutex);
            isOver = served->isOver;
        }
        if (isOver || all) {
            served->thread.join();
            served = m_served.erase(served);
        } else {
            ++served;
        }
    }
}

void StorageServer::Impl::begin(Connection connection)
{
    // An address that no peer has is not listened to at all.
    const auto mayCome
        = [&](const StoragePeer& peer) { return isKnown(peer.aet, connection.address); };
    const auto ofThisAddress
        = std::count_if(m_served.begin(), m_served.end(),
                        [&](const Served& served) { return served.address == connection.address; });
    if (static_cast<int>(m_served.size()) >= m_settings.mostAssociations
        || ofThisAddress >= m_settings.mostOfOneAddress
        || std::none_of(m_settings.peers.begin(), m_settings.peers.end(), mayCome)) {
        refuse(std::move(connection));
        return;
    }
    NetworkStream stream(std::move(connection), m_settings.helloMs, m_cancel);
    Served& served = m_served.emplace_back();
    served.address = stream.address();
    try {
        served.thread = std::thread([this, &served, stream = std::move(stream)]() mutable {
            serve(std::move(stream));
            const std::lock_guard lock(m_mutex);
            served.isOver = true;
        });
    } catch (const std::system_error&) { // no more threads: the connection is closed
        m_served.pop_back();
        count(&StorageCounts::refused);
    }
}

void StorageServer::Impl::refuse(Connection connection)
{
    count(&StorageCounts::refused);
    if (m_tls)
        return;
    NetworkStream stream(std::move(connection), 0, m_cancel);
    (void)stream.write(rejectPdu(transient, byPresentation, localLimitExceeded));
}

void StorageServer::Impl::serve(NetworkStream stream)
{
    try {
        const auto ok = converse(std::move(stream));
        if (!ok && !m_cancel.isCancelled())
            count(ok.error().code == ErrorCode::Refused ? &StorageCounts::refused
                                                        : &StorageCounts::broken);
    } catch (const std::exception&) { // out of memory: this association alone ends
        count(&StorageCounts::broken);
    }
}

bool StorageServer::Impl::isKnown(const QByteArray& aet, const QString& address) const
{
    return std::any_of(m_settings.peers.begin(), m_settings.peers.end(),
                       [&](const StoragePeer& peer) { return isPeer(peer, aet, address); });
}

bool StorageServer::Impl::mayStore(const QByteArray& aet, const QString& address) const
{
    return std::any_of(
        m_settings.peers.begin(), m_settings.peers.end(),
        [&](const StoragePeer& peer) { return peer.mayStore && isPeer(peer, aet, address); });
}

Result<void> StorageServer::Impl::converse(NetworkStream stream)
{
    if (m_tls)
        if (auto ok = stream.startTls(m_tls, {}); !ok)
            return ok;
    const AcceptRules rules{
        m_settings.aet, [this](const auto& aet, const auto& from) { return isKnown(aet, from); },
        [this](const auto& aet, const auto& from) { return mayStore(aet, from); }};
    auto association = Association::accept(std::move(stream), rules);
    if (!association)
        return association.error();
    association->setPatience(m_settings.limits.answerMs, m_cancel);
    for (;;) {
        const auto request = association->nextCommand();
        if (!request)
            return request.error();
        if (!*request)
            return {};
        if (auto ok = answer(*association, **request); !ok)
            return ok;
    }
}

Result<void> StorageServer::Impl::answer(Association& association, const IncomingCommand& request)
{
    if (request.command.field == StoreRequest) {
        const QByteArray& aet = association.agreed().callingAet;
        const auto receipt = receiveObject(
            association, request, m_staging,
            {m_settings.limits.mostObjectBytes, m_settings.limits.objectMs},
            [&](const ReceivedObject& object) { return m_onObject(object, aet); }, m_cancel);
        if (!receipt)
            return receipt.error();
        count(receipt->object ? &StorageCounts::received : &StorageCounts::notTaken);
        return {};
    }
    if (request.command.field != EchoRequest || request.command.hasDataset)
        return Error{ErrorCode::NetworkFailed, u"The peer asked for what is not served."_s, {}};
    CommandSet reply;
    reply.field = EchoRequest | isReply;
    reply.messageId = request.command.messageId;
    reply.sopClass = verificationClass;
    return association.send(request.context, reply);
}

StorageServer::StorageServer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
StorageServer::~StorageServer() = default;

Result<void> StorageServer::check(const StorageServerSettings& settings)
{
    if (auto ok = checkSettings(settings); !ok || !settings.tls.isUsed)
        return ok;
    const auto tls = TlsContext::make(settings.tls, TlsRole::Server);
    return tls ? Result<void>() : tls.error();
}

Result<std::unique_ptr<StorageServer>> StorageServer::start(const StorageServerSettings& settings,
                                                            const StagingFolder& staging,
                                                            OnObject onObject)
{
    if (auto ok = checkSettings(settings); !ok)
        return ok.error();
    std::shared_ptr<const TlsContext> tls;
    if (settings.tls.isUsed) {
        auto made = TlsContext::make(settings.tls, TlsRole::Server);
        if (!made)
            return made.error();
        tls = *std::move(made);
    }
    auto listener = listenAt(settings.address, settings.port);
    if (!listener)
        return listener.error();
    return std::unique_ptr<StorageServer>(new StorageServer(
        std::make_unique<Impl>(settings, staging, std::move(onObject), *std::move(listener), tls)));
}

quint16 StorageServer::port() const
{
    return m_impl->port();
}

StorageCounts StorageServer::counts() const
{
    return m_impl->counts();
}

void StorageServer::stop()
{
    m_impl->stop();
}

} // namespace ccad::dimse
