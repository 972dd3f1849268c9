// SPDX-License-Identifier: GPL-3.0-or-later
// Rules, the files of a node, its status and the socket that tells it.
#include "core/ai_node/film_route.h"
#include "core/ai_node/internal/film_files.h"
#include "core/ai_node/internal/result_courier.h"
#include "core/ai_node/status_socket.h"
#include "core/base/files.h"
#include "tests/support/sent_films.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

results::FilmSource chestOf(const QString& modality, const QString& bodyPart)
{
    results::FilmSource film;
    film.modality = modality;
    film.bodyPart = bodyPart;
    film.studyInstanceUid = u"2.25.1"_s;
    return film;
}

NodeConfig configOf(const NodeRule& rule)
{
    NodeConfig config;
    config.rules = {rule};
    return config;
}

constexpr auto name = "0123456789abcdef0123456789abcdef"_L1;

} // namespace

class TestNodeParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesChoose_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QString>("modality");
        QTest::addColumn<QString>("bodyPart");
        QTest::addColumn<bool>("isChosen");
        QTest::newRow("chest") << u"ROUTER"_s << u"DX"_s << u"CHEST"_s << true;
        QTest::newRow("small letters") << u"ROUTER"_s << u"cr"_s << u"chest"_s << true;
        QTest::newRow("not said") << u"ROUTER"_s << u"CR"_s << QString() << true;
        QTest::newRow("hand") << u"ROUTER"_s << u"DX"_s << u"HAND"_s << false;
        QTest::newRow("CT") << u"ROUTER"_s << u"CT"_s << u"CHEST"_s << false;
        QTest::newRow("report") << u"ROUTER"_s << u"SR"_s << QString() << false;
        QTest::newRow("other peer") << u"WARD"_s << u"DX"_s << u"CHEST"_s << false;
    }

    void rulesChoose()
    {
        QFETCH(QString, peer);
        QFETCH(QString, modality);
        QFETCH(QString, bodyPart);
        QFETCH(bool, isChosen);
        NodeRule rule;
        rule.from = {u"ROUTER"_s};
        rule.bodyParts = {u"CHEST"_s, u""_s};
        const NodeConfig config = configOf(rule);
        const FilmRoute route = routeOf(config, peer, chestOf(modality, bodyPart));
        QCOMPARE(route.rule != nullptr, isChosen);
        QCOMPARE(route.reason.isEmpty(), isChosen);
    }

    void itsOwnResultsAreRecognised()
    {
        const NodeConfig config = configOf({});
        results::FilmSource film = chestOf(u"DX"_s, u"CHEST"_s);
        QVERIFY(routeOf(config, {}, film).rule != nullptr);
        film.manufacturer = u"CCAD"_s;
        QVERIFY(routeOf(config, {}, film).rule == nullptr);
    }

    /// Several nodes share the studies, and each study has exactly one.
    void nodesShareTheWork()
    {
        std::map<int, int> studies;
        for (int i = 0; i < 3000; ++i) {
            const QString uid = u"1.2.840.%1"_s.arg(i);
            int takers = 0;
            for (int part = 1; part <= 3; ++part) {
                NodeRule rule;
                rule.part = part;
                rule.parts = 3;
                const NodeConfig config = configOf(rule);
                results::FilmSource film = chestOf(u"DX"_s, u"CHEST"_s);
                film.studyInstanceUid = uid;
                takers += routeOf(config, {}, film).rule != nullptr ? 1 : 0;
            }
            QCOMPARE(takers, 1);
            ++studies[partOfStudy(uid, 3)];
        }
        for (const auto& [part, count] : studies)
            QVERIFY2(count > 850 && count < 1150, qPrintable(QString::number(count)));
    }

    void theSameWorkHasTheSameKey()
    {
        NodeRule rule;
        rule.objects = {results::ObjectKind::StructuredReport};
        rule.to = u"PACS"_s;
        const QByteArray key = workKey("hash", rule, u"model"_s);
        QCOMPARE(workKey("hash", rule, u"model"_s), key);
        QVERIFY(workKey("hasj", rule, u"model"_s) != key);
        QVERIFY(workKey("hash", rule, u"modem"_s) != key);
        rule.objects.push_back(results::ObjectKind::SecondaryCapture);
        QVERIFY(workKey("hash", rule, u"model"_s) != key);
    }

    void filesGoAndOthersStay()
    {
        const QTemporaryDir data;
        auto files = ai_node::FilmFiles::open(data.path());
        QVERIFY(files.hasValue());
        const QString other = data.filePath(u"films/notes.txt"_s);
        const QString unknown = data.filePath(u"films/%1.dcm"_s.arg(QString(32, u'a')));
        const QString half = data.filePath(u"films/%1.part"_s.arg(QString(32, u'b')));
        for (const QString& path : {other, unknown, half, files->film(name)})
            QVERIFY(writeFileAtomically(path, "x").hasValue());
        const auto results = files->newResults(name);
        QVERIFY(results.hasValue());
        const QString report = *results + u"/1.sr.dcm"_s;
        QVERIFY(writeFileAtomically(report, filmToSend(1)).hasValue());
        QVERIFY(files
                    ->keepResults(
                        name,
                        {{results::ObjectKind::StructuredReport, report, u"1.2.3"_s, u"2.25.1"_s}})
                    .hasValue());
        QVERIFY(files->newResults(QString(32, u'c')).hasValue());

        files->removeOthers({name});
        QVERIFY(QFile::exists(other));
        QVERIFY(!QFile::exists(unknown));
        QVERIFY(!QFile::exists(half));
        QVERIFY(!QDir(data.filePath(u"results/"_s + QString(32, u'c'))).exists());
        const auto kept = files->results(name);
        QCOMPARE(kept->size(), std::size_t{1});
        const auto object = objectOfFile(kept->front(), 1 << 20, {});
        QCOMPARE(object->dataset().first(4), QByteArrayView("\x08\0\x05\0", 4));
        QCOMPARE(object->identity.sopInstanceUid, "2.25.1");
        QVERIFY(files->newResults(name).hasValue());
        QVERIFY2(!files->results(name), "what an earlier try left is gone");
        QVERIFY(files->remove(name));
        QVERIFY(!QFile::exists(files->film(name)));
        QVERIFY(!files->results(name).hasValue());
        QVERIFY(files->freeBytes() > 0);
    }

    void pausesGrow()
    {
        const NodePatience patience{1000, 10000, 5};
        QCOMPARE(ai_node::pauseAfter(0, patience), 1000);
        QCOMPARE(ai_node::pauseAfter(1, patience), 2000);
        QCOMPARE(ai_node::pauseAfter(3, patience), 8000);
        QCOMPARE(ai_node::pauseAfter(4, patience), 10000);
        QCOMPARE(ai_node::pauseAfter(1000, patience), 10000);
    }

    void theStatusIsTold()
    {
        const QTemporaryDir data;
        const QString folder
            = data.filePath(QString(150, u'd')); // longer than a socket's path may be
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(askStatus(folder, 1000).error().code, ErrorCode::FileNotFound);
        // As a killed node leaves it.
        QVERIFY(writeFileAtomically(folder + u"/status.socket"_s, "").hasValue());
        auto socket = StatusSocket::open(folder, [] { return QByteArray(100000, 'x'); });
        QVERIFY2(socket, qPrintable(socket ? QString() : socket.error().message));
        QCOMPARE(askStatus(folder, 10000)->size(), 100000);
        QCOMPARE(askStatus(folder, 10000)->size(), 100000);
        socket->reset();
        QCOMPARE(askStatus(folder, 1000).error().code, ErrorCode::FileNotFound);
        QVERIFY(!QFile::exists(folder + u"/status.socket"_s));
    }

    void saysWhatSomebodyShouldLookAfter()
    {
        NodeStatus status;
        QVERIFY(status.complaints(1000).isEmpty());
        status.archives.push_back({u"PACS"_s, true, u"It does not answer."_s, 5000, 0, 0});
        status.films.ofState[static_cast<int>(FilmState::Failed)] = 2;
        status.films.oldestWaitingMs = 1;
        const QStringList complaints = status.complaints(3600 * 1000);
        QCOMPARE(complaints.size(), 3);
        QVERIFY(complaints[0].contains(u"PACS"_s));
        QVERIFY(complaints[1].contains(u'2'));
        QVERIFY(complaints[2].contains(u"59 minutes"_s));
        const QJsonObject json = jsonOf(status, 2000);
        QCOMPARE(json[u"healthy"_s].toBool(), false);
        QCOMPARE(json[u"archives"_s][0][u"retry_in_seconds"_s].toInt(), 3);
        QCOMPARE(json[u"films"_s][u"failed"_s].toInt(), 2);
    }
};

QTEST_GUILESS_MAIN(TestNodeParts)
#include "test_node_parts.moc"
