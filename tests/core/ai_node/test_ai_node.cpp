// SPDX-License-Identifier: GPL-3.0-or-later
// A node between a sender and an archive, all in this program, so that a test decides what the
// archive takes and when it is there.
#include "core/ai_node/ai_node.h"
#include "core/ai_node/status_socket.h"
#include "core/base/files.h"
#include "core/dimse/dimse_client.h"
#include "tests/support/golden_network.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

constexpr char reportClass[] = "1.2.840.10008.5.1.4.1.1.88.34";

/// Keeps what it is sent, unless a test says otherwise.
class Archive
{
public:
    explicit Archive(quint16 port = 0) : m_staging(*StagingFolder::open(m_folder.path()))
    {
        dimse::StorageServerSettings settings;
        settings.port = port;
        settings.aet = "PACS";
        settings.peers = {{"CCAD", {}}};
        auto server = dimse::StorageServer::start(
            settings, m_staging, [this](const ReceivedObject& object, const QByteArray&) {
                const std::lock_guard lock(m_mutex);
                ++m_stored;
                if (m_refused.contains(object.sopClassUid))
                    return Result<void>(Error{ErrorCode::FileBroken, u"No."_s, {}});
                m_objects[object.sopInstanceUid] = object.sopClassUid;
                m_studies.insert(object.studyUid);
                return Result<void>();
            });
        if (!server)
            qFatal("%s", qPrintable(server.error().message));
        m_server = *std::move(server);
    }

    [[nodiscard]] quint16 port() const { return m_server->port(); }
    [[nodiscard]] int objects() const
    {
        const std::lock_guard lock(m_mutex);
        return static_cast<int>(m_objects.size());
    }
    [[nodiscard]] int stored() const
    {
        const std::lock_guard lock(m_mutex);
        return m_stored;
    }
    [[nodiscard]] std::set<QByteArray> studies() const
    {
        const std::lock_guard lock(m_mutex);
        return m_studies;
    }
    [[nodiscard]] QStringList files() const
    {
        QStringList paths;
        for (const QFileInfo& file : QDir(m_folder.path()).entryInfoList({"*.dcm"}, QDir::Files))
            paths << file.absoluteFilePath();
        return paths;
    }
    void refuse(const std::set<QByteArray>& classes)
    {
        const std::lock_guard lock(m_mutex);
        m_refused = classes;
    }

private:
    QTemporaryDir m_folder;
    StagingFolder m_staging;
    mutable std::mutex m_mutex;
    std::map<QByteArray, QByteArray> m_objects; ///< classes by instance UID
    std::set<QByteArray> m_studies;
    std::set<QByteArray> m_refused;
    int m_stored = 0; ///< what was sent, the same object each time
    std::unique_ptr<dimse::StorageServer> m_server; ///< last: it ends first
};

} // namespace

