// SPDX-License-Identifier: GPL-3.0-or-later
// What a journal's file can be: old, new, damaged, somebody else's.
#include "core/worklist/identity_concerns.h"
#include "core/worklist/internal/journal_schema.h"
#include "core/worklist/internal/study_row.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// What a further version of the schema could be.
Result<void> addColumn(JournalDatabase& database)
{
    if (auto added = database.runOnce(
            u"ALTER TABLE studies ADD COLUMN reader TEXT NOT NULL DEFAULT 'unknown'"_s);
        !added)
        return added;
    return database.runOnce(u"UPDATE studies SET comment = 'from before'"_s);
}

Result<void> failAfterAChange(JournalDatabase& database)
{
    if (auto changed = database.runOnce(u"UPDATE studies SET comment = 'half a migration'"_s);
        !changed)
        return changed;
    return Error{ErrorCode::Internal, u"power cut"_s, {}};
}

} // namespace

class TestJournalFile final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    void createJournal(int rows) const
    {
        const auto journal = Journal::create(m_path, toyJob());
        REQUIRE(journal);
        REQUIRE(list(**journal, rows));
    }

    void write(const QByteArray& content) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    [[nodiscard]] QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// Opens a journal and reads all of it.
    [[nodiscard]] Result<void> readAll() const
    {
        const auto journal = Journal::open(m_path);
        if (!journal)
            return journal.error();
        if (const auto counts = (*journal)->counts(); !counts)
            return counts.error();
        return (*journal)->forEachByUrgency([](const ScreenedStudy&) { return Result<void>(); });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"journal"_s);
    }

    void anEmptyFileBecomesTheFirstVersion()
    {
        write("");
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        QCOMPARE(*(*database)->number("PRAGMA user_version"), qint64{0});
        REQUIRE(migrate(**database, journalMigrations()));
        QCOMPARE(*(*database)->number("PRAGMA user_version"), qint64{Journal::schemaVersion});
        REQUIRE(checkIsJournal(**database));
        REQUIRE(migrate(**database, journalMigrations())); // and stays so
    }

    void anOlderVersionIsMigrated()
    {
        createJournal(3);
        std::vector<Migration> steps(journalMigrations().begin(), journalMigrations().end());
        steps.push_back(&addColumn);
        {
            const auto database = openJournalDatabase(m_path);
            REQUIRE(migrate(**database, steps));
            QCOMPARE(*(*database)->number("PRAGMA user_version"),
                     qint64{Journal::schemaVersion + 1});
            QCOMPARE(*(*database)->number("SELECT count(*) FROM studies WHERE reader = 'unknown' "
                                          "AND comment = 'from before'"),
                     qint64{3});
        }
        // To this program it is a newer one now.
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::Unsupported);
        QVERIFY2(journal.error().message.contains(u"newer CCAD"_s),
                 qPrintable(journal.error().message));
    }

    /// One of the first version, whose identities were UIDs alone: row 1 is judged, row 2 with the
    /// same UID its duplicate, row 3 is queued.
    void writeFirstVersion() const
    {
        write("");
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        REQUIRE(migrate(**database, journalMigrations().first(1)));
        REQUIRE((*database)->run("INSERT INTO job (id, description, listed, listed_total) "
                                 "VALUES (1, ?, 1, 3)",
                                 {QString::fromUtf8(jobToJson(toyJob()))}));
        for (const char* row : {"(1, 1, '1.dcm', '/day/1.dcm', 10, 1, 0, 'uid:1.2', 'P1')",
                                "(2, 2, '2.dcm', '/day/2.dcm', 10, 1, 3, 'uid:1.2', 'P2')",
                                "(3, 3, '3.dcm', '/day/3.dcm', 10, 1, 4, '', '')"})
            REQUIRE(
                (*database)->runOnce(u"INSERT INTO studies (number, revision, file, path, bytes, "
                                     "modified_ms, status, identity, patient_id) VALUES "_s
                                     + QString::fromLatin1(row)));
    }

    void aJournalOfTheFirstVersionGoesOn()
    {
        writeFirstVersion();
        const auto journal = Journal::open(m_path);
        REQUIRE(journal);
        QVERIFY((*journal)->isListed());
        QCOMPARE((*journal)->study(1)->uid, u"1.2"_s);
        QVERIFY((*journal)->study(1)->isDicom);
        QCOMPARE((*journal)->study(2)->status, StudyStatus::Duplicate);
        QCOMPARE((*journal)->queued(0, 10)->size(), std::size_t{1});
        // Whether it is the same picture as row 1 nobody knows any more: it is judged.
        REQUIRE(recordOne(**journal, filmRow(**journal, 3, u"1.2"_s, u"a"_s)));
        for (const qint64 number : {1, 3}) {
            QCOMPARE((*journal)->study(number)->status, StudyStatus::Ok);
            QVERIFY(sayUidUsedTwice((*journal)->study(number)->warnings));
        }
        const auto counts = (*journal)->identityCounts();
        REQUIRE(counts);
        QCOMPARE(counts->duplicatesByUidAlone, qint64{1});
        QVERIFY(identityConcerns(*counts).contains(u"Screen them anew"_s));
    }

    void aMigrationThatFailsChangesNothing()
    {
        createJournal(3);
        const Migration steps[] = {journalMigrations()[0], journalMigrations()[1],
                                   journalMigrations()[2], &addColumn, &failAfterAChange};
        {
            const auto database = openJournalDatabase(m_path);
            QCOMPARE(migrate(**database, steps).error().message, u"power cut"_s);
        }
        const auto journal = Journal::open(m_path); // still of the version before
        REQUIRE(journal);
        QCOMPARE((*journal)->study(1)->comment, QString());
        QCOMPARE((*journal)->counts()->queued, qint64{3});
    }

    void onlyWhatWasNeverListedIsDiscarded()
    {
        auto fresh = Journal::create(m_path, toyJob());
        REQUIRE(fresh);
        QVERIFY(Journal::discardUnlisted(*std::move(fresh)));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList());

        auto listed = Journal::create(m_path, toyJob());
        REQUIRE(listed);
        REQUIRE(list(**listed, 2));
        QVERIFY(!Journal::discardUnlisted(*std::move(listed)));
        auto opened = Journal::open(m_path); // made by somebody else
        REQUIRE(opened);
        QVERIFY(!Journal::discardUnlisted(*std::move(opened)));
        QCOMPARE((*Journal::open(m_path))->counts()->total, qint64{2});
    }

    void whatCannotBeReadIsNotDiscarded()
    {
        auto journal = Journal::create(m_path, toyJob());
        REQUIRE(journal);
        REQUIRE(list(**journal, 2));
        {
            // As a disk that fails would: the batch is there, and cannot be asked.
            const auto database = openJournalDatabase(m_path);
            REQUIRE(database);
            REQUIRE((*database)->runOnce(u"ALTER TABLE job RENAME TO jobs"_s));
        }
        QVERIFY(!(*journal)->isListed().hasValue());
        QVERIFY(!(*journal)->listedTotal().hasValue());
        QVERIFY(!Journal::discardUnlisted(*std::move(journal)));
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        QCOMPARE(*(*database)->number("SELECT count(*) FROM studies"), qint64{2});
    }

    void whatOthersTookOverIsNotDiscarded()
    {
        auto claimed = Journal::create(m_path, toyJob());
        REQUIRE(claimed);
        {
            const auto claim = Journal::claim(m_path);
            REQUIRE(claim);
            QVERIFY(!Journal::discardUnlisted(*std::move(claimed)));
        }
        QVERIFY(QFile::exists(m_path));
        QVERIFY(QFile::remove(m_path));

        auto replaced = Journal::create(m_path, toyJob());
        REQUIRE(replaced);
        QVERIFY(QFile::rename(m_path, m_path + u".moved"_s));
        REQUIRE(Journal::create(m_path, toyJob()));
        QVERIFY(!Journal::discardUnlisted(*std::move(replaced)));
        QVERIFY(QFile::exists(m_path));
    }

    void aTokenForUnpackedFilesStays()
    {
        createJournal(2);
        const auto first = (*Journal::open(m_path))->unpackToken();
        REQUIRE(first);
        QCOMPARE(first->size(), 32);
        const auto journal = Journal::open(m_path);
        REQUIRE(journal);
        QCOMPARE(*(*journal)->unpackToken(), *first);
        QCOMPARE((*journal)->job(), toyJob()); // which it does not change
        QVERIFY(*(*newJournal(m_folder->filePath(u"other"_s), 1)).unpackToken() != *first);
        // A token that is none is not believed.
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        REQUIRE((*database)->runOnce(
            u"UPDATE job SET description = json_set(description, '$.unpack_token', '')"_s));
        const auto again = (*journal)->unpackToken();
        REQUIRE(again);
        QCOMPARE(again->size(), 32);
        QVERIFY(*again != *first);
    }

    void otherFilesAreLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("text") << QByteArray(5000, 'x');
        QTest::newRow("short") << QByteArray("SQLite");
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"other"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        {
            const auto database = openJournalDatabase(path);
            QVERIFY((*database)->runOnce(u"CREATE TABLE bookmarks (url TEXT)"_s));
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTest::newRow("another program's") << file.readAll();
    }

    void otherFilesAreLeftAlone()
    {
        QFETCH(QByteArray, bytes);
        write(bytes);
        const auto journal = Journal::open(m_path);
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::FileBroken);
        QVERIFY2(journal.error().message.contains(u"no journal of CCAD"_s),
                 qPrintable(journal.error().message));
        QCOMPARE(content(), bytes);
        QCOMPARE(Journal::create(m_path, toyJob()).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(content(), bytes);
    }

    void whatIsNoFileIsNotOpened()
    {
        QCOMPARE(Journal::open(m_path).error().code, ErrorCode::FileNotFound);
        QVERIFY(!QFile::exists(m_path));
        QVERIFY(mkfifo(QFile::encodeName(m_path).constData(), 0600) == 0);
        QCOMPARE(Journal::open(m_path).error().code, ErrorCode::FileBroken);
        QCOMPARE(Journal::open(m_folder->path()).error().code, ErrorCode::FileBroken);
    }

    void damageIsSaid_data()
    {
        QTest::addColumn<int>("first"); ///< page
        QTest::addColumn<int>("count");
        QTest::newRow("the schema") << 0 << 1;
        QTest::newRow("the middle") << 20 << 20;
        QTest::newRow("nearly all") << 1 << 1000;
    }

    void damageIsSaid()
    {
        QFETCH(int, first);
        QFETCH(int, count);
        createJournal(2000);
        REQUIRE(readAll());
        QByteArray bytes = content();
        constexpr qsizetype page = 4096;
        constexpr qsizetype fileHeader = 100; // otherwise it would be no SQLite file
        QVERIFY(bytes.size() > 60 * page);
        const qsizetype begin = std::max(first * page, fileHeader);
        const qsizetype end = std::min(bytes.size(), (first + count) * page);
        std::fill(bytes.begin() + begin, bytes.begin() + end, '\xa5');
        write(bytes);
        const auto read = readAll();
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileBroken);
        QVERIFY2(read.error().message.contains(m_path), qPrintable(read.error().message));
    }

    void aFileThatWasCutIsSaid()
    {
        createJournal(2000);
        write(content().left(content().size() / 2));
        const auto read = readAll();
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::FileBroken);
    }

    void aFullDiskIsSaid()
    {
        createJournal(10);
        const auto database = openJournalDatabase(m_path);
        REQUIRE(database);
        // What SQLite says at a limit of its own is what it says when the disk is full.
        REQUIRE((*database)->runOnce(u"PRAGMA max_page_count = 30"_s));
        const auto written = (*database)->inTransaction([&]() -> Result<void> {
            return (*database)->runOnce(u"INSERT INTO thumbnails VALUES (1, zeroblob(1000000))"_s);
        });
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
        QVERIFY2(written.error().message.contains(u"no room left"_s),
                 qPrintable(written.error().message));
        QCOMPARE(*(*database)->number("SELECT count(*) FROM thumbnails"), qint64{0});
        REQUIRE(readAll());
    }

    void nowhereToWrite()
    {
        write("a file, not a folder");
        m_path += u"/journal"_s;
        QCOMPARE(Journal::create(m_path, toyJob()).error().code, ErrorCode::WriteFailed);
        QCOMPARE(Journal::claim(m_path).error().code, ErrorCode::WriteFailed);
    }

    void countsBeyondNumbersCanBeAddedUp()
    {
        const QByteArray most = "9223372036854775807";
        const CompanionCounts counts = companionsOf("{\"left_out\":{\"system\":" + most
                                                    + ",\"locks\":" + most + ",\"documents\":-5}}");
        QVERIFY(counts.of(Companion::System) > 0);
        QCOMPARE(counts.of(Companion::Document), 0);
        QCOMPARE(counts.total(), 2 * counts.of(Companion::System));
    }

    void jobsThatMakeNoSense()
    {
        QCOMPARE(Journal::create(m_path, toyJob(4, 3)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(Journal::create(m_path, toyJob(0, 3)).error().code, ErrorCode::InvalidArgument);
        QVERIFY(!QFile::exists(m_path));
    }
};

QTEST_GUILESS_MAIN(TestJournalFile)
#include "test_journal_file.moc"
