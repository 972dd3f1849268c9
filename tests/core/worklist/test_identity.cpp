// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/identity_concerns.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Which rows are copies of others, and what is said of UIDs and patient IDs that tell nothing
/// apart.
class TestIdentity final : public QObject, private JournalHome
{
    Q_OBJECT

private Q_SLOTS:
    void init() { makeFolder(); }

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
            QVERIFY(isUidUsedTwice(study->warnings.last()));
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
        QVERIFY(!sayUidUsedTwice(journal->study(1)->warnings));
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
        QVERIFY(!sayUidUsedTwice(whole->warnings));
        QCOMPARE(journal->identityCounts()->sharedUids, qint64{0});
        // What was a duplicate of the half film is one of none: it is judged anew.
        QCOMPARE(journal->study(2)->status, StudyStatus::Queued);
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.2"_s, u"half"_s)));
        QVERIFY(journal->study(2)->sharesUid && journal->study(3)->sharesUid);
    }

    void aMemberOfAnArchiveThatChangedHasANewerRow()
    {
        // The archive is unpacked into another folder when it changed.
        const auto journal = newJournal();
        const auto listed = [&](const QString& folder, const QString& file) {
            IntakeEntry member = entry(file);
            member.path = m_path + u".unpacked/"_s + folder + u'/' + file.right(5);
            member.archive = {u"/day/day.zip"_s, 900, 1700000000000 + folder.size()};
            return journal->addListing([&](const Journal::AddEntry& add) { return add(member); });
        };
        REQUIRE(listed(u"aaaa"_s, u"day.zip/1.dcm"_s));
        REQUIRE(recordOne(*journal, filmRow(*journal, 1, u"1.2"_s, u"half"_s)));
        REQUIRE(listed(u"aaaa"_s, u"day.zip/2.dcm"_s)); // beside it, with the same UID
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.2"_s, u"other"_s)));
        QVERIFY(journal->study(1)->sharesUid && journal->study(2)->sharesUid);
        REQUIRE(listed(u"bbbbb"_s, u"day.zip/1.dcm"_s));
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.2"_s, u"whole"_s)));
        QCOMPARE(journal->study(1)->status, StudyStatus::Refused);
        QVERIFY(journal->study(1)->reason.contains(u"newer row"_s));
        QCOMPARE(journal->study(2)->status, StudyStatus::Ok);
        QCOMPARE(journal->study(3)->status, StudyStatus::Ok);
        // Another film of that name is another film.
        REQUIRE(listed(u"cccccc"_s, u"day.zip/1.dcm"_s));
        REQUIRE(recordOne(*journal, filmRow(*journal, 4, u"1.3"_s, u"next"_s)));
        QCOMPARE(journal->study(3)->status, StudyStatus::Ok);
        QCOMPARE(journal->study(4)->status, StudyStatus::Ok);
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

    void aUidUsedTwiceNamesTheOtherFilm()
    {
        const auto journal = newJournal(0);
        const auto listed = journal->addListing([&](const Journal::AddEntry& add) -> Result<void> {
            for (const char* file : {"x/a.dcm", "x/b.dcm", "y/b.dcm"})
                if (auto added = add(entry(QString::fromLatin1(file))); !added)
                    return added;
            return {};
        });
        REQUIRE(listed);
        for (int i = 1; i <= 2; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2"_s, u"p%1"_s.arg(i))));
        const auto saidOf = [&](qint64 number) { return journal->study(number)->notes.last(); };
        QCOMPARE(saidOf(1), uidUsedTwice(u"b.dcm"_s));
        QCOMPARE(saidOf(2), uidUsedTwice(u"a.dcm"_s));
        const auto study = journal->study(1);
        QCOMPARE(study->notes.codeOf(study->notes.last()), NoteCode::SharedUid);
        QCOMPARE(study->warnings.last(), study->notes.last());
        // Beside a file of the same name, the folder tells which is meant.
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.9"_s, u"q"_s)));
        const ScreenedStudy other = filmRow(*journal, 3, u"1.7"_s, u"r"_s);
        ScreenedStudy second = filmRow(*journal, 2, u"1.7"_s, u"s"_s);
        REQUIRE(recordOne(*journal, second));
        REQUIRE(recordOne(*journal, other));
        QCOMPARE(saidOf(3), uidUsedTwice(u"x/b.dcm"_s));
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
            QVERIFY(isUidUsedTwice(journal->study(number)->warnings.last()));
        QCOMPARE(journal->study(3)->status, StudyStatus::Duplicate);
        QCOMPARE(journal->changesAfter(before, 100)->size(), std::size_t{2}); // who follows sees it
        // What was read is recorded again: it is said once.
        REQUIRE(recordOne(*journal, *journal->study(2)));
        QCOMPARE(journal->study(2)->warnings.filter(u"UID used twice"_s).size(), qsizetype{1});
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
        QVERIFY(sayUidUsedTwice(journal->study(1)->warnings));
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
};

QTEST_GUILESS_MAIN(TestIdentity)
#include "test_identity.moc"
