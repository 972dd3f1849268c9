// SPDX-License-Identifier: GPL-3.0-or-later
// With DCMTK's tools as peers: those that ask, those that send and the one that receives.
#include "core/dimse/dimse_client.h"
#include "core/dimse/storage_server.h"
#include "core/nodes/received_object.h"
#include "tests/core/dimse/asked_archive.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/sent_films.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// What one of DCMTK's tools prints, or how it failed.
struct ToolRun
{
    int status = -1;
    QByteArray output;
};

ToolRun runTool(const QString& tool, const QStringList& arguments, const QString& folder)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder);
    process.start(tool, arguments);
    if (!process.waitForFinished(patienceMs))
        return {-1, tool.toUtf8() + " does not end"};
    return {process.exitCode(), process.readAll()};
}

QStringList peerArguments(const QByteArray& calledAet, quint16 port)
{
    return {u"-aet"_s,      u"CCAD"_s,
            u"-aec"_s,      QString::fromLatin1(calledAet),
            u"127.0.0.1"_s, QString::number(port)};
}

/// A server that lets "CCAD" in, as archives call what they were asked to send to.
Result<std::unique_ptr<dimse::StorageServer>> serverAt(quint16 port, const QByteArray& sender,
                                                       const StagingFolder& folder)
{
    dimse::StorageServerSettings settings;
    settings.port = port;
    settings.peers = {{sender, {}}};
    return dimse::StorageServer::start(
        settings, folder, [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
}

} // namespace

class TestDimseTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_paths = writeFilms(m_films.path(), 5);
        m_dcmqrscp = std::make_unique<Dcmqrscp>();
        CCAD_NEED_PEER(*m_dcmqrscp);
        const auto sent = dimse::send(archive(), m_paths, {}, {}, {});
        QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
    }
    void cleanupTestCase() { m_dcmqrscp.reset(); }

    void goesOnAfterAFileThatIsNone();
    void receivesFromDcmtk();
    void receivesFromMovescu();
    void answersEchoscu();
    void findsWhatFindscuFinds();
    void getsWhatGetscuGets();
    void refusesWhoIsNotKnown();

private:
    [[nodiscard]] Node archive() const { return nodeAt(m_dcmqrscp->port(), "QRSCP"); }
    [[nodiscard]] StagingFolder staging()
    {
        m_staged = std::make_unique<QTemporaryDir>();
        auto folder = StagingFolder::open(m_staged->path());
        if (!folder)
            qFatal("no folder");
        return *folder;
    }

    QTemporaryDir m_films;
    QStringList m_paths;
    std::unique_ptr<Dcmqrscp> m_dcmqrscp;
    std::unique_ptr<QTemporaryDir> m_staged;
};

