// SPDX-License-Identifier: GPL-3.0-or-later
// What is written is read back the same.
#include "core/dimse/internal/command_set.h"
#include "core/dimse/internal/pdu.h"
#include "core/dimse/internal/proposals.h"
#include "core/nodes/dicom_names.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::dimse;

class TestDimseWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void negotiationsComeBack()
    {
        Negotiation asked = getProposal({});
        asked.calledAet = "ARCHIVE";
        asked.callingAet = "SIXTEEN_LETTERS1";
        asked.extended.push_back({queryClass(QueryService::Find, QueryLevel::Patient), "\1\2"});
        const auto read = negotiationOf(associateBody(asked, PduType::AssociateRequest),
                                        PduType::AssociateRequest);
        QVERIFY2(read.hasValue(), qPrintable(read ? QString() : read.error().message));
        QCOMPARE(read->calledAet, asked.calledAet);
        QCOMPARE(read->callingAet, asked.callingAet);
        QCOMPARE(read->mostBytes, asked.mostBytes);
        QCOMPARE(read->contexts.size(), asked.contexts.size());
        for (std::size_t i = 0; i < asked.contexts.size(); ++i) {
            QCOMPARE(read->contexts[i].abstractSyntax, asked.contexts[i].abstractSyntax);
            QCOMPARE(read->contexts[i].transferSyntaxes, asked.contexts[i].transferSyntaxes);
        }
        QCOMPARE(read->roles.size(), asked.roles.size());
        QVERIFY(read->roles.front().isProvider && !read->roles.front().isUser);
        QCOMPARE(read->extended.front().information, QByteArray("\1\2"));
    }

    void aGetAsksForAllStorageClassesAtOnce()
    {
        const Negotiation asked = getProposal({});
        QVERIFY(asked.contexts.size() <= mostContexts);
        QCOMPARE(static_cast<qsizetype>(asked.roles.size()), storageClasses().size());
    }

    void onlyEchoAndStorageAreAccepted()
    {
        Negotiation asked = echoProposal();
        asked.contexts.push_back(
            {3, queryClass(QueryService::Find, QueryLevel::Study), {"1.2.840.10008.1.2"}, 0});
        asked.contexts.push_back(
            {5, "1.2.840.10008.5.1.4.1.1.1", {"1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.1"}, 0});
        asked.contexts.push_back({7, "1.2.840.10008.5.1.4.1.1.1", {"1.2.840.10008.1.2.4.100"}, 0});
        const Negotiation answer = acceptanceOf(asked, true);
        QCOMPARE(answer.contexts.size(), std::size_t{4});
        QCOMPARE(answer.contexts[0].result, quint8{0});
        QVERIFY(answer.contexts[1].result != 0);
        QCOMPARE(answer.contexts[2].result, quint8{0});
        QCOMPARE(answer.contexts[2].transferSyntaxes.first(), QByteArray("1.2.840.10008.1.2.1"));
        QVERIFY(answer.contexts[3].result != 0);
    }

    void commandsComeBack()
    {
        CommandSet command;
        command.field = MoveRequest;
        command.messageId = 7;
        command.hasDataset = true;
        command.sopClass = "1.2.3";
        command.moveDestination = "CCAD";
        const auto request = commandOf(bytesOf(command));
        QVERIFY(request.hasValue());
        QCOMPARE(request->field, command.field);
        QCOMPARE(request->messageId, command.messageId);
        QVERIFY(request->hasDataset);
        QCOMPARE(request->sopClass, command.sopClass);
        QCOMPARE(request->moveDestination, command.moveDestination);
        command.field = StoreRequest | isReply;
        command.hasDataset = false;
        command.status = OutOfResources;
        const auto reply = commandOf(bytesOf(command));
        QVERIFY(reply.hasValue());
        QVERIFY(reply->isReplyTo(StoreRequest, 7));
        QCOMPARE(reply->status, quint16{OutOfResources});
    }

    void piecesComeBack()
    {
        const QByteArray unit = dataPdu({5, true, false, QByteArrayView("abcd")});
        const auto header = pduHeaderOf(QByteArrayView(unit).first(pduHeaderBytes));
        QVERIFY(header.hasValue());
        QCOMPARE(header->type, PduType::Data);
        const auto values = dataValuesOf(QByteArrayView(unit).sliced(pduHeaderBytes));
        QVERIFY(values.hasValue());
        QCOMPARE(values->size(), std::size_t{1});
        QCOMPARE(values->front().context, quint8{5});
        QVERIFY(values->front().isCommand);
        QVERIFY(!values->front().isLast);
        QCOMPARE(values->front().bytes.toByteArray(), QByteArray("abcd"));
    }

    /// All beginnings of a request, and every byte of it changed: an answer or an error, never
    /// more.
    void brokenBytesAreHarmless()
    {
        Negotiation asked = echoProposal();
        asked.calledAet = "A";
        asked.callingAet = "B";
        asked.roles.push_back({"1.2.3", true, true});
        const QByteArray good = associateBody(asked, PduType::AssociateRequest);
        QVERIFY(negotiationOf(good, PduType::AssociateRequest).hasValue());
        for (qsizetype length = 0; length < good.size(); ++length)
            QVERIFY(!negotiationOf(good.left(length), PduType::AssociateRequest));
        for (qsizetype at = 0; at < good.size(); ++at)
            for (const char byte : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
                QByteArray changed = good;
                changed[at] = byte;
                const auto read = negotiationOf(changed, PduType::AssociateRequest);
                if (!read)
                    QVERIFY(!read.error().message.isEmpty());
            }
        CommandSet command;
        command.field = EchoRequest;
        command.sopClass = "1.2.3";
        const QByteArray bytes = bytesOf(command);
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            QByteArray changed = bytes;
            changed[at] = '\xff';
            (void)commandOf(changed);
            (void)commandOf(bytes.left(at));
        }
    }
};

QTEST_GUILESS_MAIN(TestDimseWire)
#include "test_wire.moc"