class TestAiNode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        NetworkSpec spec;
        spec.widthMultiplier = 0.1;
        spec.inputSize = 64;
        spec.classes = 2;
        const QString model = m_models.filePath(u"model"_s);
        QVERIFY(saveModelPackage(hashPackage(spec), model));
        auto classifier = Classifier::load(model);
        QVERIFY2(classifier, qPrintable(classifier ? QString() : classifier.error().message));
        m_classifier = *std::move(classifier);
        for (int number = 1; number <= 6; ++number) {
            const QString path = m_models.filePath(u"film%1.dcm"_s.arg(number));
            const QByteArray film = filmToSend(number, "1.2.840.10008.1.2.1",
                                               "2.25.900" + QByteArray::number(number));
            QVERIFY(writeFileAtomically(path, film).hasValue());
            m_films << path;
        }
    }

    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        m_archive = std::make_unique<Archive>();
        m_config = NodeConfig();
        m_config.data = m_data->path();
        m_config.server.aet = "CCAD";
        m_config.peers = {{u"ROUTER"_s, "ROUTER", {}, true}, {u"MONITOR"_s, "MONITOR", {}, false}};
        m_config.server.peers = {{"ROUTER", {}, true}, {"MONITOR", {}, false}};
        m_config.leastFreeBytes = 0;
        m_config.patience = {20, 200, 4};
        Node pacs;
        pacs.name = u"PACS"_s;
        pacs.host = u"127.0.0.1"_s;
        pacs.port = m_archive->port();
        pacs.calledAet = "PACS";
        m_config.archives = {pacs};
        NodeRule rule;
        rule.objects
            = {results::ObjectKind::StructuredReport, results::ObjectKind::SecondaryCapture};
        rule.to = u"PACS"_s;
        m_config.rules = {rule};
        m_log.clear();
    }

    void cleanup()
    {
        m_node.reset();
        m_archive.reset();
    }

    void resultsArriveInTheirStudies()
    {
        startNode();
        QVERIFY(sendAll(m_films));
        QTRY_COMPARE(count(FilmState::Delivered), 6);
        QCOMPARE(m_archive->objects(), 12);
        QCOMPARE(m_archive->studies().size(), std::size_t{6});
        QVERIFY(m_archive->studies().contains("2.25.9003"));
        QTRY_VERIFY2(filesOfNode().isEmpty(), qPrintable(filesOfNode().join(u' ')));
        QCOMPARE(m_node->status().archives[0].delivered, 6);
    }

    void aFilmThatComesAgainIsRecognised()
    {
        startNode();
        QVERIFY(sendAll(m_films.mid(0, 1)));
        QTRY_COMPARE(count(FilmState::Delivered), 1);
        QVERIFY(sendAll(m_films.mid(0, 2)));
        QTRY_COMPARE(count(FilmState::Delivered), 2);
        QTRY_COMPARE(count(FilmState::PassedOver), 1);
        QCOMPARE(m_archive->stored(), 4);
    }

    /// What a node sent comes back to it, by a careless rule of the archive.
    void itsOwnResultsAreNotJudged()
    {
        m_config.rules[0].modalities = {u"CR"_s, u"DX"_s, u"OT"_s, u"SR"_s};
        startNode();
        QVERIFY(sendAll(m_films.mid(0, 1)));
        QTRY_COMPARE(count(FilmState::Delivered), 1);
        QCOMPARE(m_archive->files().size(), 2);
        QVERIFY(sendAll(m_archive->files()));
        QTRY_COMPARE(count(FilmState::PassedOver) + count(FilmState::Failed), 2);
        QCOMPARE(count(FilmState::Failed), 0);
        QCOMPARE(m_archive->stored(), 2);
    }

    void anArchiveThatIsAwayIsWaitedFor()
    {
        const quint16 port = m_archive->port();
        m_archive.reset();
        startNode();
        QVERIFY(sendAll(m_films));
        QTRY_VERIFY(m_node->status().archives[0].isAway);
        QTRY_COMPARE(count(FilmState::Judged), 6);
        QVERIFY(!m_node->status().complaints(0).isEmpty());
        m_archive = std::make_unique<Archive>(port);
        QTRY_COMPARE(count(FilmState::Delivered), 6);
        QCOMPARE(m_archive->objects(), 12);
        QVERIFY(!m_node->status().archives[0].isAway);
        QVERIFY(m_node->status().complaints(0).isEmpty());
        QVERIFY(logged(u"takes no results"_s) && logged(u"takes results again"_s));
    }

    /// One object that an archive never takes holds up nobody else, and is not lost silently.
    void refusedResultsAreGivenUpLoudly()
    {
        m_archive->refuse({reportClass});
        startNode();
        QVERIFY(sendAll(m_films.mid(0, 2)));
        QTRY_COMPARE(count(FilmState::GivenUp), 2);
        QVERIFY(logged(u"given up"_s));
        QCOMPARE(m_node->status().problems.size(), std::size_t{2});
        QVERIFY(!m_node->status().problems[0].reason.isEmpty());
        QVERIFY(m_archive->stored() >= 2 * m_config.patience.mostTries);

        m_node.reset();
        m_archive->refuse({});
        QCOMPARE(*retryFilms(m_config), 2);
        startNode();
        QTRY_COMPARE(count(FilmState::Delivered), 2);
        QCOMPARE(m_archive->objects(), 4);
    }

    void whatCannotBeJudgedIsKeptAndTold()
    {
        QByteArray film = filmToSend(50);
        film.replace("2.25.50", "2.25.51"); // still the same length
        const qsizetype pixels = film.size() - 2 * 64 * 64;
        film.truncate(pixels + 10); // the element says more than there is
        const QString path = m_data->filePath(u"broken.dcm"_s);
        QVERIFY(writeFileAtomically(path, film).hasValue());
        startNode();
        // A walk to its end shows that it is cut off: it is not even taken.
        const auto sent = dimse::send(sender("ROUTER"), {path}, {}, {}, {});
        QVERIFY(!sent || sent->front().problem);
        QVERIFY(filesOfNode().isEmpty());
    }

    /// Films whose texts would be paths, do not end, or are in no character set.
    void hostileTextsAreNoNames()
    {
        const std::pair<const char*, QByteArray> texts[] = {
            {"2.25.7001", "../../../"},
            {"2.25.7001", "/tmp/evil"},
            {"2.25.7001", "a/../../b"},
            {"2.25.7001", "\x1b[2J%s%n"},
            {"ISO_IR 100", "ISO_IR 999"},
            {"ISO_IR 100", "../../../."},
            {"P-17-0123456789", "/etc/passwd\0\0\0\0"},
        };
        startNode();
        QStringList paths;
        for (const auto& [from, to] : texts) {
            QByteArray film = filmToSend(60 + static_cast<int>(paths.size()), "1.2.840.10008.1.2.1",
                                         "2.25.7001");
            film.replace(from, to.leftJustified(static_cast<qsizetype>(qstrlen(from)), ' '));
            paths << m_data->filePath(u"hostile%1.dcm"_s.arg(paths.size()));
            QVERIFY(writeFileAtomically(paths.last(), film).hasValue());
        }
        const auto sent = dimse::send(sender("ROUTER"), paths, {}, {}, {});
        QVERIFY(sent.hasValue());
        QVERIFY(sendAll(m_films.mid(0, 1)));
        QTRY_COMPARE(count(FilmState::Received) + count(FilmState::Judged), 0);
        QVERIFY(count(FilmState::Delivered) >= 1);
        for (const QString& path : paths)
            QVERIFY(QFile::remove(path));
        QTRY_VERIFY(filesOfNode().isEmpty() || count(FilmState::Failed) > 0);
        QStringList others;
        QDirIterator files(m_data->path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString name = QFileInfo(files.next()).fileName();
            if (!name.startsWith(u"queue.sqlite"_s) && !name.endsWith(u".dcm"_s))
                others << name;
        }
        QVERIFY2(others.isEmpty(), qPrintable(others.join(u' ')));
        QVERIFY(!QFile::exists(u"/tmp/evil"_s));
    }

    void strangersAndMonitorsStoreNothing()
    {
        startNode();
        QVERIFY(dimse::echo(sender("ROUTER"), {}, {}).hasValue());
        QVERIFY(dimse::echo(sender("MONITOR"), {}, {}).hasValue());
        QVERIFY(!dimse::echo(sender("STRANGER"), {}, {}).hasValue());
        for (const char* aet : {"MONITOR", "STRANGER"}) {
            const auto sent = dimse::send(sender(aet), m_films, {}, {}, {});
            for (const SentFile& file : *sent)
                QVERIFY2(file.problem, aet);
        }
        QCOMPARE(m_node->status().network.received, 0);
        QVERIFY(filesOfNode().isEmpty());
    }

    void aFullDiskIsToldToTheSender()
    {
        m_config.leastFreeBytes = qint64{1} << 60;
        startNode();
        const auto sent = dimse::send(sender("ROUTER"), m_films.mid(0, 1), {}, {}, {});
        QVERIFY(sent->front().problem);
        QVERIFY2(sent->front().problem->message.contains(u"resources"_s, Qt::CaseInsensitive),
                 qPrintable(sent->front().problem->message));
        QVERIFY(filesOfNode().isEmpty());
    }

    void stoppedWorkGoesOn()
    {
        startNode();
        QVERIFY(sendAll(m_films));
        m_node.reset(); // in the midst of it
        startNode();
        QTRY_COMPARE(count(FilmState::Delivered), 6);
        QCOMPARE(m_archive->objects(), 12);
    }

    void onlyOneNodeHasAFolder()
    {
        startNode();
        const auto second = AiNode::start(m_config, *m_classifier, nullptr, m_writer);
        QVERIFY(!second);
        QVERIFY2(second.error().message.contains(u"node"_s), qPrintable(second.error().message));
    }

    void positivesAlone()
    {
        m_config.rules[0].ofPositives = true;
        startNode();
        QVERIFY(sendAll(m_films));
        QTRY_COMPARE(count(FilmState::Delivered) + count(FilmState::PassedOver), 6);
        QCOMPARE(m_archive->objects(), 2 * count(FilmState::Delivered));
    }

    void lungsHaveToBeThere()
    {
        m_config.rules[0].objects = {results::ObjectKind::Segmentation};
        const auto node = AiNode::start(m_config, *m_classifier, nullptr, m_writer);
        QVERIFY(!node);
        QCOMPARE(node.error().code, ErrorCode::InvalidArgument);
    }

    /// Neither the log nor the status leads to a patient.
    void nothingOfAPatientIsTold()
    {
        startNode();
        QVERIFY(sendAll(m_films));
        QTRY_COMPARE(count(FilmState::Delivered), 6);
        const auto status = askStatus(m_config.data, patienceMs);
        QVERIFY(status.hasValue());
        QCOMPARE(QJsonDocument::fromJson(*status)[u"films"_s][u"delivered"_s].toInt(), 6);
        const QJsonObject times
            = QJsonDocument::fromJson(*status)[u"seconds_to_delivery"_s].toObject();
        QCOMPARE(times[u"films"_s].toInt(), 6);
        QVERIFY(times[u"p95"_s].toDouble() >= times[u"median"_s].toDouble());
        QByteArray told = *status;
        {
            const std::lock_guard lock(m_logMutex);
            for (const LogEvent& event : m_log) {
                told += event.text.toUtf8();
                for (const auto& [name, value] : event.fields)
                    told += name + value.toUtf8();
            }
        }
        for (const char* secret : {"\xC3\xBCller", "P-17", "Q-", "2.25.", "A1"})
            QVERIFY2(!told.contains(secret), secret);
    }

