// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/association.h"

#include "core/dimse/internal/protocol_error.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr int farewellMs = 2000;
constexpr qint64 leastPieceBytes = 1024; ///< a smaller maximum of a peer is not taken at its word

Error abortedByPeer()
{
    return {ErrorCode::NetworkFailed, u"The peer broke the association off."_s, {}};
}

Error tookTooLong()
{
    return {ErrorCode::TimedOut, u"The peer takes too long."_s, {}};
}

} // namespace

Result<Unit> readUnit(NetworkStream& stream, bool& isBroken)
{
    isBroken = false;
    const auto came = stream.waitForBytes(stream.answerMs());
    if (!came)
        return came.error();
    if (!*came)
        return Error{ErrorCode::TimedOut, u"%1 does not answer."_s.arg(stream.address()), {}};
    isBroken = true;
    char start[pduHeaderBytes];
    if (auto ok = stream.read(start, pduHeaderBytes); !ok)
        return ok.error();
    const auto header = pduHeaderOf(QByteArrayView(start, pduHeaderBytes));
    if (!header)
        return header.error();
    Unit unit{header->type, QByteArray(static_cast<qsizetype>(header->length), Qt::Uninitialized)};
    if (auto ok = stream.read(unit.body.data(), unit.body.size()); !ok)
        return ok.error();
    isBroken = false;
    return unit;
}

Association::Association(NetworkStream stream, Negotiation agreed)
    : m_stream(std::move(stream)), m_agreed(std::move(agreed))
{
}

Association::Association(Association&& other) noexcept
    : m_stream(std::move(other.m_stream)), m_agreed(std::move(other.m_agreed)),
      m_unit(std::move(other.m_unit)), m_values(std::move(other.m_values)),
      m_nextValue(other.m_nextValue), m_lastMessageId(other.m_lastMessageId),
      m_isOpen(std::exchange(other.m_isOpen, false)), m_isReleaseAsked(other.m_isReleaseAsked),
      m_isBroken(other.m_isBroken)
{
}

Association::~Association()
{
    if (!m_isOpen)
        return;
    m_stream.setPatience(farewellMs, {});
    (void)m_stream.write(abortPdu());
}

const PresentationContext* Association::contextFor(const QByteArray& sopClass,
                                                   const QByteArray& syntax) const
{
    const auto found = std::find_if(
        m_agreed.contexts.begin(), m_agreed.contexts.end(), [&](const PresentationContext& known) {
            return known.result == 0 && known.abstractSyntax == sopClass
                && (syntax.isEmpty() || known.transferSyntaxes.first() == syntax);
        });
    return found == m_agreed.contexts.end() ? nullptr : &*found;
}

const PresentationContext* Association::contextOf(quint8 id) const
{
    const auto found
        = std::find_if(m_agreed.contexts.begin(), m_agreed.contexts.end(),
                       [&](const auto& known) { return known.id == id && known.result == 0; });
    return found == m_agreed.contexts.end() ? nullptr : &*found;
}

Result<void> Association::sendPieces(DataValue value, QByteArrayView bytes)
{
    const qint64 peers = m_agreed.mostBytes == 0 ? mostDataBytes : m_agreed.mostBytes;
    const qint64 most = std::clamp<qint64>(peers, leastPieceBytes, mostDataBytes) - dataValueBytes;
    do {
        value.bytes = bytes.first(std::min<qint64>(bytes.size(), most));
        bytes = bytes.sliced(value.bytes.size());
        value.isLast = bytes.isEmpty();
        if (auto ok = m_stream.write(dataPdu(value)); !ok) {
            m_isBroken = true;
            return ok;
        }
    } while (!bytes.isEmpty());
    return {};
}

Result<void> Association::send(quint8 context, const CommandSet& command, QByteArrayView dataset)
{
    const QByteArray bytes = bytesOf(command);
    if (auto ok = sendPieces({context, true, true, {}}, bytes); !ok)
        return ok;
    return command.hasDataset ? sendPieces({context, false, true, {}}, dataset) : Result<void>();
}

