// SPDX-License-Identifier: GPL-3.0-or-later
// The node beside Debian's Orthanc, which routes films to it by packaging/orthanc/ccad.lua: both
// are killed again and again while films come, and every study gets its results once.
#include "core/base/random.h"
#include "core/dimse/dimse_client.h"
#include "core/isolation/decoding_service.h"
#include "tests/cli/cli_run.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr int objectsOfAStudy = 3; // the film, its report and its secondary capture

/// How much of it is done: CCAD_NODE_FILMS, CCAD_NODE_KILLS, CCAD_ORTHANC_KILLS and
/// CCAD_ORTHANC_AWAY (how many seconds it is away the first time) ask for more.
int amount(const char* variable, int usual)
{
    bool isNumber = false;
    const int asked = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber ? asked : usual;
}

} // namespace

class TestCliNode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void saysWhatIsWrong();
    void checksAConfiguration();
    void tellsThatNoneRuns();
    void stopsInOrder();
    void losesAndDoublesNothing();

private:
    void writeConfig() const;
    void startNode();
    void killNode();
    /// Lets the node work so long.
    void goOnFor(int milliseconds) { QVERIFY(!m_node->waitForFinished(milliseconds)); }
    [[nodiscard]] Node orthanc() const;
    /// Sends those that the archive does not have yet; what it took.
    int sendSome(const QStringList& films, int count) const;
    [[nodiscard]] QJsonObject status() const;
    [[nodiscard]] int studiesWith(int objects) const;
    [[nodiscard]] QStringList with(const QStringList& more) const
    {
        return QStringList{u"node"_s, u"--config"_s, m_folder.filePath(u"node.json"_s)} + more;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Orthanc> m_orthanc;
    std::unique_ptr<QProcess> m_node;
};

void TestCliNode::initTestCase()
{
    QVERIFY(saveModelPackage(quickPackage(), m_folder.filePath(u"model"_s)));
    qputenv("CCAD_ROUTED", m_folder.filePath(u"routed"_s).toUtf8());
    m_orthanc = std::make_unique<Orthanc>(QJsonObject{
        {u"LuaScripts"_s,
         QJsonArray{QStringLiteral(CCAD_SOURCE_DIR "/packaging/orthanc/ccad.lua")}},
        {u"ConcurrentJobs"_s, 2},
        {u"SyncStorageArea"_s, false}, // a kill is no power cut
    });
    CCAD_NEED_PEER(*m_orthanc);
    writeConfig();
}

void TestCliNode::cleanupTestCase()
{
    if (m_node)
        killNode();
    m_orthanc.reset();
}

void TestCliNode::writeConfig() const
{
    const QJsonObject nodes{
        {u"format_version"_s, 1},
        {u"nodes"_s,
         QJsonArray{QJsonObject{{u"name"_s, u"ORTHANC"_s},
                                {u"protocol"_s, u"dimse"_s},
                                {u"host"_s, u"127.0.0.1"_s},
                                {u"port"_s, m_orthanc->port()},
                                {u"called_aet"_s, u"ORTHANC"_s}}}},
    };
    const QJsonObject config{
        {u"format_version"_s, 1},
        {u"data"_s, u"data"_s},
        {u"model"_s, u"model"_s},
        {u"nodes"_s, u"nodes.json"_s},
        {u"listen"_s, QJsonObject{{u"port"_s, m_orthanc->movePort()}, {u"aet"_s, u"CCAD"_s}}},
        {u"peers"_s, QJsonArray{QJsonObject{{u"name"_s, u"ORTHANC"_s}, {u"aet"_s, u"ORTHANC"_s}}}},
        {u"rules"_s,
         QJsonArray{
             QJsonObject{{u"objects"_s, QJsonArray{u"sr"_s, u"sc"_s}}, {u"to"_s, u"ORTHANC"_s}}}},
        {u"retry"_s, QJsonObject{{u"first_pause_seconds"_s, 0.2}, {u"longest_pause_seconds"_s, 2}}},
        {u"least_free_megabytes"_s, 0},
    };
    for (const auto& [name, json] : {std::pair{u"nodes.json"_s, nodes}, {u"node.json"_s, config}})
        QVERIFY(writeFileAtomically(m_folder.filePath(name), QJsonDocument(json).toJson()));
}

void TestCliNode::startNode()
{
    m_node = std::make_unique<QProcess>();
    m_node->setProcessChannelMode(QProcess::MergedChannels);
    m_node->setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_node->start(QStringLiteral(CCAD_CLI), with({}));
    QVERIFY(m_node->waitForStarted(patienceMs));
}

void TestCliNode::killNode()
{
    m_node->kill();
    m_node->waitForFinished(patienceMs);
    m_node.reset();
}

Node TestCliNode::orthanc() const
{
    Node node;
    node.name = u"orthanc"_s;
    node.host = u"127.0.0.1"_s;
    node.port = m_orthanc->port();
    node.calledAet = "ORTHANC";
    node.callingAet = "CCAD"; // others may not ask
    return node;
}