private:
    void startNode()
    {
        auto node = AiNode::start(m_config, *m_classifier, nullptr, m_writer);
        QVERIFY2(node, qPrintable(node ? QString() : node.error().message));
        m_node = *std::move(node);
    }

    [[nodiscard]] Node sender(const QByteArray& aet) const
    {
        Node node;
        node.name = u"node"_s;
        node.host = u"127.0.0.1"_s;
        node.port = m_node->port();
        node.calledAet = "CCAD";
        node.callingAet = aet;
        return node;
    }

    [[nodiscard]] bool sendAll(const QStringList& files) const
    {
        const auto sent = dimse::send(sender("ROUTER"), files, {}, {}, {});
        return sent && std::none_of(sent->begin(), sent->end(), [](const SentFile& file) {
                   if (file.problem)
                       qWarning("%s", qPrintable(file.problem->message));
                   return file.problem.has_value();
               });
    }

    [[nodiscard]] int count(FilmState state) const
    {
        return static_cast<int>(m_node->status().films.of(state));
    }

    /// Films and results that it keeps.
    [[nodiscard]] QStringList filesOfNode() const
    {
        return QDir(m_data->filePath(u"films"_s)).entryList(QDir::Files)
            + QDir(m_data->filePath(u"results"_s))
                  .entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    }

    [[nodiscard]] bool logged(const QString& words) const
    {
        const std::lock_guard lock(m_logMutex);
        return std::any_of(m_log.begin(), m_log.end(),
                           [&](const LogEvent& event) { return event.text.contains(words); });
    }

    QTemporaryDir m_models;
    std::unique_ptr<Classifier> m_classifier;
    QStringList m_films;
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Archive> m_archive;
    NodeConfig m_config;
    mutable std::mutex m_logMutex;
    std::vector<LogEvent> m_log;
    const NodeLog m_writer = [this](const LogEvent& event) {
        const std::lock_guard lock(m_logMutex);
        m_log.push_back(event);
    };
    std::unique_ptr<AiNode> m_node;
};

QTEST_GUILESS_MAIN(TestAiNode)
#include "test_ai_node.moc"
