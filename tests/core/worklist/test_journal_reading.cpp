// SPDX-License-Identifier: GPL-3.0-or-later
// What worklists and exports read of a journal.
#include "core/worklist/identity_concerns.h"
#include "core/worklist/journal.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestJournalReading final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path() const { return m_folder->filePath(u"journal"_s); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void tellsChangesOnce()
    {
        const auto journal = newJournal(path(), 5);
        const auto all = journal->changesAfter(0, 3);
        REQUIRE(all);
        QCOMPARE(all->size(), std::size_t{3});
        const auto rest = journal->changesAfter(all->back().revision, 3);
        QCOMPARE(rest->size(), std::size_t{2});
        QVERIFY(journal->changesAfter(rest->back().revision, 3)->empty());
        REQUIRE(journal->setVerdict(2, Verdict::Agree, {}));
        REQUIRE(recordOne(*journal, judgedRow(*journal, 1)));
        const auto changed = journal->changesAfter(rest->back().revision, 9);
        QCOMPARE(changed->size(), std::size_t{2});
        QCOMPARE((*changed)[0].study.number, qint64{2});
        QCOMPARE((*changed)[0].study.verdict, Verdict::Agree);
        QCOMPARE((*changed)[1].study.number, qint64{1});
        QCOMPARE((*changed)[1].study.status, StudyStatus::Ok);
    }

    void mostUrgentFirst()
    {
        const auto journal = newJournal(path(), 8);
        const auto with = [&](qint64 number, StudyStatus status, double urgency) {
            ScreenedStudy study = judgedRow(*journal, number);
            study.status = status;
            study.urgency = status == StudyStatus::Ok ? std::optional(urgency) : std::nullopt;
            return recordOne(*journal, study);
        };
        REQUIRE(with(1, StudyStatus::Failed, 0));
        REQUIRE(with(2, StudyStatus::Ok, 0.2));
        REQUIRE(with(3, StudyStatus::Refused, 0));
        REQUIRE(with(4, StudyStatus::Ok, 0.9));
        REQUIRE(with(5, StudyStatus::Ok, 0.2));
        REQUIRE(with(6, StudyStatus::Duplicate, 0));
        REQUIRE(with(8, StudyStatus::Failed, 0));
        QList<qint64> order;
        for (const ScreenedStudy& study : byUrgency(*journal))
            order << study.number;
        QCOMPARE(order, (QList<qint64>{4, 2, 5, 3, 1, 8, 6, 7}));
        QCOMPARE(journal->counts()->positive, qint64{0}); // probabilities are low in all of them
    }

    void aPresentationStateBesideItsFilmIsTold()
    {
        const auto journal = newJournal(path(), 4);
        const auto state = [&](qint64 number, const QString& uid) {
            ScreenedStudy study = *journal->study(number);
            study.status = StudyStatus::Refused;
            study.reason = u"Cannot read a: it is a presentation state (PR) for the film with the "
                           "SOP Instance UID %1 and holds no picture of its own."_s.arg(uid);
            return recordOne(*journal, study);
        };
        REQUIRE(state(1, u"1.2.3"_s)); // before its film
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.2.3"_s, u"a"_s)));
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.2.33"_s, u"b"_s)));
        REQUIRE(state(4, u"1.2"_s)); // whose film is elsewhere
        const auto objects = journal->objectsOfFilms(9);
        REQUIRE(objects);
        QCOMPARE(objects->size(), std::size_t{1});
        QCOMPARE(objects->front().object, journal->study(1)->file);
        QCOMPARE(objects->front().film, journal->study(2)->file);
        const auto remarks = remarksOnBatch(*journal);
        REQUIRE(remarks);
        const QString name = QFileInfo(journal->study(2)->file).fileName();
        QVERIFY2(remarks->contains(u"(of %1)"_s.arg(name)), qPrintable(*remarks));
        // The film's own row says so, once, whatever is recorded again.
        REQUIRE(recordOne(*journal, *journal->study(2)));
        const QString note = u"A presentation state (PR) belongs to this film: %1. The model sees "
                             "nothing of it."_s.arg(QFileInfo(journal->study(1)->file).fileName());
        QCOMPARE(journal->study(2)->notes.codeOf(note), NoteCode::Overlays);
        QCOMPARE(journal->study(2)->warnings.count(note), qsizetype{1});
        QVERIFY(!journal->study(3)->notes.join(u' ').contains(u"belongs"_s));
    }

    void aStateBehindItsFilmsIsNamedOnEach()
    {
        const auto journal = newJournal(path(), 4);
        for (int i = 1; i <= 3; ++i)
            REQUIRE(recordOne(*journal, filmRow(*journal, i, u"1.2.%1"_s.arg(i), u"p"_s)));
        REQUIRE(journal->setVerdict(1, Verdict::Agree, u"seen"_s));
        const qint64 before = journal->changesAfter(0, 100)->back().revision;
        ScreenedStudy state = *journal->study(4);
        state.status = StudyStatus::Refused;
        state.reason = u"Cannot read 4.dcm: it is a presentation state (PR) for the films with the "
                       "SOP Instance UIDs 1.2.1, 1.2.3 and holds no picture of its own; it is not "
                       "applied to the films."_s;
        REQUIRE(recordOne(*journal, state));
        for (const int i : {1, 3})
            QVERIFY(journal->study(i)->notes.last().contains(u": 4.dcm."_s));
        QVERIFY(!journal->study(2)->notes.join(u' ').contains(u"4.dcm"_s));
        QCOMPARE(journal->study(1)->verdict, Verdict::Agree);
        QCOMPARE(journal->study(1)->status, StudyStatus::Ok);
        QCOMPARE(journal->changesAfter(before, 100)->size(), std::size_t{3}); // who follows sees it
        QCOMPARE(journal->objectsOfFilms(9)->size(), std::size_t{2});
        // A run that goes on another day knows it, too.
        const auto again = Journal::open(path());
        REQUIRE(again);
        REQUIRE(recordOne(**again, filmRow(**again, 2, u"1.2.3"_s, u"p"_s)));
        QCOMPARE((*again)->study(3)->status, StudyStatus::Duplicate);
        QVERIFY((*again)->study(2)->notes.last().contains(u": 4.dcm."_s));
    }

    void countsPositivesAmongFindings()
    {
        const auto journal = newJournal(path(), 60);
        for (const qint64 number : {40, 50, 60}) {
            ScreenedStudy study = judgedRow(*journal, number);
            if (number == 60)
                study.status = StudyStatus::Refused;
            QVERIFY(study.positive);
            REQUIRE(recordOne(*journal, study));
        }
        QCOMPARE(journal->counts()->positive, qint64{2});
    }

    void anErrorOfTheTakerEndsTheWalk()
    {
        const auto journal = newJournal(path(), 5);
        int seen = 0;
        const auto done = journal->forEachByUrgency([&](const ScreenedStudy&) -> Result<void> {
            return ++seen < 3 ? Result<void>() : Error{ErrorCode::Cancelled, {}, {}};
        });
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        QCOMPARE(seen, 3);
        REQUIRE(journal->setVerdict(1, Verdict::Unsure, {})); // nothing is left locked
    }

    void countsVerdicts()
    {
        const auto journal = newJournal(path(), 40);
        for (const qint64 number : {1, 2, 40})
            REQUIRE(recordOne(*journal, judgedRow(*journal, number)));
        REQUIRE(journal->setVerdict(1, Verdict::Agree, {}));
        REQUIRE(journal->setVerdict(2, Verdict::Agree, {}));
        REQUIRE(journal->setVerdict(3, Verdict::Agree, {})); // queued: no finding to agree with
        REQUIRE(journal->setVerdict(40, Verdict::Unsure, {}));
        const auto counts = journal->verdictCounts();
        REQUIRE(counts);
        QCOMPARE(counts->size(), std::size_t{2});
        QCOMPARE((*counts)[0].count, qint64{2});
        QCOMPARE((*counts)[0].verdict, Verdict::Agree);
        QVERIFY((*counts)[1].positive);
        QCOMPARE((*counts)[1].verdict, Verdict::Unsure);
    }
};

QTEST_GUILESS_MAIN(TestJournalReading)
#include "test_journal_reading.moc"