void TestDimseTools::goesOnAfterAFileThatIsNone()
{
    QFile file(m_films.filePath(u"notes.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("These are notes.");
    file.close();
    const Storescp peer;
    CCAD_NEED_PEER(peer);
    const auto sent = dimse::send(nodeAt(peer.port(), "STORESCP"),
                                  {m_paths.first(), file.fileName(), m_paths.last()}, {}, {}, {});
    QVERIFY(sent.hasValue());
    QVERIFY(!sent->at(0).problem);
    QVERIFY(sent->at(1).problem);
    QVERIFY(!sent->at(2).problem);
    QCOMPARE(peer.storedFiles(), 2);
}

void TestDimseTools::receivesFromDcmtk()
{
    const StagingFolder folder = staging();
    std::atomic_int taken = 0;
    dimse::StorageServerSettings settings;
    settings.peers = {{"SENDER", {}}};
    auto server = dimse::StorageServer::start(settings, folder,
                                              [&](const ReceivedObject&, const QByteArray& aet) {
                                                  taken += aet == "SENDER" ? 1 : 0;
                                                  return Result<void>();
                                              });
    QVERIFY(server.hasValue());
    QProcess sender;
    sender.start(u"storescu"_s,
                 QStringList{u"-aet"_s, u"SENDER"_s, u"-aec"_s, u"CCAD"_s, u"127.0.0.1"_s,
                             QString::number((*server)->port())}
                     + m_paths);
    QVERIFY(sender.waitForFinished(patienceMs));
    QCOMPARE(sender.exitCode(), 0);
    QCOMPARE(taken.load(), 5);
    QCOMPARE((*server)->counts().received, 5);
    QCOMPARE(QDir(folder.path()).entryList({u"*.dcm"_s}, QDir::Files).size(), 5);
}

void TestDimseTools::receivesFromMovescu()
{
    const StagingFolder folder = staging();
    const auto server = serverAt(m_dcmqrscp->movePort(), "QRSCP", folder);
    QVERIFY2(server.hasValue(), qPrintable(server ? QString() : server.error().message));
    const ToolRun run = runTool(u"movescu"_s,
                                peerArguments("QRSCP", m_dcmqrscp->port())
                                    + QStringList{u"-S"_s, u"-aem"_s, u"CCAD"_s, u"-k"_s,
                                                  u"QueryRetrieveLevel=STUDY"_s, u"-k"_s,
                                                  u"StudyInstanceUID=2.25.1000"_s},
                                m_films.path());
    QVERIFY2(run.status == 0, run.output.constData());
    QCOMPARE((*server)->counts().received, 5);
    QCOMPARE(QDir(folder.path()).entryList({u"*.dcm"_s}, QDir::Files).size(), 5);
}

void TestDimseTools::answersEchoscu()
{
    const auto server = serverAt(0, "CCAD", staging());
    QVERIFY(server.hasValue());
    const ToolRun run = runTool(
        u"echoscu"_s, QStringList{u"--repeat"_s, u"3"_s} + peerArguments("CCAD", (*server)->port()),
        m_films.path());
    QVERIFY2(run.status == 0, run.output.constData());
}

void TestDimseTools::findsWhatFindscuFinds()
{
    const Node node = archive();
    const ToolRun run
        = runTool(u"findscu"_s,
                  peerArguments(node.calledAet, node.port)
                      + QStringList{u"-S"_s, u"-k"_s, u"QueryRetrieveLevel=IMAGE"_s, u"-k"_s,
                                    u"StudyInstanceUID=2.25.1000"_s, u"-k"_s,
                                    u"SeriesInstanceUID=2.25.1001"_s, u"-k"_s, u"SOPInstanceUID"_s},
                  m_films.path());
    QVERIFY2(run.status == 0, run.output.constData());
    Query query = studyQuery();
    query.level = QueryLevel::Image;
    query.keys[attribute::seriesUid] = u"2.25.1001"_s;
    query.keys[attribute::sopInstanceUid] = QString();
    const auto answer = dimse::find(node, query, {}, {}, {});
    QVERIFY2(answer.hasValue(), qPrintable(answer ? QString() : answer.error().message));
    QCOMPARE(answer->matches.size(), std::size_t{5});
    for (const QueryMatch& match : answer->matches)
        QVERIFY2(run.output.contains('[' + match.text(attribute::sopInstanceUid).toLatin1()),
                 run.output.constData());
}

void TestDimseTools::getsWhatGetscuGets()
{
    const QTemporaryDir theirs;
    const ToolRun run = runTool(u"getscu"_s,
                                peerArguments("QRSCP", m_dcmqrscp->port())
                                    + QStringList{u"-S"_s, u"-od"_s, theirs.path(), u"-k"_s,
                                                  u"QueryRetrieveLevel=STUDY"_s, u"-k"_s,
                                                  u"StudyInstanceUID=2.25.1000"_s},
                                m_films.path());
    QVERIFY2(run.status == 0, run.output.constData());
    const auto got
        = dimse::get(nodeAt(m_dcmqrscp->port(), "QRSCP"), studyQuery(), staging(), {}, {}, {});
    QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
    const auto uidsBelow = [](const QStringList& paths) {
        QStringList uids;
        for (const QString& path : paths) {
            const auto object = objectOfFile({path}, 1 << 30, {});
            uids.append(object ? QString::fromLatin1(object->identity.sopInstanceUid)
                               : object.error().message);
        }
        uids.sort();
        return uids;
    };
    QStringList fetched;
    for (const QFileInfo& file : QDir(theirs.path()).entryInfoList(QDir::Files))
        fetched.append(file.filePath());
    QStringList ours;
    for (const ReceivedObject& object : got->objects)
        ours.append(object.path);
    QCOMPARE(uidsBelow(ours), uidsBelow(fetched));
    QCOMPARE(ours.size(), 5);
}

void TestDimseTools::refusesWhoIsNotKnown()
{
    const StagingFolder folder = staging();
    dimse::StorageServerSettings settings;
    settings.peers = {{"SENDER", {}}};
    auto server = dimse::StorageServer::start(
        settings, folder, [](const ReceivedObject&, const QByteArray&) { return Result<void>(); });
    QVERIFY(server.hasValue());
    const QList<QStringList> wrong = {{u"OTHER"_s, u"CCAD"_s}, {u"SENDER"_s, u"ELSE"_s}};
    for (const QStringList& titles : wrong) {
        QProcess sender;
        sender.start(u"storescu"_s,
                     {u"-aet"_s, titles.at(0), u"-aec"_s, titles.at(1), u"127.0.0.1"_s,
                      QString::number((*server)->port()), m_paths.first()});
        QVERIFY(sender.waitForFinished(patienceMs));
        QVERIFY(sender.exitCode() != 0);
    }
    QTRY_COMPARE((*server)->counts().refused, 2);
    QVERIFY(QDir(folder.path()).entryList(QDir::Files).isEmpty());
}

QTEST_GUILESS_MAIN(TestDimseTools)
#include "test_dcmtk_tools.moc"
