// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/internal/command_set.h"
#include "core/dimse/internal/pdu.h"
#include "core/dimse/internal/proposals.h"
#include "core/nodes/internal/told_answers.h"
#include "core/nodes/query_dataset.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/sent_films.h"

#include <QtEndian>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

QByteArray of(char part, const QByteArray& bytes)
{
    return QByteArray(1, part) + bytes;
}

QByteArray framed(const QByteArray& dataset)
{
    QByteArray length(4, '\0');
    qToLittleEndian(static_cast<quint32>(dataset.size()), length.data());
    return length + dataset;
}

} // namespace

std::vector<Seed> networkSeeds()
{
    using namespace dimse;
    Negotiation asked = getProposal({});
    asked.calledAet = "ARCHIVE";
    asked.callingAet = "CCAD";
    asked.extended.push_back({queryClass(QueryService::Find, QueryLevel::Study), "\1\2"});
    Negotiation echo = echoProposal();
    echo.calledAet = "A";
    echo.callingAet = "B";
    CommandSet move;
    move.field = MoveRequest;
    move.messageId = 7;
    move.hasDataset = true;
    move.sopClass = "1.2.3";
    move.moveDestination = "CCAD";
    Query query;
    query.keys = usualKeys(query.level);
    query.keys[attribute::patientName] = u"Müller^Jörg"_s;
    QueryMatch match;
    match.values[attribute::patientId] = u"7"_s;
    const QByteArray command = bytesOf(move);
    return {
        {u"unit"_s, of(0, dataPdu({5, true, true, command}))},
        {u"request"_s, of(1, associateBody(asked, PduType::AssociateRequest))},
        {u"echo"_s, of(1, associateBody(echo, PduType::AssociateRequest))},
        {u"accept"_s, of(2, associateBody(acceptanceOf(asked, true), PduType::AssociateAccept))},
        {u"command"_s, of(3, command)},
        {u"multipart"_s, of(4, "--b\r\nContent-Type: application/dicom\r\n\r\none\r\n--b--")},
        {u"answers"_s, of(5, framed(identifierOf(query)) + framed(identifierOf({})))},
        {u"json"_s, of(6, R"([{"00100010":{"vr":"PN","Value":[{"Alphabetic":"A^B"}]}}])")},
        {u"stored"_s,
         of(6, R"({"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}}]}})")},
        {u"object"_s, of(7, test::filmToSend(7))},
        {u"told"_s, of(8, bytesOf(std::vector<QueryMatch>{match, match}))},
    };
}

} // namespace ccad::fuzz
