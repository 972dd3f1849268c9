// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/proposals.h"

#include "core/nodes/dicom_names.h"

using namespace Qt::StringLiterals;

namespace ccad::dimse {
namespace {

constexpr char storageRoot[] = "1.2.840.10008.5.1.4.1.1.";
constexpr quint8 refusedByUser = 1;
constexpr quint8 abstractSyntaxRefused = 3;
constexpr quint8 transferSyntaxesRefused = 4;

void propose(Negotiation& negotiation, const QByteArray& abstractSyntax,
             const QList<QByteArray>& syntaxes)
{
    const auto id = static_cast<quint8>(2 * negotiation.contexts.size() + 1);
    negotiation.contexts.push_back({id, abstractSyntax, syntaxes, 0});
}

/// Video, and the deflated syntax, whose end only the inflater finds, are not taken.
bool isReadSyntax(const QByteArray& syntax)
{
    return plainSyntaxes().contains(syntax) || compressedSyntaxes().contains(syntax);
}

PresentationContext answerTo(const PresentationContext& asked, bool mayStore)
{
    PresentationContext answer;
    answer.id = asked.id;
    answer.transferSyntaxes = {implicitSyntax};
    const bool isStorage = asked.abstractSyntax.startsWith(storageRoot);
    if (isStorage && !mayStore) {
        answer.result = refusedByUser;
        return answer;
    }
    if (!isStorage && asked.abstractSyntax != verificationClass) {
        answer.result = abstractSyntaxRefused;
        return answer;
    }
    for (const QByteArray& syntax : asked.transferSyntaxes)
        if (isReadSyntax(syntax)) {
            answer.transferSyntaxes = {syntax};
            return answer;
        }
    answer.result = transferSyntaxesRefused;
    return answer;
}

} // namespace

QByteArray queryClass(QueryService service, QueryLevel level)
{
    const QByteArray root = level == QueryLevel::Patient ? "1.2.840.10008.5.1.4.1.2.1."
                                                         : "1.2.840.10008.5.1.4.1.2.2.";
    switch (service) {
    case QueryService::Find:
        return root + '1';
    case QueryService::Move:
        return root + '2';
    case QueryService::Get:
        return root + '3';
    }
    return root;
}

Negotiation echoProposal()
{
    Negotiation negotiation;
    propose(negotiation, verificationClass, {implicitSyntax});
    return negotiation;
}

Negotiation queryProposal(QueryService service, const Query& query)
{
    Negotiation negotiation;
    const QByteArray sopClass = queryClass(service, query.level);
    propose(negotiation, sopClass, {implicitSyntax});
    // No relational query, no combined date and time, names that sound alike.
    if (query.isFuzzy && service == QueryService::Find)
        negotiation.extended.push_back({sopClass, QByteArray("\0\0\1", 3)});
    return negotiation;
}

Negotiation getProposal(const Query& query)
{
    Negotiation negotiation = queryProposal(QueryService::Get, query);
    const QList<QByteArray>& classes = storageClasses();
    for (qsizetype i = 0; i < classes.size(); ++i) {
        propose(negotiation, classes.at(i), plainSyntaxes());
        negotiation.roles.push_back({classes.at(i), false, true});
        if (i < pictureClasses())
            for (const QByteArray& syntax : compressedSyntaxes())
                propose(negotiation, classes.at(i), {syntax});
    }
    Q_ASSERT(negotiation.contexts.size() <= mostContexts);
    return negotiation;
}

Negotiation storeProposal(const QList<std::pair<QByteArray, QByteArray>>& kinds)
{
    Negotiation negotiation;
    for (const auto& [sopClass, syntax] : kinds)
        propose(negotiation, sopClass, {syntax});
    return negotiation;
}

Negotiation acceptanceOf(const Negotiation& asked, bool mayStore)
{
    Negotiation answer;
    answer.calledAet = asked.calledAet;
    answer.callingAet = asked.callingAet;
    for (const PresentationContext& context : asked.contexts)
        answer.contexts.push_back(answerTo(context, mayStore));
    return answer;
}

} // namespace ccad::dimse