void TestCliNode::saysWhatIsWrong()
{
    QCOMPARE(runCli({u"node"_s}).status, 2);
    QCOMPARE(runCli(with({u"--check"_s, u"--status"_s})).status, 2);
    QCOMPARE(runCli(with({u"--json"_s})).status, 2);
    QCOMPARE(runCli({u"node"_s, u"--config"_s, u"/nowhere/node.json"_s}).status, 1);
}

void TestCliNode::checksAConfiguration()
{
    const CliRun run = runCli(with({u"--check"_s}));
    QCOMPARE(run.status, 0);
    QVERIFY2(run.output.contains(u"rules: 1"_s), qPrintable(run.output));
}

void TestCliNode::tellsThatNoneRuns()
{
    const CliRun run = runCli(with({u"--status"_s}));
    QCOMPARE(run.status, 1);
    QVERIFY2(run.messages.contains(u"No node runs"_s), qPrintable(run.messages));
}

void TestCliNode::stopsInOrder()
{
    startNode();
    QTRY_COMPARE(runCli(with({u"--status"_s})).status, 0);
    QCOMPARE(runCli(with({u"--retry"_s})).status, 1); // it has the queue
    m_node->terminate();
    QVERIFY(m_node->waitForFinished(patienceMs));
    QCOMPARE(m_node->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_node->exitCode(), 0);
    m_node.reset();
    QCOMPARE(runCli(with({u"--retry"_s})).output.trimmed(), u"0 films are tried again."_s);
}

QJsonObject TestCliNode::status() const
{
    return QJsonDocument::fromJson(runCli(with({u"--status"_s, u"--json"_s})).output.toUtf8())
        .object();
}

int TestCliNode::sendSome(const QStringList& films, int count) const
{
    const auto sent = dimse::send(orthanc(), films.mid(0, count), {}, {}, {});
    if (!sent)
        return 0;
    const auto refused = std::find_if(
        sent->begin(), sent->end(), [](const SentFile& file) { return file.problem.has_value(); });
    return static_cast<int>(refused - sent->begin());
}

int TestCliNode::studiesWith(int objects) const
{
    Query query;
    query.level = QueryLevel::Study;
    query.keys[attribute::studyUid];
    query.keys[attribute::imagesInStudy];
    const auto answer = dimse::find(orthanc(), query, {}, {}, {});
    if (!answer) {
        qWarning("%s", qPrintable(answer.error().message));
        return -1;
    }
    return static_cast<int>(std::count_if(
        answer->matches.begin(), answer->matches.end(), [objects](const QueryMatch& match) {
            return match.text(attribute::imagesInStudy).toInt() == objects;
        }));
}

void TestCliNode::losesAndDoublesNothing()
{
    const int count = amount("CCAD_NODE_FILMS", 60);
    const int nodeKills = amount("CCAD_NODE_KILLS", 5);
    const int orthancKills = amount("CCAD_ORTHANC_KILLS", 2);
    QStringList waiting;
    for (int number = 1; number <= count; ++number) {
        const QString path = m_folder.filePath(u"film%1.dcm"_s.arg(number));
        QVERIFY(writeFileAtomically(path,
                                    filmToSend(number, "1.2.840.10008.1.2.1",
                                               "2.25.9" + QByteArray::number(100000 + number))));
        waiting << path;
    }
    startNode();
    int awayMs = 1000 * amount("CCAD_ORTHANC_AWAY", 0);
    Random random(17);
    const int load = std::max(1, count / (nodeKills + orthancKills + 1));
    for (int kill = 0; !waiting.isEmpty() || kill < nodeKills + orthancKills;) {
        waiting = waiting.mid(sendSome(waiting, load));
        if (kill >= nodeKills + orthancKills)
            continue;
        goOnFor(static_cast<int>(random.below(600)));
        if (kill % ((nodeKills + orthancKills) / std::max(1, orthancKills)) == 1) {
            m_orthanc->killNow();
            goOnFor(static_cast<int>(random.below(600)) + awayMs);
            awayMs = 0;
            m_orthanc->startAgain();
            QVERIFY2(m_orthanc->problem().isEmpty(), qPrintable(m_orthanc->problem()));
        } else {
            killNode();
            startNode();
        }
        ++kill;
    }
    const int enoughMs = patienceMs + 200 * count;
    QTRY_COMPARE_WITH_TIMEOUT(studiesWith(objectsOfAStudy), count, enoughMs);
    QTRY_COMPARE(
        status()[u"films"_s][u"received"_s].toInt() + status()[u"films"_s][u"judged"_s].toInt(), 0);
    const QJsonObject films = status()[u"films"_s].toObject();
    QCOMPARE(films[u"failed"_s].toInt(), 0);
    QCOMPARE(films[u"given_up"_s].toInt(), 0);
    QVERIFY(films[u"delivered"_s].toInt() >= count);
    killNode();
}

QTEST_GUILESS_MAIN(TestCliNode)
#include "test_cli_node.moc"
