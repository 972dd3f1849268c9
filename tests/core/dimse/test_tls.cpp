// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dimse/dimse_client.h"
#include "core/dimse/storage_server.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/sent_films.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestDimseTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_server = makeCertificate(m_folder.path(), u"server"_s);
        m_client = makeCertificate(m_folder.path(), u"client"_s);
        m_peer = std::make_unique<Storescp>(QStringList{
            u"+tls"_s, m_server.key, m_server.certificate, u"+cf"_s, m_client.certificate});
        CCAD_NEED_PEER(*m_peer);
    }

    void cleanupTestCase() { m_peer.reset(); }

    void sendsToDcmtkByAPin()
    {
        const auto sent
            = dimse::send(node(m_server.sha256), writeFilms(m_folder.path(), 2), {}, {}, {});
        QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
        for (const SentFile& file : *sent)
            QVERIFY2(!file.problem, qPrintable(file.problem ? file.problem->message : QString()));
        QCOMPARE(m_peer->storedFiles(), 2);
    }

    void knowsDcmtkByItsAuthority()
    {
        Node peer = node({});
        peer.tls.authorities = m_server.certificate;
        const auto ok = dimse::echo(peer, {}, {});
        QVERIFY2(ok.hasValue(), qPrintable(ok.error().message));
    }

    void refusesACertificateOfNobodyKnown()
    {
        const auto ok = dimse::echo(node({}), {}, {});
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::NetworkFailed);
        QVERIFY2(ok.error().message.contains(u"not trusted"_s), qPrintable(ok.error().message));
    }

    void refusesAnotherCertificateThanThePinnedOne()
    {
        const auto ok = dimse::echo(node(m_client.sha256), {}, {});
        QVERIFY(!ok);
        QVERIFY2(ok.error().message.contains(u"not trusted"_s), qPrintable(ok.error().message));
    }

    void refusesACertificateForAnotherName()
    {
        Node peer = node({});
        peer.host = u"localhost"_s; // the certificate is for 127.0.0.1
        peer.tls.authorities = m_server.certificate;
        const auto ok = dimse::echo(peer, {}, {});
        QVERIFY(!ok);
        QVERIFY2(ok.error().message.contains(u"not trusted"_s), qPrintable(ok.error().message));
    }

    void speaksNoOldTls_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("isSpoken");
        QTest::newRow("1.1") << u"-tls1_1"_s << false;
        QTest::newRow("1.2") << u"-tls1_2"_s << true;
    }

    /// BCP 195: nothing below TLS 1.2, whoever asks.
    void speaksNoOldTls()
    {
        QFETCH(QString, version);
        QFETCH(bool, isSpoken);
        auto server = listener();
        QVERIFY(server.hasValue());
        QCOMPARE(shakesHands((*server)->port(),
                             {version, u"-cert"_s, m_client.certificate, u"-key"_s, m_client.key}),
                 isSpoken);
    }

    void listensToKnownCertificatesAlone()
    {
        const QTemporaryDir staged;
        auto server = listener();
        QVERIFY(server.hasValue());
        Node peer = node(m_server.sha256);
        peer.port = (*server)->port();
        peer.calledAet = "CCAD";
        const auto ok = dimse::echo(peer, {}, {});
        QVERIFY2(ok.hasValue(), qPrintable(ok.error().message));
        peer.tls.certificate = m_server.certificate;
        peer.tls.key = m_server.key;
        QVERIFY(!dimse::echo(peer, {}, {}));
        peer.tls.certificate.clear();
        peer.tls.key.clear();
        QVERIFY(!dimse::echo(peer, {}, {}));
    }

    void tellsOfFilesThatAreNone()
    {
        Node peer = node({});
        peer.tls.authorities = m_folder.filePath(u"missing.pem"_s);
        const auto ok = dimse::echo(peer, {}, {});
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::FileUnreadable);
    }

private:
    [[nodiscard]] Node node(const QString& pin) const
    {
        Node node;
        node.name = u"peer"_s;
        node.host = u"127.0.0.1"_s;
        node.port = m_peer->port();
        node.calledAet = "STORESCP";
        node.tls = {true, m_client.certificate, m_client.key, {}, {}};
        if (!pin.isEmpty())
            node.tls.pins = {pin};
        return node;
    }

    [[nodiscard]] Result<std::unique_ptr<dimse::StorageServer>> listener()
    {
        dimse::StorageServerSettings settings;
        settings.peers = {{"CCAD", {}}};
        settings.tls = {true, m_server.certificate, m_server.key, {}, {m_client.sha256}};
        const auto staging = StagingFolder::open(m_folder.filePath(u"staging"_s));
        if (!staging)
            return staging.error();
        return dimse::StorageServer::start(
            settings, *staging,
            [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
    }

    [[nodiscard]] static bool shakesHands(quint16 port, const QStringList& options)
    {
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(u"openssl"_s,
                     QStringList{u"s_client"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(port),
                                 u"-cipher"_s, u"DEFAULT@SECLEVEL=0"_s}
                         + options);
        if (!client.waitForStarted(patienceMs))
            qFatal("no openssl");
        // It says so when it has shaken hands, or could not; only then has it nothing more to do.
        QByteArray said;
        while (!said.contains("Cipher is") && client.waitForReadyRead(patienceMs))
            said += client.readAll();
        client.closeWriteChannel();
        client.waitForFinished(patienceMs);
        said += client.readAll();
        // Which of them is the server's choice; all of the profile have forward secrecy.
        return said.contains("Cipher is ECDHE") || said.contains("Cipher is DHE");
    }

    QTemporaryDir m_folder;
    TestCertificate m_server;
    TestCertificate m_client;
    std::unique_ptr<Storescp> m_peer;
};

QTEST_GUILESS_MAIN(TestDimseTls)
#include "test_tls.moc"
