// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that we ask, and that answer with what is wrong, too much or too slow.
#include "core/dimse/dimse_client.h"
#include "tests/core/dimse/hostile_messages.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

Node archiveAt(quint16 port)
{
    Node node;
    node.name = u"peer"_s;
    node.host = u"127.0.0.1"_s;
    node.port = port;
    node.calledAet = "ARCHIVE";
    return node;
}

/// Accepts all contexts that it is asked for, in their first transfer syntax.
void acceptAll(const RawCaller& caller)
{
    const QByteArray request = caller.receiveUnit();
    const auto asked = dimse::negotiationOf(request.mid(6), dimse::PduType::AssociateRequest);
    if (!asked)
        return;
    dimse::Negotiation answer = *asked;
    for (dimse::PresentationContext& context : answer.contexts)
        context.transferSyntaxes = {context.transferSyntaxes.first()};
    (void)caller.send(dimse::pdu(dimse::PduType::AssociateAccept,
                                 dimse::associateBody(answer, dimse::PduType::AssociateAccept)));
}

} // namespace

class TestDimseHostileArchives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto staging = StagingFolder::open(m_folder->filePath(u"a/b/staging"_s));
        QVERIFY(staging.hasValue());
        m_staging.emplace(*staging);
    }
    void nothingGoesToAnotherMachineInTheClear();
    void aSilentArchiveIsNotWaitedForLong();
    void aTricklingArchiveGainsNoTime();
    void cancelIsSeenWhileWaiting();
    void anArchiveThatSendsNonsense_data();
    void anArchiveThatSendsNonsense();
    void retrievedNamesAreNoNamesOfFiles_data();
    void retrievedNamesAreNoNamesOfFiles();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<StagingFolder> m_staging;
};

void TestDimseHostileArchives::nothingGoesToAnotherMachineInTheClear()
{
    Node node = archiveAt(104);
    node.host = u"192.0.2.1"_s; // for documents (RFC 5737): nobody has it
    const auto ok = dimse::echo(node, {}, {});
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::Refused);
}

void TestDimseHostileArchives::aSilentArchiveIsNotWaitedForLong()
{
    const RawListener archive([](const RawCaller& caller) { (void)caller.receiveAll(); });
    NetworkLimits limits;
    limits.answerMs = 200;
    const auto ok = dimse::echo(archiveAt(archive.port()), limits, {});
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::TimedOut);
}

void TestDimseHostileArchives::aTricklingArchiveGainsNoTime()
{
    const RawListener archive([](const RawCaller& caller) {
        acceptAll(caller);
        (void)caller.receiveUnit();
        // A unit of 64 KiB, a byte at a time.
        if (!caller.send(QByteArray::fromHex("040000010000")))
            return;
        while (caller.send("a"))
            QThread::msleep(20);
    });
    NetworkLimits limits;
    limits.answerMs = 300;
    QElapsedTimer clock;
    clock.start();
    const auto ok = dimse::echo(archiveAt(archive.port()), limits, {});
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::TimedOut);
    QVERIFY(clock.elapsed() < patienceMs / 2);
}

void TestDimseHostileArchives::cancelIsSeenWhileWaiting()
{
    const CancelToken cancel;
    const RawListener archive([&](const RawCaller& caller) {
        acceptAll(caller);
        (void)caller.receiveUnit();
        cancel.cancel();
        (void)caller.receiveAll();
    });
    NetworkLimits limits;
    limits.answerMs = 2 * patienceMs;
    const auto answer = dimse::find(archiveAt(archive.port()), {}, limits, {}, cancel);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Cancelled);
}

void TestDimseHostileArchives::anArchiveThatSendsNonsense_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a reject") << dimse::rejectPdu(1, 1, 7);
    QTest::newRow("text") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTest::newRow("a length of 4 GB")
        << QByteArray::fromHex("0200ffffffff") + QByteArray(1000, 'a');
    QTest::newRow("a request") << requestPdu();
    QTest::newRow("an answer to what was not asked")
        << dimse::pdu(dimse::PduType::AssociateAccept,
                      dimse::associateBody(
                          [] {
                              dimse::Negotiation other = senderProposal();
                              for (auto& context : other.contexts)
                                  context.id = quint8(context.id + 200);
                              return other;
                          }(),
                          dimse::PduType::AssociateAccept));
}

void TestDimseHostileArchives::anArchiveThatSendsNonsense()
{
    QFETCH(QByteArray, answer);
    const RawListener archive([&](const RawCaller& caller) {
        (void)caller.receiveUnit();
        (void)caller.send(answer);
    });
    const auto ok = dimse::echo(archiveAt(archive.port()), {}, {});
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::NetworkFailed);
}

void TestDimseHostileArchives::retrievedNamesAreNoNamesOfFiles_data()
{
    QTest::addColumn<QByteArray>("instance");
    for (const QByteArray& name : hostileNames())
        QTest::newRow(name.left(20).toPercentEncoding()) << name;
}

/// CVE-2026-50003: what comes by C-GET.
void TestDimseHostileArchives::retrievedNamesAreNoNamesOfFiles()
{
    QFETCH(QByteArray, instance);
    const RawListener archive([&](const RawCaller& caller) {
        acceptAll(caller);
        (void)caller.receiveUnit();
        (void)caller.receiveUnit();
        // CR is the second class that C-GET asks for, in context 3.
        (void)caller.send(commandPdu(3, storeRequest(instance)) + datasetPdus(3, datasetOf(1)));
        (void)caller.receiveAll();
    });
    Query query;
    query.keys[attribute::studyUid] = u"2.25.1000"_s;
    const auto got = dimse::get(archiveAt(archive.port()), query, *m_staging, {}, {}, {});
    QVERIFY(!got);
    QCOMPARE(got.error().code, ErrorCode::NetworkFailed);
    QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
    QVERIFY(foreignFiles(m_folder->path(), m_staging->path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestDimseHostileArchives)
#include "test_hostile_archives.moc"