Result<void> Association::nextUnit()
{
    auto unit = readUnit(m_stream, m_isBroken);
    if (!unit)
        return unit.error();
    m_values.clear();
    m_nextValue = 0;
    switch (unit->type) {
    case PduType::Data: {
        m_unit = std::move(unit->body);
        auto values = dataValuesOf(m_unit);
        if (!values)
            return values.error();
        m_values = *std::move(values);
        return {};
    }
    case PduType::ReleaseRequest:
        m_isReleaseAsked = true;
        m_isOpen = false;
        return m_stream.write(pdu(PduType::ReleaseReply, QByteArray(4, '\0')));
    case PduType::Abort:
        m_isOpen = false;
        return abortedByPeer();
    default:
        return protocolError(u"a unit out of order"_s);
    }
}

/// The next piece, of an accepted context; without bytes where a release was asked for.
Result<DataValue> Association::nextValue()
{
    if (m_nextValue == m_values.size()) {
        if (auto ok = nextUnit(); !ok)
            return ok.error();
        if (m_isReleaseAsked)
            return DataValue();
    }
    const DataValue& value = m_values[m_nextValue++];
    if (contextOf(value.context) == nullptr)
        return protocolError(u"data for a context that was not agreed on"_s);
    return value;
}

Result<std::optional<IncomingCommand>> Association::nextCommand()
{
    QByteArray bytes;
    QElapsedTimer clock; // from the first piece on
    for (;;) {
        const auto value = nextValue();
        if (!value)
            return value.error();
        if (m_isReleaseAsked)
            return std::optional<IncomingCommand>();
        if (!value->isCommand)
            return protocolError(u"a data set where a command had to be"_s);
        if (bytes.size() + value->bytes.size() > mostCommandBytes)
            return protocolError(u"a command that is too long"_s);
        bytes.append(value->bytes);
        if (!clock.isValid())
            clock.start();
        if (clock.hasExpired(m_stream.answerMs()))
            return tookTooLong();
        if (!value->isLast)
            continue;
        auto command = commandOf(bytes);
        if (!command)
            return command.error();
        return std::optional(IncomingCommand{value->context, *std::move(command)});
    }
}

Result<IncomingCommand> Association::command()
{
    auto command = nextCommand();
    if (!command)
        return command.error();
    if (!*command)
        return Error{ErrorCode::NetworkFailed, u"The peer ended the association too early."_s, {}};
    return *std::move(*command);
}

Result<void> Association::dataset(quint8 context, const DatasetLimits& limits,
                                  const DatasetSink& sink)
{
    qint64 taken = 0;
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        const auto value = nextValue();
        if (!value)
            return value.error();
        if (m_isReleaseAsked || value->isCommand || value->context != context)
            return protocolError(u"something else where a data set had to be"_s);
        taken += value->bytes.size();
        if (clock.hasExpired(limits.mostMs))
            return tookTooLong();
        if (taken > limits.mostBytes)
            return Error{ErrorCode::TooLarge, u"The peer sent more than is taken."_s, {}};
        if (auto ok = sink(value->bytes); !ok)
            return ok;
        if (value->isLast)
            return {};
    }
}

Result<QByteArray> Association::dataset(quint8 context, const DatasetLimits& limits)
{
    QByteArray bytes;
    const auto ok = dataset(context, limits, [&](QByteArrayView piece) -> Result<void> {
        bytes.append(piece);
        return {};
    });
    return ok ? Result<QByteArray>(bytes) : ok.error();
}

bool Association::beginFarewell()
{
    m_stream.setPatience(farewellMs, {});
    return m_isOpen && !m_isBroken;
}

void Association::release()
{
    if (!beginFarewell())
        return;
    if (!m_stream.write(pdu(PduType::ReleaseRequest, QByteArray(4, '\0'))))
        return;
    // What was on its way is let pass.
    for (int units = 0; units < 64; ++units) {
        const auto unit = readUnit(m_stream, m_isBroken);
        if (!unit)
            return;
        if (unit->type == PduType::ReleaseReply || unit->type == PduType::Abort) {
            m_isOpen = false;
            return;
        }
    }
}

} // namespace ccad::dimse
