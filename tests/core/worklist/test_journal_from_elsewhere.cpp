// SPDX-License-Identifier: GPL-3.0-or-later
// A journal may come from anybody, and nothing in it is believed.
#include "core/worklist/internal/journal_schema.h"
#include "core/worklist/internal/study_row.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestJournalFromElsewhere final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    /// What a stranger does, without any of our defences.
    void alter(const QByteArray& statements) const
    {
        sqlite3* database = nullptr;
        QVERIFY(sqlite3_open(QFile::encodeName(m_path).constData(), &database) == SQLITE_OK);
        char* why = nullptr;
        const int done = sqlite3_exec(database, statements.constData(), nullptr, nullptr, &why);
        const QByteArray reason = why ? why : "";
        sqlite3_free(why);
        sqlite3_close(database);
        QVERIFY2(done == SQLITE_OK, reason.constData());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"stick.journal"_s);
        const auto journal = newJournal(m_path, 3);
        REQUIRE(recordOne(*journal, judgedRow(*journal, 1)));
    }

    void tablesThatCcadDoesNotMake_data()
    {
        QTest::addColumn<QByteArray>("statements");
        QTest::newRow("a view without an end in place of the studies")
            << QByteArray("ALTER TABLE studies RENAME TO kept; CREATE VIEW studies AS WITH "
                          "RECURSIVE n(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM n) "
                          "SELECT number FROM n");
        QTest::newRow("a trigger that turns verdicts round")
            << QByteArray("CREATE TRIGGER turn AFTER UPDATE OF verdict ON studies WHEN "
                          "NEW.verdict = 2 BEGIN UPDATE studies SET verdict = 1 WHERE number = "
                          "NEW.number; END");
        QTest::newRow("a column more") << QByteArray("ALTER TABLE studies ADD COLUMN more TEXT");
        QTest::newRow("another table") << QByteArray("CREATE TABLE more (x)");
        QTest::newRow("a generated column")
            << QByteArray("ALTER TABLE job ADD COLUMN more INTEGER GENERATED ALWAYS AS (1)");
        QTest::newRow("an index on an expression")
            << QByteArray("CREATE INDEX more ON studies (lower(file))");
        QTest::newRow("an index less") << QByteArray("DROP INDEX by_path");
        QTest::newRow("a check less")
            << QByteArray("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
                          "replace(sql, ' CHECK (verdict BETWEEN 0 AND 3)', '')");
        QTest::newRow("an older version that it is not") << QByteArray("PRAGMA user_version = 1");
        QTest::newRow("a version that there never was") << QByteArray("PRAGMA user_version = -1");
    }
    void tablesThatCcadDoesNotMake()
    {
        QFETCH(QByteArray, statements);
        alter(statements);
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal.hasValue());
        QCOMPARE(journal.error().code, ErrorCode::FileBroken);
        QVERIFY2(journal.error().message.contains(m_path), qPrintable(journal.error().message));
    }

    void whatSqliteGathersForItselfIsFine()
    {
        alter("ANALYZE");
        REQUIRE(Journal::open(m_path));
    }

    void pagesThatContradictEachOther()
    {
        alter("PRAGMA journal_mode = DELETE; VACUUM");
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        // The list of free pages is longer than the file.
        bytes.replace(32, 8, QByteArray::fromHex("0000000200000400"));
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal.hasValue());
        QCOMPARE(journal.error().code, ErrorCode::FileBroken);
    }

    void theConnectionIsClosedToTricks()
    {
        alter("CREATE VIEW spy AS SELECT 1");
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        // Views do not run, the schema is not written, and no value beyond all measure is made.
        QVERIFY(!(*database)->number("SELECT * FROM spy").hasValue());
        (void)(*database)->runOnce(u"PRAGMA writable_schema = ON"_s);
        QVERIFY(!(*database)
                     ->runOnce(u"UPDATE sqlite_schema SET sql = '' WHERE name = 'studies'"_s)
                     .hasValue());
        QVERIFY(!(*database)->number("SELECT length(zeroblob(100000000))").hasValue());
        QVERIFY(!(*database)->runOnce(u"ATTACH '%1' AS a; "_s.arg(m_path)).hasValue()
                || !(*database)->runOnce(u"ATTACH '%1' AS b; "_s.arg(m_path)).hasValue());
        QCOMPARE(*(*database)->number("SELECT count(*) FROM studies"), qint64{3});
    }

    void rowsSayWhatTheyCan_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::newRow("a class far away") << QByteArray("label = 2000000000");
        QTest::newRow("a class below") << QByteArray("label = -7");
        QTest::newRow("no probabilities") << QByteArray("probabilities = x''");
        QTest::newRow("no numbers") << QByteArray("probabilities = x'0000c07f0000c07f'");
        QTest::newRow("above one") << QByteArray("probabilities = x'0000004000000040'");
    }
    void rowsSayWhatTheyCan()
    {
        QFETCH(QByteArray, change);
        alter("UPDATE studies SET urgency = 7, milliseconds = -1, " + change
              + " WHERE number = 1");
        const auto journal = Journal::open(m_path);
        REQUIRE(journal);
        const auto study = (*journal)->study(1);
        REQUIRE(study);
        QCOMPARE(study->label, -1);
        QVERIFY(!study->urgency);
        QCOMPARE(study->milliseconds, 0.0);
    }

    void mapsCoverThePicture()
    {
        PlacedMap map;
        map.map = {1, 1, {0.5F}};
        map.window = {0, 0, 1, 1};
        QVERIFY(!mapFromStored(storedMap(map)).isEmpty());
        constexpr double infinity = std::numeric_limits<double>::infinity();
        for (const auto& [left, width] :
             std::vector<std::pair<double, double>>{{0, 0},
                                                    {0, -1},
                                                    {0, 1e9},
                                                    {0, infinity},
                                                    {-infinity, 1},
                                                    {std::nan(""), 1},
                                                    {0, std::nan("")}}) {
            map.window = {left, 0, width, 1};
            QVERIFY(mapFromStored(storedMap(map)).isEmpty());
        }
        map.window = {0, 0, 1, 1};
        map.map.values = {std::numeric_limits<float>::quiet_NaN()};
        QVERIFY(mapFromStored(storedMap(map)).isEmpty());
    }

    void jobsMakeSense_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("a positive class that there is not") << u"positive_class"_s << QJsonValue(2);
        QTest::newRow("none") << u"positive_class"_s << QJsonValue(-1);
        QTest::newRow("a threshold above one") << u"threshold"_s << QJsonValue(1.5);
        QTest::newRow("one class twice") << u"classes"_s << QJsonValue(QJsonArray{u"a"_s, u"a"_s});
        QTest::newRow("more titles than classes")
            << u"class_titles"_s << QJsonValue(QJsonArray{u"a"_s, u"b"_s, u"c"_s});
    }
    void jobsMakeSense()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QVERIFY(jobFromJson(jobToJson(toyJob())).has_value());
        QJsonObject json = QJsonDocument::fromJson(jobToJson(toyJob())).object();
        json[key] = value;
        QVERIFY(!jobFromJson(QJsonDocument(json).toJson()).has_value());
    }
};

QTEST_GUILESS_MAIN(TestJournalFromElsewhere)
#include "test_journal_from_elsewhere.moc"
