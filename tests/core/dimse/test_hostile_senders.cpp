// SPDX-License-Identifier: GPL-3.0-or-later
// Peers who send what is wrong, too much, too slowly or with names that would be paths.
#include "core/dimse/storage_server.h"
#include "tests/core/dimse/hostile_messages.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

dimse::StorageServerSettings settings()
{
    dimse::StorageServerSettings settings;
    settings.peers = {{"SENDER", {}}};
    settings.helloMs = patienceMs;
    return settings;
}

} // namespace

class TestDimseHostileSenders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void brokenRequestsEndTheirOwnAssociation();
    void brokenMessagesEndTheirOwnAssociation();
    void brokenObjectsAreNotTaken();
    void namesOfPeersAreNoNamesOfFiles();
    void whatIsNotTakenIsRemoved();
    void anObjectBeyondTheLimitEndsTheAssociation();
    void halfReceivedObjectsAreRemoved();
    void slowPeersLeaveRoom();
    void slowPeersAreLeftInTheEnd();
    void associationsLeaveNothingBehind();
    void listensToNoOtherMachineWithoutTls();

private:
    /// Speaks to the server as a peer that is known; what came back.
    [[nodiscard]] QByteArray say(const QByteArray& bytes, bool afterAssociation) const;
    [[nodiscard]] int storeAnother() const;
    void verifyNothingElseWasWritten() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<StagingFolder> m_staging;
    std::unique_ptr<dimse::StorageServer> m_server;
};

