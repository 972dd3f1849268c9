// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/worklist/journal_fixture.h"

#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// What a row says when its file or its archive holds something else by now.
class TestReplacedFiles final : public QObject, private JournalHome
{
    Q_OBJECT

private Q_SLOTS:
    void init() { makeFolder(); }

    void aFileThatWasReplacedSaysSo()
    {
        // Three films, one after the other, in one file.
        const auto journal = newJournal(1);
        const auto listAgain = [&](int times) {
            IntakeEntry later = entry(1);
            later.modifiedMs += 60000 * times;
            return journal->addListing([&](const Journal::AddEntry& add) { return add(later); });
        };
        const auto isReplaced = [&](qint64 number) {
            const auto study = journal->study(number);
            return study->notes.codeOf(fileWasReplaced()) == NoteCode::Replaced
                && study->notes.contains(fileWasReplaced())
                && study->warnings.contains(fileWasReplaced());
        };
        REQUIRE(recordOne(*journal, filmRow(*journal, 1, u"1.2"_s, u"p"_s)));
        REQUIRE(listAgain(1));
        QVERIFY(!isReplaced(1)); // nobody knows yet what is in it
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.3"_s, u"q"_s)));
        QVERIFY(isReplaced(1) && !isReplaced(2));
        const qint64 before = journal->changesAfter(0, 100)->back().revision;
        REQUIRE(listAgain(2));
        REQUIRE(recordOne(*journal, filmRow(*journal, 3, u"1.4"_s, u"r"_s)));
        QVERIFY(isReplaced(1) && isReplaced(2) && !isReplaced(3));
        QCOMPARE(journal->changesAfter(before, 100)->size(), std::size_t{3}); // who follows sees it
        for (const qint64 number : {1, 2, 3})
            QCOMPARE(journal->study(number)->status, StudyStatus::Ok);
        // What was read is recorded again: it is said once.
        REQUIRE(recordOne(*journal, *journal->study(1)));
        QCOMPARE(journal->study(1)->notes.count(fileWasReplaced()), qsizetype{1});
        // The first film is there once more.
        REQUIRE(listAgain(3));
        REQUIRE(recordOne(*journal, filmRow(*journal, 4, u"1.2"_s, u"p"_s)));
        QCOMPARE(journal->study(4)->status, StudyStatus::Duplicate);
        QCOMPARE(journal->study(4)->reason, sameFilmInSameFile());
        QVERIFY(!isReplaced(1) && isReplaced(2) && isReplaced(3));
        // Something that cannot be read is there.
        REQUIRE(listAgain(4));
        ScreenedStudy broken = *journal->study(5);
        broken.status = StudyStatus::Failed;
        REQUIRE(recordOne(*journal, broken));
        QVERIFY(isReplaced(1) && !isReplaced(5));
        QCOMPARE(*journal->supersededCount(), qint64{0});
        // It was a film that was still being written.
        REQUIRE(listAgain(5));
        REQUIRE(recordOne(*journal, filmRow(*journal, 6, u"1.5"_s, u"s"_s)));
        QVERIFY(isReplaced(5) && !isReplaced(6));
        QCOMPARE(*journal->supersededCount(), qint64{1});
        // The film is written over, as one that was sent again: the row of the half film is closed.
        REQUIRE(listAgain(6));
        REQUIRE(recordOne(*journal, filmRow(*journal, 7, u"1.5"_s, u"t"_s)));
        QCOMPARE(journal->study(6)->status, StudyStatus::Refused);
        QCOMPARE(*journal->supersededCount(), qint64{2});
    }

    void aFileWrittenInTwoGoesIsNoDuplicateOfItself()
    {
        const auto journal = newJournal(1);
        ScreenedStudy half = *journal->study(1);
        half.status = StudyStatus::Failed;
        REQUIRE(recordOne(*journal, half));
        IntakeEntry whole = entry(1);
        whole.bytes *= 2;
        REQUIRE(journal->addListing([&](const Journal::AddEntry& add) { return add(whole); }));
        REQUIRE(recordOne(*journal, filmRow(*journal, 2, u"1.2"_s, u"p"_s)));
        // The watched folder went away and came back, so that failed rows are tried again.
        QCOMPARE(*journal->requeueFailed(), qint64{0});
        QCOMPARE(journal->study(1)->status, StudyStatus::Failed);
        QCOMPARE(journal->study(2)->status, StudyStatus::Ok);
        // A row that was queued all the same finds what its newer one has.
        REQUIRE(recordOne(*journal, filmRow(*journal, 1, u"1.2"_s, u"p"_s)));
        QCOMPARE(journal->study(2)->status, StudyStatus::Duplicate);
        QCOMPARE(journal->study(2)->reason, sameFilmInSameFile());
    }

    void aReplacedArchiveMarksWhatItHeld()
    {
        // Pictures without tags: no UID tells which member came in place of which.
        const auto journal = newJournal(0);
        const auto listed = [&](qint64 modified, const QStringList& members) {
            return journal->addListing([&](const Journal::AddEntry& add) -> Result<void> {
                const ArchiveStamp stamp{u"/day/day.zip"_s, 900, modified};
                for (const QString& name : members) {
                    IntakeEntry member = entry(u"day.zip/"_s + name);
                    member.path = u"%1.unpacked/%2/%3"_s.arg(QFileInfo(m_path).absoluteFilePath(),
                                                             unpackedNameOf(stamp), name);
                    member.archive = stamp;
                    if (auto added = add(member); !added)
                        return added;
                }
                return {};
            });
        };
        const auto record = [&](qint64 number, const QString& content) {
            ScreenedStudy study = judgedRow(*journal, number, u"sha256:"_s + content);
            return recordOne(*journal, study);
        };
        REQUIRE(listed(1000, {u"a.png"_s, u"b.png"_s, u"c.png"_s}));
        REQUIRE(record(1, u"a"_s));
        REQUIRE(record(2, u"b"_s)); // the third one is still to be judged
        REQUIRE(listed(1000, {}));
        QVERIFY(journal->study(1)->notes.codeOf(archiveWasReplaced(u"day.zip"_s))
                == NoteCode::Other);
        REQUIRE(listed(2000, {u"a.png"_s, u"b.png"_s}));
        REQUIRE(record(4, u"another"_s));
        REQUIRE(record(5, u"b"_s));
        for (const qint64 number : {1, 2}) {
            const auto study = journal->study(number);
            QCOMPARE(study->status, StudyStatus::Ok);
            QCOMPARE(study->notes.count(archiveWasReplaced(u"day.zip"_s)), qsizetype{1});
            QCOMPARE(study->notes.codeOf(study->notes.last()), NoteCode::Replaced);
        }
        QCOMPARE(journal->study(3)->status, StudyStatus::Refused);
        QCOMPARE(journal->study(3)->reason, archiveWasReplaced(u"day.zip"_s));
        QCOMPARE(journal->study(4)->status, StudyStatus::Ok);
        QVERIFY(!journal->study(4)->notes.contains(archiveWasReplaced(u"day.zip"_s)));
        QCOMPARE(journal->study(5)->reason, sameFilmInSameFile());
    }
};

QTEST_GUILESS_MAIN(TestReplacedFiles)
#include "test_replaced_files.moc"
