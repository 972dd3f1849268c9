// SPDX-License-Identifier: GPL-3.0-or-later
// What peers on the network say. The first byte of an input says which part of it.
#include "core/dicomweb/internal/multipart.h"
#include "core/dimse/internal/command_set.h"
#include "core/dimse/internal/pdu.h"
#include "core/nodes/answers_json.h"
#include "core/nodes/dicom_names.h"
#include "core/nodes/internal/told_answers.h"
#include "core/nodes/query_dataset.h"
#include "core/nodes/received_object.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/input_reader.h"

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace dimse;

void hearUnits(const QByteArray& bytes)
{
    if (bytes.size() < pduHeaderBytes)
        return;
    const auto header = pduHeaderOf(QByteArrayView(bytes).first(pduHeaderBytes));
    if (!header)
        return expectSentence(header.error());
    expect(header->length <= std::max(mostDataBytes, mostAssociateBytes),
           "no unit is longer than its type may be");
    const auto values = dataValuesOf(QByteArrayView(bytes).sliced(pduHeaderBytes));
    if (!values)
        return expectSentence(values.error());
    qsizetype taken = 0;
    for (const DataValue& value : *values)
        taken += dataValueBytes + value.bytes.size();
    expect(taken == bytes.size() - pduHeaderBytes, "each byte of a unit belongs to one piece");
}

void hearNegotiation(const QByteArray& bytes, PduType type)
{
    const auto heard = negotiationOf(bytes, type);
    if (!heard)
        return expectSentence(heard.error());
    const bool isRequest = type == PduType::AssociateRequest;
    expect(!isRequest || (isAeTitle(heard->calledAet) && isAeTitle(heard->callingAet)),
           "titles are such");
    for (const PresentationContext& context : heard->contexts) {
        expect(context.id % 2 == 1, "contexts are odd");
        expect(!isRequest || isUid(context.abstractSyntax), "abstract syntaxes are UIDs");
        expect(context.result != 0 || !context.transferSyntaxes.isEmpty(),
               "an accepted context has a transfer syntax");
        for (const QByteArray& syntax : context.transferSyntaxes)
            expect(context.result != 0 || isUid(syntax), "transfer syntaxes are UIDs");
    }
    for (const RoleSelection& role : heard->roles)
        expect(isUid(role.sopClass), "roles are of UIDs");
}

void hearRequest(const QByteArray& bytes)
{
    hearNegotiation(bytes, PduType::AssociateRequest);
}

void hearAnswer(const QByteArray& bytes)
{
    hearNegotiation(bytes, PduType::AssociateAccept);
}

void hearCommand(const QByteArray& bytes)
{
    const auto heard = commandOf(bytes);
    if (!heard)
        return expectSentence(heard.error());
    expect(heard->sopInstance.isEmpty() || isUid(heard->sopInstance), "an instance is a UID");
    expect(heard->sopClass.isEmpty() || isUid(heard->sopClass), "a class is a UID");
    expect(heard->moveDestination.isEmpty() || isAeTitle(heard->moveDestination),
           "a destination is a title");
    const auto again = commandOf(bytesOf(*heard));
    expect(again.hasValue() && again->sopInstance == heard->sopInstance
               && again->messageId == heard->messageId,
           "what is written can be read again");
}

/// The same parts, in whatever pieces the body comes.
void hearMultipart(const QByteArray& bytes)
{
    const auto partsIn = [&](qsizetype piece) {
        QByteArray all;
        dicomweb::MultipartReader reader("b",
                                         {[&](const QByteArray& type) {
                                              all += '<' + type + '>';
                                              return Result<void>();
                                          },
                                          [&](QByteArrayView data) {
                                              all.append(data);
                                              return Result<void>();
                                          },
                                          [&] {
                                              all += "</>";
                                              return Result<void>();
                                          }});
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            if (const auto ok
                = reader.add(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at)));
                !ok) {
                expectSentence(ok.error());
                return QByteArray("broken");
            }
        return reader.finish() ? all : QByteArray("broken");
    };
    const QByteArray whole = partsIn(std::max<qsizetype>(bytes.size(), 1));
    expect(bytes.size() > 4096 || whole == partsIn(7) || whole == "broken",
           "pieces make no difference");
    (void)dicomweb::parameterOf(bytes, "boundary");
}

void expectAnswers(const Result<QByteArray>& told)
{
    if (!told)
        return expectSentence(told.error());
    expect(matchesFrom(*told).has_value(), "the program takes what its reader tells");
}

void hearDatasets(const QByteArray& bytes)
{
    expectAnswers(readQueryAnswers(bytes, u"answer"_s, {}));
}

void hearJson(const QByteArray& bytes)
{
    expectAnswers(readAnswersInJson(bytes, u"answer"_s, {}));
    expectAnswers(readStoredInJson(bytes, u"answer"_s, {}));
}

void hearObject(const QByteArray& bytes)
{
    const auto told = readObjectIdentity(bytes, u"object"_s, {});
    if (!told)
        expectSentence(told.error());
}

/// A process that was taken over may tell the program anything.
void hearALie(const QByteArray& bytes)
{
    const auto matches = matchesFrom(bytes);
    if (!matches)
        return;
    for (const QueryMatch& match : *matches)
        for (const auto& [tag, text] : match.values)
            expect(text.size() <= longestAnswerText, "texts are limited");
}

} // namespace

void hearPeers(const QByteArray& input)
{
    constexpr std::array parts{&hearUnits,   &hearRequest,   &hearAnswer,
                               &hearCommand, &hearMultipart, &hearDatasets,
                               &hearJson,    &hearObject,    &hearALie};
    InputReader reader(input);
    const auto part = static_cast<std::size_t>(reader.choice(static_cast<int>(parts.size())));
    parts.at(part)(reader.rest());
}

} // namespace ccad::fuzz
