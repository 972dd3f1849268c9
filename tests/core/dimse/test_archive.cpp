// SPDX-License-Identifier: GPL-3.0-or-later
// Against the archives that Debian brings: DCMTK's and Orthanc.
#include "core/dimse/dimse_client.h"
#include "tests/core/dimse/asked_archive.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/raw_peer.h"
#include "tests/support/sent_films.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestDimseArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void echoes_data();
    void echoes();
    void tellsWhyNobodyAnswers();
    void tellsThatTheTitleIsWrong();
    void findsOnEachLevel_data();
    void findsOnEachLevel();
    void findsUmlauts_data();
    void findsUmlauts();
    void cutsAtTheLimit_data();
    void cutsAtTheLimit();
    void gets_data();
    void gets();
    void getsCompressedFilmsAsTheyAre();
    void moves_data();
    void moves();
    void cancelsARetrieval();

private:
    void bothArchives() const
    {
        QTest::addColumn<bool>("isOrthanc");
        QTest::newRow("dcmqrscp") << false;
        QTest::newRow("Orthanc") << true;
    }
    [[nodiscard]] Node archive() const
    {
        QFETCH(bool, isOrthanc);
        return isOrthanc ? nodeAt(m_orthanc->port(), "ORTHANC")
                         : nodeAt(m_dcmqrscp->port(), "QRSCP");
    }
    [[nodiscard]] StagingFolder staging() const
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
    std::unique_ptr<Orthanc> m_orthanc;
    mutable std::unique_ptr<QTemporaryDir> m_staged;
};

void TestDimseArchive::initTestCase()
{
    m_paths = writeFilms(m_films.path(), 5);
    m_dcmqrscp = std::make_unique<Dcmqrscp>();
    m_orthanc = std::make_unique<Orthanc>();
    CCAD_NEED_PEER(*m_dcmqrscp);
    CCAD_NEED_PEER(*m_orthanc);
    for (const Node& node :
         {nodeAt(m_orthanc->port(), "ORTHANC"), nodeAt(m_dcmqrscp->port(), "QRSCP")}) {
        const auto sent = dimse::send(node, m_paths, {}, {}, {});
        QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
        QCOMPARE(sent->size(), std::size_t{5});
        for (const SentFile& file : *sent)
            QVERIFY2(!file.problem, qPrintable(file.problem ? file.problem->message : QString()));
    }
}

void TestDimseArchive::cleanupTestCase()
{
    m_dcmqrscp.reset();
    m_orthanc.reset();
}

void TestDimseArchive::echoes_data()
{
    bothArchives();
}

void TestDimseArchive::echoes()
{
    const auto ok = dimse::echo(archive(), {}, {});
    QVERIFY2(ok.hasValue(), qPrintable(ok.error().message));
}

void TestDimseArchive::tellsWhyNobodyAnswers()
{
    const auto ok = dimse::echo(nodeAt(freePort(), "QRSCP"), {}, {});
    QVERIFY(!ok);
    QCOMPARE(ok.error().code, ErrorCode::NetworkFailed);
}

void TestDimseArchive::tellsThatTheTitleIsWrong()
{
    const auto ok = dimse::echo(nodeAt(m_orthanc->port(), "NOBODY"), {}, {});
    QVERIFY(!ok);
    QVERIFY2(ok.error().message.contains(u"AE title"_s), qPrintable(ok.error().message));
}

void TestDimseArchive::findsOnEachLevel_data()
{
    QTest::addColumn<bool>("isOrthanc");
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("matches");
    for (const bool isOrthanc : {false, true}) {
        const char* name = isOrthanc ? "Orthanc" : "dcmqrscp";
        QTest::addRow("%s patients", name) << isOrthanc << int(QueryLevel::Patient) << 1;
        QTest::addRow("%s studies", name) << isOrthanc << int(QueryLevel::Study) << 1;
        QTest::addRow("%s series", name) << isOrthanc << int(QueryLevel::Series) << 1;
        QTest::addRow("%s images", name) << isOrthanc << int(QueryLevel::Image) << 5;
    }
}

void TestDimseArchive::findsOnEachLevel()
{
    QFETCH(int, level);
    QFETCH(int, matches);
    Query query;
    query.level = static_cast<QueryLevel>(level);
    query.keys = usualKeys(query.level);
    if (query.level >= QueryLevel::Series)
        query.keys[attribute::studyUid] = u"2.25.1000"_s;
    if (query.level == QueryLevel::Image)
        query.keys[attribute::seriesUid] = u"2.25.1001"_s;
    const auto answer = dimse::find(archive(), query, {}, {}, {});
    QVERIFY2(answer.hasValue(), qPrintable(answer ? QString() : answer.error().message));
    QCOMPARE(static_cast<int>(answer->matches.size()), matches);
    QVERIFY(!answer->isCut);
}

