// SPDX-License-Identifier: GPL-3.0-or-later
// Against Debian's Orthanc, and against servers whose every byte a test chooses.
#include "core/dicomweb/dicomweb_client.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// The head of what is asked; a server that closes earlier would take its own answer back.
QByteArray requestOf(const RawCaller& caller)
{
    QByteArray asked;
    while (!asked.endsWith("\r\n\r\n")) {
        const QByteArray more = caller.receive(1);
        if (more.isEmpty())
            break;
        asked += more;
    }
    return asked;
}

} // namespace

class TestDicomWebOrthanc : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_orthanc = std::make_unique<Orthanc>();
        CCAD_NEED_PEER(*m_orthanc);
        const auto sent = dicomweb::send(archive(), writeFilms(m_films.path(), 4), {}, {}, {});
        QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
        for (const SentFile& file : *sent)
            QVERIFY2(!file.problem, qPrintable(file.problem ? file.problem->message : QString()));
    }

    void cleanupTestCase() { m_orthanc.reset(); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto staging = StagingFolder::open(m_folder->path());
        QVERIFY(staging.hasValue());
        m_staging.emplace(*staging);
    }

    void echoes()
    {
        const auto ok = dicomweb::echo(archive(), {}, {});
        QVERIFY2(ok.hasValue(), qPrintable(ok.error().message));
    }

    void isNotLetInWithoutThePassword()
    {
        Node node = archive();
        node.user.clear();
        node.passwordFile.clear();
        const auto ok = dicomweb::echo(node, {}, {});
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::Refused);
    }

    void knowsAnArchiveByItsCertificate()
    {
        const QTemporaryDir folder;
        const TestCertificate certificate = makeCertificate(folder.path(), u"server"_s);
        const HttpsArchive peer(certificate);
        CCAD_NEED_PEER(peer);
        Node node = plain(0);
        node.url = peer.webUrl();
        node.tls.isUsed = true;
        QVERIFY(!dicomweb::echo(node, {}, {}));
        node.tls.authorities = certificate.certificate;
        const auto byAuthority = dicomweb::echo(node, {}, {});
        QVERIFY2(byAuthority.hasValue(), qPrintable(byAuthority.error().message));
        // An authority signed for it, but another one is pinned.
        node.tls.pins = {QString(64, u'0')};
        const auto refused = dicomweb::echo(node, {}, {});
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(u"certificate"_s),
                 qPrintable(refused.error().message));
        node.tls.authorities.clear();
        node.tls.pins = {certificate.sha256};
        const auto byPin = dicomweb::echo(node, {}, {});
        QVERIFY2(byPin.hasValue(), qPrintable(byPin.error().message));
    }

    void findsOnEachLevel()
    {
        const std::pair<QueryLevel, int> expected[]
            = {{QueryLevel::Study, 1}, {QueryLevel::Series, 1}, {QueryLevel::Image, 4}};
        for (const auto& [level, matches] : expected) {
            Query query;
            query.level = level;
            query.keys = usualKeys(level);
            query.keys[attribute::studyUid] = u"2.25.1000"_s;
            const auto answer = dicomweb::find(archive(), query, {}, {}, {});
            QVERIFY2(answer.hasValue(), qPrintable(answer ? QString() : answer.error().message));
            QCOMPARE(static_cast<int>(answer->matches.size()), matches);
            if (level == QueryLevel::Study)
                QCOMPARE(answer->matches.front().text(attribute::patientName), u"Müller^Jörg"_s);
        }
    }

    void cutsAtTheLimit()
    {
        Query query;
        query.level = QueryLevel::Image;
        query.keys = usualKeys(query.level);
        query.keys[attribute::studyUid] = u"2.25.1000"_s;
        NetworkLimits limits;
        limits.mostMatches = 2;
        const auto answer = dicomweb::find(archive(), query, limits, {}, {});
        QVERIFY(answer.hasValue());
        QCOMPARE(answer->matches.size(), std::size_t{2});
        QVERIFY(answer->isCut);
    }

    void retrieves()
    {
        const auto got = dicomweb::get(archive(), study(), *m_staging, {}, {}, {});
        QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
        QCOMPARE(got->objects.size(), std::size_t{4});
        QCOMPARE(got->failed, 0);
        QCOMPARE(QDir(m_staging->path()).entryList(QDir::Files).size(), 4);
    }

    void sendsNoFileThatIsNone()
    {
        QFile file(m_folder->filePath(u"notes.txt"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("notes");
        file.close();
        const auto sent = dicomweb::send(archive(), {file.fileName()}, {}, {}, {});
        QVERIFY(sent.hasValue());
        QVERIFY(sent->front().problem);
    }

    void cancels()
    {
        const CancelToken cancel;
        const auto got = dicomweb::get(
            archive(), study(), *m_staging, {},
            [&](qint64, qint64, const QString&) { cancel.cancel(); }, cancel);
        // All four may have come in one piece before anybody looks.
        if (!got)
            QCOMPARE(got.error().code, ErrorCode::Cancelled);
        QVERIFY(QDir(m_staging->path()).entryList({u"*.part"_s}, QDir::Files).isEmpty());
    }

    void sendsNoPasswordInTheClearToOtherMachines()
    {
        Node node = archive();
        node.url = u"http://192.0.2.1/dicom-web"_s;
        const auto ok = dicomweb::echo(node, {}, {});
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::Refused);
    }

    void sendsTheToken()
    {
        QFile file(m_folder->filePath(u"token"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("abc.def\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        QByteArray asked;
        {
            const RawListener server([&](const RawCaller& caller) {
                asked = requestOf(caller);
                (void)caller.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
            });
            Node node = plain(server.port());
            node.tokenFile = file.fileName();
            const auto ok = dicomweb::echo(node, {}, {});
            QVERIFY2(ok.hasValue(), qPrintable(ok.error().message));
        }
        QVERIFY2(asked.contains("Authorization: Bearer abc.def\r\n"), asked);
        QVERIFY2(asked.startsWith("GET /dicom-web/studies?limit=1 "), asked);
    }

    void hostileAnswers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<ErrorCode>("code");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        // Qt asks once more, on a connection that nobody answers.
        QTest::newRow("no HTTP") << QByteArray("\2\0\0\0\0\1x\r\n\r\n", 11) << ErrorCode::TimedOut;
        QTest::newRow("elsewhere") << QByteArray(
            "HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n")
                                   << ErrorCode::NetworkFailed;
        QTest::newRow("a page") << ok + "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
                                << ErrorCode::FileBroken;
        QTest::newRow("no boundary")
            << ok + "Content-Type: multipart/related\r\nContent-Length: 6\r\n\r\n--b--\r\n"
            << ErrorCode::FileBroken;
        QTest::newRow("breaks off") << ok
                + "Content-Type: multipart/related; boundary=b\r\nContent-Length: "
                  "9\r\n\r\n--b\r\n\r\nab"
                                    << ErrorCode::FileBroken;
        QTest::newRow("too long") << ok
                + "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\r\n"
                + QByteArray(9000, 'a')
                                  << ErrorCode::TooLarge;
    }

    void hostileAnswers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(ErrorCode, code);
        const RawListener server([&](const RawCaller& caller) {
            (void)requestOf(caller);
            (void)caller.send(answer);
        });
        NetworkLimits limits;
        limits.mostObjectBytes = 4000;
        if (code == ErrorCode::TimedOut)
            limits.answerMs = 1000;
        const auto got = dicomweb::get(plain(server.port()), study(), *m_staging, limits, {}, {});
        QVERIFY(!got);
        QCOMPARE(got.error().code, code);
        QVERIFY(QDir(m_staging->path()).entryList(QDir::Files).isEmpty());
    }

    /// A name that a part says is never one of a file.
    void namesOfPartsAreNotRead()
    {
        const QByteArray film = filmToSend(1);
        const QByteArray body = "--b\r\nContent-Type: application/dicom\r\nContent-Disposition: "
                                "attachment; filename=\"../../x\"\r\n\r\n"
            + film + "\r\n--b\r\nContent-Type: application/dicom\r\n\r\nno DICOM\r\n--b--";
        const RawListener server([&](const RawCaller& caller) {
            (void)requestOf(caller);
            (void)caller.send("HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b\r\n"
                              "Content-Length: "
                              + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            (void)caller.receiveAll();
        });
        const auto got = dicomweb::get(plain(server.port()), study(), *m_staging, {}, {}, {});
        QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
        QCOMPARE(got->objects.size(), std::size_t{1});
        QCOMPARE(got->failed, 1);
        const QStringList names = QDir(m_staging->path()).entryList(QDir::Files);
        QCOMPARE(names.size(), 1);
        static const QRegularExpression own(u"^[0-9a-f]{32}\\.dcm$"_s);
        QVERIFY2(names.first().contains(own), qPrintable(names.first()));
    }

    void aSilentServerIsNotWaitedForLong()
    {
        const RawListener server([](const RawCaller& caller) { (void)caller.receiveAll(); });
        NetworkLimits limits;
        limits.answerMs = 200;
        const auto ok = dicomweb::echo(plain(server.port()), limits, {});
        QVERIFY(!ok);
        QCOMPARE(ok.error().code, ErrorCode::TimedOut);
    }

private:
    [[nodiscard]] static Query study()
    {
        Query query;
        query.keys[attribute::studyUid] = u"2.25.1000"_s;
        return query;
    }
    [[nodiscard]] Node archive() const
    {
        Node node;
        node.name = u"orthanc"_s;
        node.protocol = NodeProtocol::DicomWeb;
        node.url = m_orthanc->webUrl();
        node.user = u"ccad"_s;
        node.passwordFile = m_orthanc->passwordFile();
        return node;
    }
    [[nodiscard]] static Node plain(quint16 port)
    {
        Node node;
        node.name = u"plain"_s;
        node.protocol = NodeProtocol::DicomWeb;
        node.url = u"http://127.0.0.1:%1/dicom-web"_s.arg(port);
        return node;
    }

    QTemporaryDir m_films;
    std::unique_ptr<Orthanc> m_orthanc;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<StagingFolder> m_staging;
};

QTEST_GUILESS_MAIN(TestDicomWebOrthanc)
#include "test_orthanc.moc"