void TestDimseHostileSenders::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto staging = StagingFolder::open(m_folder->filePath(u"a/b/staging"_s));
    QVERIFY(staging.hasValue());
    m_staging.emplace(*staging);
    auto server = dimse::StorageServer::start(
        settings(), *m_staging,
        [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
    QVERIFY(server.hasValue());
    m_server = *std::move(server);
}

void TestDimseHostileSenders::cleanup()
{
    m_server.reset();
    m_staging.reset();
}

QByteArray TestDimseHostileSenders::say(const QByteArray& bytes, bool afterAssociation) const
{
    const RawCaller caller(m_server->port());
    if (afterAssociation && (!caller.send(requestPdu()) || caller.receiveUnit().left(1) != "\2"))
        return "no association";
    (void)caller.send(bytes);
    return bytes.isEmpty() ? QByteArray() : caller.receive(1);
}

/// A film as it should be; the status that the server answers.
int TestDimseHostileSenders::storeAnother() const
{
    const RawCaller caller(m_server->port());
    if (!caller.send(requestPdu()) || caller.receiveUnit().left(1) != "\2")
        return -2;
    (void)caller.send(commandPdu(3, storeRequest("2.25.1")) + datasetPdus(3, datasetOf(1)));
    return storeStatusOf(caller.receiveUnit());
}

/// Only files of our own names, all in the staging folder.
void TestDimseHostileSenders::verifyNothingElseWasWritten() const
{
    const QStringList foreign = foreignFiles(m_folder->path(), m_staging->path());
    QVERIFY2(foreign.isEmpty(), qPrintable(foreign.join(u' ')));
}

void TestDimseHostileSenders::brokenRequestsEndTheirOwnAssociation()
{
    const QList<NamedBytes> all = brokenRequests();
    QVERIFY(all.size() > 60);
    for (const NamedBytes& broken : all) {
        const RawCaller caller(m_server->port());
        (void)caller.send(broken.bytes.left(broken.bytes.size()));
        // Some lengths ask for more: that is for the time limits. All others end here.
        if (broken.name.startsWith("length 00040001"))
            continue;
        const QByteArray answer = caller.receive(1);
        QVERIFY2(answer != "\2" || broken.name.startsWith("item"), broken.name);
        if (answer == "\2")
            continue; // an item that is left out without harm
    }
    QCOMPARE(storeAnother(), int(dimse::Success));
    verifyNothingElseWasWritten();
}

void TestDimseHostileSenders::brokenMessagesEndTheirOwnAssociation()
{
    const QList<NamedBytes> all = brokenMessages();
    QVERIFY(all.size() > 40);
    for (const NamedBytes& broken : all) {
        const QByteArray answer = say(broken.bytes, true);
        QVERIFY2(answer.isEmpty() || answer == "\7", broken.name);
    }
    QCOMPARE(m_server->counts().received, 0);
    QCOMPARE(storeAnother(), int(dimse::Success));
    verifyNothingElseWasWritten();
}

void TestDimseHostileSenders::brokenObjectsAreNotTaken()
{
    const RawCaller caller(m_server->port());
    QVERIFY(caller.send(requestPdu()));
    QCOMPARE(caller.receiveUnit().left(1), QByteArray("\2"));
    for (const NamedBytes& broken : brokenObjects()) {
        if (broken.bytes.isEmpty())
            continue; // a piece has at least one byte: it would be a broken message
        QVERIFY(caller.send(commandPdu(3, storeRequest("2.25.1")) + datasetPdus(3, broken.bytes)));
        const int status = storeStatusOf(caller.receiveUnit());
        QVERIFY2(status >= 0xA700, broken.name + ' ' + QByteArray::number(status, 16));
    }
    QCOMPARE(m_server->counts().received, 0);
    QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
    QCOMPARE(storeAnother(), int(dimse::Success));
    verifyNothingElseWasWritten();
}

/// CVE-2026-50003 and the sorting of storescp: a UID as a path.
void TestDimseHostileSenders::namesOfPeersAreNoNamesOfFiles()
{
    QCOMPARE(storeAnother(), int(dimse::Success));
    const QStringList names = QDir(m_staging->path()).entryList(QDir::Files);
    QCOMPARE(names.size(), 1);
    QVERIFY(!names.first().contains(u"2.25"_s));
    verifyNothingElseWasWritten();
}

void TestDimseHostileSenders::whatIsNotTakenIsRemoved()
{
    auto server = dimse::StorageServer::start(
        settings(), *m_staging, [](const ReceivedObject&, const QByteArray&) -> Result<void> {
            return Error{ErrorCode::WriteFailed, u"The journal is full."_s, {}};
        });
    QVERIFY(server.hasValue());
    m_server = *std::move(server);
    QCOMPARE(storeAnother(), int(dimse::OutOfResources));
    QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
}

void TestDimseHostileSenders::anObjectBeyondTheLimitEndsTheAssociation()
{
    dimse::StorageServerSettings small = settings();
    small.limits.mostObjectBytes = 4000;
    auto server = dimse::StorageServer::start(
        small, *m_staging, [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
    QVERIFY(server.hasValue());
    m_server = *std::move(server);
    QCOMPARE(storeAnother(), -1);
    QTRY_COMPARE(m_server->counts().broken, 1);
    QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
}

void TestDimseHostileSenders::halfReceivedObjectsAreRemoved()
{
    {
        const RawCaller caller(m_server->port());
        QVERIFY(caller.send(requestPdu()));
        QCOMPARE(caller.receiveUnit().left(1), QByteArray("\2"));
        QVERIFY(caller.send(commandPdu(3, storeRequest("2.25.1"))
                            + dimse::dataPdu({3, false, false, QByteArray(1000, 'a')})));
        QTRY_COMPARE(QDir(m_staging->path()).entryList({u"*.part"_s}, QDir::Files).size(), 1);
    }
    QTRY_COMPARE(m_server->counts().broken, 1);
    QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
}

void TestDimseHostileSenders::slowPeersLeaveRoom()
{
    std::vector<std::unique_ptr<RawCaller>> slow;
    for (int i = 0; i < 50; ++i) {
        slow.push_back(std::make_unique<RawCaller>(m_server->port()));
        QVERIFY(slow.back()->isConnected());
        if (i % 2 == 0) {
            QVERIFY(slow.back()->send(requestPdu().left(40)));
        } else {
            QVERIFY(slow.back()->send(requestPdu()));
            QCOMPARE(slow.back()->receiveUnit().left(1), QByteArray("\2"));
        }
    }
    for (int i = 0; i < 5; ++i)
        QCOMPARE(storeAnother(), int(dimse::Success));
}

void TestDimseHostileSenders::slowPeersAreLeftInTheEnd()
{
    dimse::StorageServerSettings quick = settings();
    quick.helloMs = 200;
    auto server = dimse::StorageServer::start(
        quick, *m_staging, [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
    QVERIFY(server.hasValue());
    m_server = *std::move(server);
    const RawCaller caller(m_server->port());
    QVERIFY(caller.send(requestPdu().left(40)));
    QTRY_COMPARE(m_server->counts().broken, 1);
}

/// CVE-2026-50254 and -35505: memory for each association.
void TestDimseHostileSenders::associationsLeaveNothingBehind()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("a sanitizer keeps freed memory; it finds leaks by itself");
#endif
    const auto residentBytes = [] {
        QFile status(u"/proc/self/statm"_s);
        return status.open(QIODevice::ReadOnly)
            ? status.readAll().split(' ').value(1).toLongLong() * 4096
            : 0;
    };
    const auto talk = [&](int times) {
        for (int i = 0; i < times; ++i)
            (void)say(i % 2 == 0 ? dimse::abortPdu() : requestPdu(), true);
    };
    talk(200);
    const qint64 before = residentBytes();
    talk(1000);
    const qint64 grown = residentBytes() - before;
    QVERIFY2(grown < 3 << 20, qPrintable(QString::number(grown)));
}

void TestDimseHostileSenders::listensToNoOtherMachineWithoutTls()
{
    dimse::StorageServerSettings open = settings();
    open.address = u"0.0.0.0"_s;
    const auto server = dimse::StorageServer::start(open, *m_staging, {});
    QVERIFY(!server);
    QCOMPARE(server.error().code, ErrorCode::Refused);
}

QTEST_GUILESS_MAIN(TestDimseHostileSenders)
#include "test_hostile_senders.moc"