void TestDimseArchive::findsUmlauts_data()
{
    bothArchives();
}

void TestDimseArchive::findsUmlauts()
{
    Query query;
    query.keys = usualKeys(query.level);
    query.keys[attribute::patientId] = u"P-*"_s;
    const auto answer = dimse::find(archive(), query, {}, {}, {});
    QVERIFY2(answer.hasValue(), qPrintable(answer ? QString() : answer.error().message));
    QCOMPARE(answer->matches.size(), std::size_t{1});
    QCOMPARE(answer->matches.front().text(attribute::patientName), u"Müller^Jörg"_s);
    QCOMPARE(answer->matches.front().text(attribute::studyUid), u"2.25.1000"_s);
}

void TestDimseArchive::cutsAtTheLimit_data()
{
    bothArchives();
}

void TestDimseArchive::cutsAtTheLimit()
{
    Query query;
    query.level = QueryLevel::Image;
    query.keys = usualKeys(query.level);
    query.keys[attribute::studyUid] = u"2.25.1000"_s;
    query.keys[attribute::seriesUid] = u"2.25.1001"_s;
    NetworkLimits limits;
    limits.mostMatches = 3;
    const auto answer = dimse::find(archive(), query, limits, {}, {});
    QVERIFY2(answer.hasValue(), qPrintable(answer ? QString() : answer.error().message));
    QCOMPARE(answer->matches.size(), std::size_t{3});
    QVERIFY(answer->isCut);
}

void TestDimseArchive::gets_data()
{
    bothArchives();
}

void TestDimseArchive::gets()
{
    const StagingFolder folder = staging();
    qint64 lastDone = 0;
    const auto got = dimse::get(archive(), studyQuery(), folder, {},
                                [&](qint64 done, qint64, const QString&) { lastDone = done; }, {});
    QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
    QCOMPARE(got->objects.size(), std::size_t{5});
    QCOMPARE(got->failed, 0);
    QCOMPARE(lastDone, qint64{5});
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 5);
    for (const ReceivedObject& object : got->objects) {
        QVERIFY(QFile::exists(object.path));
        QCOMPARE(object.studyUid, QByteArray("2.25.1000"));
    }
}

void TestDimseArchive::getsCompressedFilmsAsTheyAre()
{
    const QByteArray syntax = "1.2.840.10008.1.2.4.70";
    QFile file(m_films.filePath(u"compressed.dcm"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(filmToSend(77, syntax, "2.25.2000"));
    file.close();
    const Node node = nodeAt(m_orthanc->port(), "ORTHANC");
    const auto sent = dimse::send(node, {file.fileName()}, {}, {}, {});
    QVERIFY(sent.hasValue());
    QVERIFY2(!sent->front().problem,
             qPrintable(sent->front().problem ? sent->front().problem->message : QString()));
    Query query = studyQuery();
    query.keys[attribute::studyUid] = u"2.25.2000"_s;
    const auto got = dimse::get(node, query, staging(), {}, {}, {});
    QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
    QCOMPARE(got->objects.size(), std::size_t{1});
    QCOMPARE(got->objects.front().transferSyntaxUid, syntax);
}

void TestDimseArchive::moves_data()
{
    bothArchives();
}

void TestDimseArchive::moves()
{
    QFETCH(bool, isOrthanc);
    dimse::MoveTarget target;
    target.port = isOrthanc ? m_orthanc->movePort() : m_dcmqrscp->movePort();
    Query query = studyQuery();
    query.level = QueryLevel::Image;
    query.keys[attribute::seriesUid] = u"2.25.1001"_s;
    query.keys[attribute::sopInstanceUid] = u"2.25.2"_s;
    const auto got = dimse::move(archive(), query, target, staging(), {}, {}, {});
    QVERIFY2(got.hasValue(), qPrintable(got ? QString() : got.error().message));
    QCOMPARE(got->objects.size(), std::size_t{1});
    QCOMPARE(got->objects.front().sopInstanceUid, QByteArray("2.25.2"));
    QCOMPARE(got->failed, 0);
}

void TestDimseArchive::cancelsARetrieval()
{
    const StagingFolder folder = staging();
    const CancelToken cancel;
    const auto got = dimse::get(
        nodeAt(m_dcmqrscp->port(), "QRSCP"), studyQuery(), folder, {},
        [&](qint64, qint64, const QString&) { cancel.cancel(); }, cancel);
    QVERIFY(!got);
    QCOMPARE(got.error().code, ErrorCode::Cancelled);
    // What is there is whole.
    QVERIFY(QDir(folder.path()).entryList({u"*.part"_s}, QDir::Files).isEmpty());
    // And the archive serves the next one.
    QVERIFY(dimse::echo(nodeAt(m_dcmqrscp->port(), "QRSCP"), {}, {}).hasValue());
}

QTEST_GUILESS_MAIN(TestDimseArchive)
#include "test_archive.moc"
