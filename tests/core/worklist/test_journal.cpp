// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/identity_concerns.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <thread>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestJournal final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    std::unique_ptr<Journal> newJournal(int rows = 0) const
    {
        return test::newJournal(m_path, rows);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"day.ccad"_s);
    }

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

    void theFirstOfEqualStudiesHasTheFinding()
    {
        const auto journal = newJournal(4);
        for (const qint64 number : {1, 3, 4})
            REQUIRE(recordOne(*journal, judgedRow(*journal, number, u"uid:1"_s)));
        REQUIRE(recordOne(*journal, judgedRow(*journal, 2)));
        QCOMPARE(journal->study(1)->status, StudyStatus::Ok);
        QCOMPARE(journal->study(2)->status, StudyStatus::Ok);
        const auto copy = journal->study(4);
        QCOMPARE(copy->status, StudyStatus::Duplicate);
        QVERIFY(copy->reason.contains(u"1.dcm"_s));
        QCOMPARE(copy->label, -1);
        QVERIFY(copy->probabilities.empty() && copy->map.isEmpty() && !copy->urgency);
        QVERIFY(copy->warnings.isEmpty() && copy->notes.isEmpty() && !copy->positive);
        QCOMPARE(copy->patientId, u"P4"_s);
        QCOMPARE(journal->counts()->duplicate, qint64{2});
    }

    void theOrderOfRecordingDoesNotMatter()
    {
        // Row 1 failed at first: its copies went on without it.
        const auto journal = newJournal(3);
        ScreenedStudy failed = *journal->study(1);
        failed.status = StudyStatus::Failed;
        failed.reason = u"No answer within 10 s."_s;
        REQUIRE(recordOne(*journal, failed));
        REQUIRE(recordOne(*journal, judgedRow(*journal, 2, u"uid:1"_s)));
        REQUIRE(recordOne(*journal, judgedRow(*journal, 3, u"uid:1"_s)));
        QVERIFY(journal->study(3)->reason.contains(u"2.dcm"_s));
        const qint64 before = journal->changesAfter(0, 100)->back().revision;

        QCOMPARE(*journal->requeueFailed(), qint64{1});
        REQUIRE(recordOne(*journal, judgedRow(*journal, 1, u"uid:1"_s)));
        QCOMPARE(journal->study(1)->status, StudyStatus::Ok);
        for (const qint64 number : {2, 3}) {
            QCOMPARE(journal->study(number)->status, StudyStatus::Duplicate);
            QVERIFY(journal->study(number)->reason.contains(u"1.dcm"_s));
            QCOMPARE(journal->study(number)->label, -1);
        }
        QCOMPARE(journal->changesAfter(before, 100)->size(), std::size_t{3});
    }

    void failedStudiesAreNobodysOriginals()
    {
        const auto journal = newJournal(2);
        ScreenedStudy failed = judgedRow(*journal, 1, u"uid:1"_s);
        failed.status = StudyStatus::Failed;
        REQUIRE(recordOne(*journal, failed));
        REQUIRE(recordOne(*journal, judgedRow(*journal, 2, u"uid:1"_s)));
        QCOMPARE(journal->study(2)->status, StudyStatus::Ok);
    }

    void oneUidInFourFilmsHidesNone()
    {
        const auto journal = newJournal(5);
        for (int i = 1; i <= 4; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2"_s, u"p%1"_s.arg(i))));
        REQUIRE(recordOne(*journal, filmRow(*journal, 5, u"1.2"_s, u"p2"_s)));
        for (int i = 1; i <= 4; ++i) {
            const auto study = journal->study(i);
            QCOMPARE(study->status, StudyStatus::Ok);
            QVERIFY(study->label >= 0 && study->sharesUid);
            QCOMPARE(study->warnings.size(), qsizetype{3}); // two of its own
            QCOMPARE(study->warnings.last(), uidUsedTwice());
        }
        const auto copy = journal->study(5); // alone is the same picture
        QCOMPARE(copy->status, StudyStatus::Duplicate);
        QVERIFY(copy->reason.contains(u"2.dcm"_s));
        QVERIFY(copy->warnings.isEmpty());
        const auto counts = journal->identityCounts();
        REQUIRE(counts);
        QCOMPARE(counts->sharedUids, qint64{1});
        QCOMPARE(counts->filmsSharingUid, qint64{4});
        QCOMPARE(counts->dicomFilms, qint64{4});
    }

    void aCopyAloneIsNoUidUsedTwice()
    {
        const auto journal = newJournal(2);
        for (int i = 1; i <= 2; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2"_s, u"p"_s)));
        QCOMPARE(journal->study(2)->status, StudyStatus::Duplicate);
        QVERIFY(!journal->study(1)->warnings.contains(uidUsedTwice()));
        QCOMPARE(journal->identityCounts()->sharedUids, qint64{0});
    }

    void aFilmThatWasStillBeingCopiedIsNoOtherFilm()
    {
        // Row 1 is the film half copied, row 2 a copy of that; row 3 is the whole film, in the same
        // file.
        const auto journal = newJournal(2);
        for (int i = 1; i <= 2; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2"_s, u"half"_s)));
        REQUIRE(journal->setVerdict(1, Verdict::Disagree, u"half a film"_s));
        IntakeEntry later = entry(1);
        later.modifiedMs += 60000;
        REQUIRE(journal->addListing([&](const Journal::AddEntry& add) { return add(later); }));
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.2"_s, u"whole"_s)));
        const auto half = journal->study(1);
        QCOMPARE(half->status, StudyStatus::Refused);
        QVERIFY2(half->reason.contains(u"newer row"_s), qPrintable(half->reason));
        QVERIFY(half->label < 0 && half->probabilities.empty() && !half->sharesUid);
        QCOMPARE(half->verdict, Verdict::Disagree);
        const auto whole = journal->study(3);
        QCOMPARE(whole->status, StudyStatus::Ok);
        QVERIFY(!whole->warnings.contains(uidUsedTwice()));
        QCOMPARE(journal->identityCounts()->sharedUids, qint64{0});
        // What was a duplicate of the half film is one of none: it is judged anew.
        QCOMPARE(journal->study(2)->status, StudyStatus::Queued);
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.2"_s, u"half"_s)));
        QVERIFY(journal->study(2)->sharesUid && journal->study(3)->sharesUid);
    }

    void anotherFilmInTheSameFileKeepsBothRows()
    {
        // Some senders use one name again and again.
        const auto journal = newJournal(1);
        REQUIRE(recordOne(*journal, filmRow(*journal, 1, u"1.2"_s, u"p"_s)));
        IntakeEntry later = entry(1);
        later.modifiedMs += 60000;
        REQUIRE(journal->addListing([&](const Journal::AddEntry& add) { return add(later); }));
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.3"_s, u"q"_s)));
        QCOMPARE(journal->study(1)->status, StudyStatus::Ok);
        QCOMPARE(journal->study(2)->status, StudyStatus::Ok);
    }

    void aUidUsedTwiceIsSaidInAnyOrder()
    {
        // Row 1 failed at first: row 2 was alone with the UID when it was judged.
        const auto journal = newJournal(3);
        ScreenedStudy failed = *journal->study(1);
        failed.status = StudyStatus::Failed;
        REQUIRE(recordOne(*journal, failed));
        for (int i = 2; i <= 3; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2"_s, u"p"_s)));
        QVERIFY(!journal->study(2)->sharesUid);
        const qint64 before = journal->changesAfter(0, 100)->back().revision;
        QCOMPARE(*journal->requeueFailed(), qint64{1});
        REQUIRE(recordOne(*journal, filmRow(*journal, 1, u"1.2"_s, u"other"_s)));
        for (const qint64 number : {1, 2})
            QCOMPARE(journal->study(number)->warnings.last(), uidUsedTwice());
        QCOMPARE(journal->study(3)->status, StudyStatus::Duplicate);
        QCOMPARE(journal->changesAfter(before, 100)->size(), std::size_t{2}); // who follows sees it
        // What was read is recorded again: it is said once.
        REQUIRE(recordOne(*journal, *journal->study(2)));
        QCOMPARE(journal->study(2)->warnings.count(uidUsedTwice()), qsizetype{1});
    }

    void refusedStudiesAreNobodysOriginals()
    {
        const auto journal = newJournal(5);
        for (const int number : {1, 2}) {
            ScreenedStudy hand = filmRow(*journal, number, u"1.2"_s, u"p"_s);
            hand.status = StudyStatus::Refused;
            hand.reason = u"It is a hand."_s;
            REQUIRE(recordOne(*journal, hand));
        }
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.2"_s, u"p"_s)));
        REQUIRE(recordOne(*journal, filmRow(*journal, 4, u"1.2"_s, u"q"_s)));
        QCOMPARE(journal->study(1)->status, StudyStatus::Refused);
        QCOMPARE(journal->study(2)->status, StudyStatus::Refused);
        QCOMPARE(journal->study(3)->status, StudyStatus::Ok);
        QCOMPARE(journal->study(4)->status, StudyStatus::Ok);
        QVERIFY(journal->study(1)->warnings.contains(uidUsedTwice()));
        // Behind a judged one it is a copy, whatever its tags say.
        ScreenedStudy late = filmRow(*journal, 5, u"1.2"_s, u"q"_s);
        late.status = StudyStatus::Refused;
        REQUIRE(recordOne(*journal, late));
        QCOMPARE(journal->study(5)->status, StudyStatus::Duplicate);
    }

    void oneUidInAThousandFilmsChangesEachRowTwiceAtMost()
    {
        constexpr int rows = 1000;
        const auto journal = newJournal(rows);
        std::vector<ScreenedStudy> studies;
        for (int i = 1; i <= rows; ++i)
            studies.push_back(filmRow(*journal, i, u"1.2"_s, u"p%1"_s.arg(i)));
        REQUIRE(journal->record(studies, {}));
        QCOMPARE(journal->counts()->ok, qint64{rows});
        QCOMPARE(journal->identityCounts()->filmsSharingUid, qint64{rows});
        const qint64 last = journal->changesAfter(0, rows + 1)->back().revision;
        QVERIFY2(last <= 3 * rows, qPrintable(QString::number(last))); // listed, recorded, marked
    }

    void patientIdsThatTellNobodyAreSaidOnce()
    {
        const auto journal = newJournal(24);
        const auto record = [&](int first, int last, const QString& patient) {
            for (int i = first; i <= last; ++i) {
                ScreenedStudy study = filmRow(*journal, i, u"1.%1"_s.arg(i), u"p"_s);
                study.patientId = patient;
                REQUIRE(recordOne(*journal, study));
            }
        };
        const auto said = [&] { return *remarksOnBatch(*journal); };
        record(1, 9, u"one and the same"_s);
        QCOMPARE(said(), QString()); // so many films one patient may have
        CompanionCounts leftOut;
        leftOut.add(Companion::System, 2);
        REQUIRE(journal->noteCompanions(leftOut));
        QCOMPARE(said(), companionText(leftOut));
        record(10, 10, u"one and the same"_s);
        QVERIFY2(said().contains(u"One patient ID is in all 10 DICOM films"_s), qPrintable(said()));
        QVERIFY(!said().contains(u"one and the same"_s));
        record(11, 11, QString());
        QVERIFY(!said().contains(u"missing"_s));
        record(12, 14, u" "_s);
        QVERIFY2(said().contains(u"missing in 4 of 14 DICOM films"_s), qPrintable(said()));
        record(15, 24, u"another"_s);
        QVERIFY(!said().contains(u"One patient ID"_s));
        // Pictures without tags have no patient ID to miss.
        ScreenedStudy png = judgedRow(*journal, 1, u"sha256:1"_s);
        png.patientId.clear();
        png.uid.clear();
        png.isDicom = false;
        REQUIRE(recordOne(*journal, png));
        QCOMPARE(journal->identityCounts()->dicomFilms, qint64{23});
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
