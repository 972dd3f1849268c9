// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/dimse/internal/command_set.h"
#include "core/dimse/internal/network_stream.h"
#include "core/dimse/internal/pdu.h"
#include "core/nodes/node.h"

#include <functional>
#include <optional>

namespace ccad::dimse {

/// A command as it came, and the context that it came in.
struct IncomingCommand
{
    quint8 context = 0;
    CommandSet command;
};

/// Takes the next bytes of a data set.
using DatasetSink = std::function<Result<void>(QByteArrayView bytes)>;

struct DatasetLimits
{
    qint64 mostBytes = 1 << 20;
    int mostMs = 60000;
};

/// Who may come, and what for.
struct AcceptRules
{
    QByteArray aet; ///< the one that callers have to call
    std::function<bool(const QByteArray& callingAet, const QString& address)> isKnown;
    /// Of those that are known; others may only ask whether we answer.
    std::function<bool(const QByteArray& callingAet, const QString& address)> mayStore;
};

/// A connection on which both sides agreed on what they talk of. Ends with its owner: by an abort,
/// unless it was released.
class Association
{
public:
    /// Connects and asks. Errors: NetworkFailed (not reached, or what the peer has against it),
    /// Refused (another machine and no TLS), TimedOut, Cancelled, those of TlsContext::make.
    [[nodiscard]] static Result<Association> request(const Node& node, const Negotiation& wanted,
                                                     const NetworkLimits& limits,
                                                     const CancelToken& cancel);
    /// Waits for a caller's request and answers it. Errors: NetworkFailed (it made no sense),
    /// Refused (a caller who is not known), TimedOut, Cancelled.
    [[nodiscard]] static Result<Association> accept(NetworkStream stream, const AcceptRules& rules);

    Association(Association&& other) noexcept;
    Association& operator=(Association&&) = delete;
    ~Association();

    /// The accepted context of a class; of any transfer syntax if that is left out.
    [[nodiscard]] const PresentationContext* contextFor(const QByteArray& sopClass,
                                                        const QByteArray& syntax = {}) const;
    /// The accepted context of that number.
    [[nodiscard]] const PresentationContext* contextOf(quint8 id) const;
    [[nodiscard]] const Negotiation& agreed() const { return m_agreed; }

    [[nodiscard]] quint16 nextMessageId() { return ++m_lastMessageId; }
    /// Errors of all that follow: NetworkFailed, TimedOut, Cancelled.
    [[nodiscard]] Result<void> send(quint8 context, const CommandSet& command,
                                    QByteArrayView dataset = {});
    /// Nothing when the peer wants to end the association, which is done then.
    [[nodiscard]] Result<std::optional<IncomingCommand>> nextCommand();
    /// As nextCommand(), where the end of the association is an error.
    [[nodiscard]] Result<IncomingCommand> command();
    /// The data set that follows a command, in pieces. Errors: TooLarge, and those of the sink;
    /// TimedOut where all pieces together take too long.
    [[nodiscard]] Result<void> dataset(quint8 context, const DatasetLimits& limits,
                                       const DatasetSink& sink);
    [[nodiscard]] Result<QByteArray> dataset(quint8 context, const DatasetLimits& limits);

    void setPatience(int answerMs, const CancelToken& cancel)
    {
        m_stream.setPatience(answerMs, cancel);
    }
    /// Ends in good order, waiting a short while for the peer's answer.
    void release();
    /// Lets a cancelled association be ended in good order: a short patience and no cancel. False
    /// when it broke off in the midst of a unit, so that nothing more can be said.
    [[nodiscard]] bool beginFarewell();

private:
    Association(NetworkStream stream, Negotiation agreed);
    [[nodiscard]] static Result<Association> agree(NetworkStream stream, const Negotiation& wanted);
    [[nodiscard]] Result<void> nextUnit();
    [[nodiscard]] Result<DataValue> nextValue();
    [[nodiscard]] Result<void> sendPieces(DataValue value, QByteArrayView bytes);

    NetworkStream m_stream;
    Negotiation m_agreed; ///< abstract syntaxes included; `mostBytes` is what the peer takes
    QByteArray m_unit; ///< the last one that came
    std::vector<DataValue> m_values; ///< its pieces
    std::size_t m_nextValue = 0;
    quint16 m_lastMessageId = 0;
    bool m_isOpen = true;
    bool m_isReleaseAsked = false;
    bool m_isBroken = false; ///< in the midst of a unit
};

/// Reads a whole unit. Errors: NetworkFailed, TimedOut, Cancelled; `isBroken` tells whether a part
/// of it was read.
struct Unit
{
    PduType type = PduType::Abort;
    QByteArray body;
};
[[nodiscard]] Result<Unit> readUnit(NetworkStream& stream, bool& isBroken);

} // namespace ccad::dimse
