// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/worklist/journal_fixture.h"

#include <QFile>
#include <QTest>

#include <limits>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestJournal final : public QObject, private JournalHome
{
    Q_OBJECT

private Q_SLOTS:
    void init() { makeFolder(); }

    void remembersItsJob()
    {
        newJournal();
        const auto journal = Journal::open(m_path);
        REQUIRE(journal);
        QCOMPARE((*journal)->job(), toyJob());
        QCOMPARE((*journal)->path(), m_path);
        QVERIFY(!*(*journal)->isListed());
        QCOMPARE((*journal)->counts()->total, qint64{0});
    }

    void isForItsUserAlone()
    {
        const auto journal = newJournal(3);
        const auto others
            = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        int files = 0;
        for (const QFileInfo& file : QDir(m_folder->path()).entryInfoList(QDir::Files)) {
            QVERIFY2(!(file.permissions() & others), qPrintable(file.fileName()));
            ++files;
        }
        QCOMPARE(files, 3); // with the write-ahead log and its index
    }

    void createNeverOverwrites()
    {
        newJournal(2);
        const auto second = Journal::create(m_path, toyJob());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(*(*Journal::open(m_path))->listedTotal(), qint64{2});
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{u"day.ccad"_s});
    }

    void listsInOrder()
    {
        const auto journal = newJournal(5);
        QVERIFY(*journal->isListed());
        QCOMPARE(*journal->listedTotal(), qint64{5});
        const auto queued = journal->queued(2, 2);
        REQUIRE(queued);
        QCOMPARE(queued->size(), std::size_t{2});
        QCOMPARE((*queued)[0].number, qint64{3});
        QCOMPARE((*queued)[0].file, u"3.dcm"_s);
        QCOMPARE((*queued)[0].path, u"/day/3.dcm"_s);
        QCOMPARE((*queued)[0].bytes, qint64{105});
        QCOMPARE((*queued)[0].modifiedMs, qint64{1700000000000});
        QCOMPARE((*queued)[1].number, qint64{4});
    }

    void aListingThatFailsLeavesNothing()
    {
        const auto journal = newJournal();
        const Error breakDown{ErrorCode::FileUnreadable, u"the share went away"_s, {}};
        const auto listed = journal->addListing([&](const Journal::AddEntry& add) -> Result<void> {
            for (int i = 1; i <= 500; ++i)
                if (auto added = add(entry(i)); !added)
                    return added;
            return breakDown;
        });
        QVERIFY(!listed);
        QCOMPARE(listed.error().message, breakDown.message);
        QVERIFY(!*journal->isListed());
        QCOMPARE(journal->counts()->total, qint64{0});
        REQUIRE(list(*journal, 3));
        QCOMPARE((*journal->queued(0, 10)).front().number, qint64{1});
    }

    void problemsOfIntakeAreRecordedAtOnce()
    {
        const auto journal = newJournal();
        REQUIRE(journal->addListing([](const Journal::AddEntry& add) -> Result<void> {
            IntakeEntry pipe = entry(1);
            pipe.problem = Error{ErrorCode::FileUnreadable, u"A pipe."_s, {}};
            IntakeEntry index = entry(2);
            index.problem = Error{ErrorCode::Refused, u"An index."_s, {}};
            IntakeEntry archive = entry(3);
            archive.problem = Error{ErrorCode::FileBroken, u"A broken ZIP."_s, {}};
            for (const IntakeEntry& each : {pipe, index, archive, entry(4)})
                if (auto added = add(each); !added)
                    return added;
            return {};
        }));
        const auto counts = journal->counts();
        QCOMPARE(counts->failed, qint64{2});
        QCOMPARE(counts->refused, qint64{1});
        QCOMPARE(counts->queued, qint64{1});
        QCOMPARE(counts->done(), qint64{3});
        QCOMPARE(journal->study(1)->reason, u"A pipe."_s);
        // Reading a broken archive as a picture would not make it better.
        QCOMPARE(*journal->requeueFailed(), qint64{1});
        QCOMPARE(journal->study(1)->status, StudyStatus::Queued);
        QCOMPARE(journal->study(1)->reason, QString());
        QCOMPARE(journal->study(3)->status, StudyStatus::Failed);
    }

    void laterListingsPassOverWhatIsKnown()
    {
        const auto journal = newJournal(2);
        REQUIRE(list(*journal, 3));
        QCOMPARE(journal->counts()->total, qint64{3});
        QCOMPARE(journal->study(3)->file, u"3.dcm"_s);
        QVERIFY(*journal->knows(entry(3)));
        IntakeEntry changed = entry(3);
        changed.modifiedMs += 1;
        QVERIFY(!*journal->knows(changed));
    }

    void anArchiveWithRowsIsKnown()
    {
        const auto journal = newJournal();
        IntakeEntry archive = entry(u"day.zip"_s);
        QVERIFY(!*journal->knows(archive));
        REQUIRE(journal->addListing([&](const Journal::AddEntry& add) {
            IntakeEntry member = entry(u"day.zip/1.dcm"_s);
            member.path = u"/unpacked/00001-1.dcm"_s;
            member.archive = {archive.path, archive.bytes, archive.modifiedMs};
            return add(member);
        }));
        QVERIFY(*journal->knows(archive));
        archive.bytes += 1;
        QVERIFY(!*journal->knows(archive));
    }

    void keepsOnlyItsShard()
    {
        const auto journal = Journal::create(m_path, toyJob(2, 3));
        REQUIRE(journal);
        REQUIRE(list(**journal, 10));
        QCOMPARE(*(*journal)->listedTotal(), qint64{10});
        const auto queued = (*journal)->queued(0, 10);
        QCOMPARE(queued->size(), std::size_t{3}); // 2, 5, 8
        QCOMPARE(queued->back().number, qint64{8});
    }

    void recordsEverything()
    {
        const auto journal = newJournal(3);
        ScreenedStudy study = judgedRow(*journal, 2, u"uid:1.2.3"_s);
        const QByteArray picture("\xff\xd8 any bytes \0 at all", 22);
        REQUIRE(journal->record(std::span(&study, 1), std::span(&picture, 1)));
        REQUIRE(journal->setVerdict(2, Verdict::Disagree, u"Überlagerung, \"nein\""_s));
        study.verdict = Verdict::Disagree;
        study.comment = u"Überlagerung, \"nein\""_s;
        const auto again = Journal::open(m_path); // while the first has it open, too
        REQUIRE(again);
        QVERIFY(same(*(*again)->study(2), study));
        QCOMPARE(*(*again)->thumbnail(2), picture);
        QCOMPARE(*(*again)->thumbnail(1), QByteArray());
        QCOMPARE((*again)->counts()->ok, qint64{1});
        QCOMPARE((*again)->counts()->queued, qint64{2});
    }

    void unknownRowsAreRefused()
    {
        const auto journal = newJournal(1);
        ScreenedStudy study = judgedRow(*journal, 1);
        study.number = 7;
        QCOMPARE(recordOne(*journal, study).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(journal->setVerdict(7, Verdict::Agree, {}).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(journal->study(7).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(journal->counts()->queued, qint64{1});
    }

    void aFailingBatchRecordsNothing()
    {
        const auto journal = newJournal(2);
        std::vector studies{judgedRow(*journal, 1), judgedRow(*journal, 2)};
        studies[1].number = 99;
        QVERIFY(!journal->record(studies, {}));
        QCOMPARE(journal->counts()->ok, qint64{0});
    }

    void aBatchAndAReaderShareOneFile()
    {
        // One thread records a batch while another, with an object of its own, gives verdicts.
        constexpr int rows = 400;
        newJournal(rows);
        QString failure;
        std::thread batch([&] {
            const auto journal = Journal::open(m_path);
            for (int first = 1; first <= rows; first += 16) {
                std::vector<ScreenedStudy> studies;
                for (int number = first; number < std::min(first + 16, rows + 1); ++number)
                    studies.push_back(judgedRow(**journal, number));
                if (auto done = (*journal)->record(studies, {}); !done)
                    failure = done.error().message;
            }
        });
        const auto reader = Journal::open(m_path);
        QString readerFailure;
        for (int number = 1; number <= rows; number += 4)
            if (auto done = (*reader)->setVerdict(number, Verdict::Agree, u"seen"_s); !done)
                readerFailure = done.error().message;
        batch.join();
        QCOMPARE(failure, QString());
        QCOMPARE(readerFailure, QString());
        QCOMPARE((*reader)->counts()->ok, qint64{rows});
        qint64 revision = 0;
        const auto changes = (*reader)->changesAfter(0, rows + 1);
        REQUIRE(changes);
        for (const auto& change : *changes) {
            QVERIFY(change.revision > revision);
            revision = change.revision;
            const bool hasVerdict = change.study.number % 4 == 1;
            QCOMPARE(change.study.verdict, hasVerdict ? Verdict::Agree : Verdict::None);
        }
    }

    void claimsKeepASecondRunAway()
    {
        newJournal();
        {
            const auto claim = Journal::claim(m_path);
            REQUIRE(claim);
            const auto second = Journal::claim(m_path);
            QVERIFY(!second);
            QCOMPARE(second.error().code, ErrorCode::InvalidArgument);
            QVERIFY(second.error().message.contains(u"Another screening"_s));
            QVERIFY(second.error().message.contains(m_path));
            REQUIRE(Journal::open(m_path)); // reading is allowed
        }
        REQUIRE(Journal::claim(m_path));
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "test_journal.moc"
