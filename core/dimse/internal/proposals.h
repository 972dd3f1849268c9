// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dimse/internal/pdu.h"
#include "core/nodes/query.h"

#include <utility>

namespace ccad::dimse {

constexpr char verificationClass[] = "1.2.840.10008.1.1";
constexpr std::size_t mostContexts = 128;

/// Which class asks for what; the patient root where patients are asked for, else the study root.
enum class QueryService
{
    Find,
    Move,
    Get
};
[[nodiscard]] QByteArray queryClass(QueryService service, QueryLevel level);

[[nodiscard]] Negotiation echoProposal();
/// Fuzzy matching of names is offered by extended negotiation (PS3.4 C.5.1).
[[nodiscard]] Negotiation queryProposal(QueryService service, const Query& query);
/// C-GET with all storage classes, in the role of who receives.
[[nodiscard]] Negotiation getProposal(const Query& query);
/// Class and transfer syntax of each kind of object; at most mostContexts.
[[nodiscard]] Negotiation storeProposal(const QList<std::pair<QByteArray, QByteArray>>& kinds);

/// What we accept of what a caller proposes: echo, and storage if the caller may, in the first
/// transfer syntax of theirs that CCAD reads. Contexts keep their order; abstract syntaxes are left
/// out.
[[nodiscard]] Negotiation acceptanceOf(const Negotiation& asked, bool mayStore);

} // namespace ccad::dimse
