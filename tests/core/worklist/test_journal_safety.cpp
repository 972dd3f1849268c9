// SPDX-License-Identifier: GPL-3.0-or-later
// What a journal keeps, and whom it keeps from nothing.
#include "core/base/files.h"
#include "core/sqlite/sqlite_database.h"
#include "core/worklist/identity_concerns.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

QString journalIn(const QString& folder)
{
    return folder + u"/day.ccad"_s;
}

} // namespace

class TestJournalSafety final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAKilledRunLeftGoesAtTheNextStart()
    {
        const QStringList left = {u"journal.new-0123abcd"_s, u"journal.new-0123abcd-journal"_s};
        const QStringList others
            = {u"journal.new-notes.txt"_s, u"other.new-0123abcd"_s, u"journal.new-0123abcd.bak"_s};
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"journal"_s);
        for (const QString& name : left + others)
            REQUIRE(writeFileAtomically(folder.filePath(name), "bytes"));
        {
            const auto claim = Journal::claim(path); // another run makes it just now
            REQUIRE(claim);
            QVERIFY(!Journal::create(path, toyJob()));
            for (const QString& name : left)
                QVERIFY(QFile::exists(folder.filePath(name)));
        }
        REQUIRE(Journal::create(path, toyJob()));
        for (const QString& name : left)
            QVERIFY2(!QFile::exists(folder.filePath(name)), qPrintable(name));
        for (const QString& name : others)
            QVERIFY2(QFile::exists(folder.filePath(name)), qPrintable(name));
    }

    void aListingThatFoundNothingIsDiscarded()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"journal"_s);
        auto journal = Journal::create(path, toyJob());
        REQUIRE(journal);
        REQUIRE(list(**journal, 0));
        QVERIFY(Journal::discardUnlisted(*std::move(journal)));
        QVERIFY(!QFile::exists(path));
    }

    void aJournalWithoutItsJobIsKept()
    {
        const QTemporaryDir home;
        auto journal = Journal::create(journalIn(home.path()), toyJob());
        REQUIRE(journal);
        {
            const auto other = SqliteDatabase::open(journalIn(home.path()), {u"journal"_s, {}, {}});
            REQUIRE(other);
            REQUIRE((*other)->run("DELETE FROM job"));
        }
        QCOMPARE((*journal)->isListed().error().code, ErrorCode::FileBroken);
        QVERIFY(!Journal::discardUnlisted(*std::move(journal)));
        QVERIFY(QFileInfo::exists(journalIn(home.path())));
    }

    void changesOfAJournalThatIsGoneAreNotMixedIn()
    {
        for (const char* suffix : {"-wal", "-journal"}) {
            const QTemporaryDir home;
            const QString path = journalIn(home.path());
            const QString left = path + QString::fromLatin1(suffix);
            QFile file(left);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("changes") == 7);
            file.close();
            const auto created = Journal::create(path, toyJob());
            QVERIFY(!created);
            QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
            QVERIFY2(created.error().message.contains(left), qPrintable(created.error().message));
            QCOMPARE(QDir(home.path()).entryList(QDir::Files),
                     QStringList{QFileInfo(left).fileName()});
            QVERIFY(QFile::remove(left));
            REQUIRE(Journal::create(path, toyJob()));
        }
    }

    void verdictsAreKeptWhileFilesAreLookedFor()
    {
        const QTemporaryDir home;
        const QString path = journalIn(home.path());
        newJournal(path, 3);
        std::atomic<bool> isLooking = false;
        std::atomic<bool> isJudged = false;
        QString failure;
        std::thread batch([&] {
            const auto journal = Journal::open(path);
            const auto listed
                = (*journal)->addListing([&](const Journal::AddEntry& add) -> Result<void> {
                      auto added = add(entry(4));
                      isLooking = true;
                      while (!isJudged) // an archive is being unpacked
                          std::this_thread::yield();
                      return added;
                  });
            if (!listed)
                failure = listed.error().message;
        });
        while (!isLooking)
            std::this_thread::yield();
        Result<void> kept;
        {
            const auto reader = Journal::open(path);
            kept = (*reader)->setVerdict(1, Verdict::Agree, u"seen"_s);
        }
        isJudged = true;
        batch.join();
        REQUIRE(kept);
        QCOMPARE(failure, QString());
        QCOMPARE((*Journal::open(path))->counts()->total, qint64{4});
    }

    void whatWasLeftOutIsRememberedWithTheListing()
    {
        const QTemporaryDir home;
        const auto journal = newJournal(journalIn(home.path()), 0);
        CompanionCounts found;
        const auto look = [&](bool fails) {
            return journal->addListing(
                [&](const Journal::AddEntry& add) -> Result<void> {
                    found.add(Companion::System, 2);
                    if (fails)
                        return Error{ErrorCode::FileUnreadable, u"the share went away"_s, {}};
                    return add(entry(1));
                },
                &found);
        };
        QVERIFY(!look(true));
        QVERIFY(companionText(*journal->companions()).isEmpty());
        found = {};
        REQUIRE(look(false));
        QCOMPARE(companionText(*journal->companions()), companionText(found));
        QVERIFY(!companionText(found).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestJournalSafety)
#include "test_journal_safety.moc"
