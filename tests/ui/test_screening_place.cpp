// SPDX-License-Identifier: GPL-3.0-or-later
// The place of screening by hand and key: batches and what the reader says.
#include "tests/support/patience.h"
#include "tests/ui/screening_place_fixture.h"

using namespace Qt::StringLiterals;

using namespace ccad;

class TestScreeningPlace final : public QObject, private test::ScreeningPlaceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { loadModel(); }
    void init() { freshSettings(); }
    void cleanup() { m_place.reset(); }

    void theEmptyPlaceSaysWhatToDo()
    {
        openPlace();
        QVERIFY(!worklist().isVisible());
        bool isSaid = false;
        bool isIntendedUseSaid = false;
        for (const auto* label : m_place->findChildren<QLabel*>()) {
            if (!label->isVisible())
                continue;
            isSaid |= label->text().startsWith(u"Drop a folder, a DICOMDIR or a ZIP"_s);
            isIntendedUseSaid |= label->text()
                == u"Research use only. Not for "
                   "diagnosis."_s;
        }
        QVERIFY(isSaid);
        QVERIFY(isIntendedUseSaid);
    }

    void aFolderThatIsDroppedIsScreened()
    {
        openPlace();
        QSignalSpy finished(&run(), &ScreeningRun::finished);
        QSignalSpy jobs(m_place.get(), &ScreeningPlace::jobChanged);
        drop({writeFiles(u"dropped"_s, 40)});
        QVERIFY(run().isActive());
        QTRY_COMPARE(finished.count(), 1);
        QTRY_COMPARE(model().rowCount(), 40);
        QVERIFY(worklist().isVisible());
        QTRY_COMPARE(worklist().state().counts.queued, qint64(0));
        const JournalCounts& counts = worklist().state().counts;
        QCOMPARE(counts.refused, qint64(4));
        QCOMPARE(counts.failed, qint64(4));
        QCOMPARE(counts.duplicate, qint64(4));
        QTRY_COMPARE(model().at(39)->status, StudyStatus::Duplicate);
        QVERIFY(model().at(0)->positive);
        QVERIFY(run().journal().startsWith(journalFolder()));
        QVERIFY(m_place->messageBar().isHidden());
        QVERIFY(jobs.count() > 1);
        QCOMPARE(jobs.last().first().toString(), QString());
        // The next start shows it again, and runs nothing.
        openPlace();
        QTRY_COMPARE(model().rowCount(), 40);
        QVERIFY(!run().isActive());
    }

    void pauseHoldsAndCancelKeepsWhatIsDone()
    {
        test::FakeScreen screen(3);
        openPlace(screen);
        m_place->screen({writeFiles(u"reins"_s, 30)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(3));
        ProgressStrip& strip = m_place->progressStrip();
        QTRY_COMPARE(strip.text(), u"3 of 30, 41/s, 2 min 10 s left"_s);
        QVERIFY(test::buttonIn(strip, "pauseBatch").isVisible());
        test::buttonIn(strip, "pauseBatch").click();
        QCOMPARE(run().state(), ScreeningRun::State::Paused);
        QVERIFY(strip.text().startsWith(u"Paused, 3 of 30"_s));
        screen.allow(2); // the file at hand is finished, nothing more
        QTRY_COMPARE(worklist().state().counts.done(), qint64(4));
        QTRY_VERIFY(screen.isHeld());
        QCOMPARE(doneInJournal(), qint64(4));
        QCOMPARE(worklist().state().counts.done(), qint64(4));
        test::buttonIn(strip, "pauseBatch").click();
        QTRY_COMPARE(worklist().state().counts.done(), qint64(5));
        // Another one has to wait.
        m_place->screen({path(u"reins"_s)});
        QVERIFY(message().contains(u"A batch is running"_s));
        test::buttonIn(strip, "cancelBatch").click();
        QTRY_VERIFY(!run().isActive());
        QVERIFY(message().contains(u"cancelled"_s));
        QTRY_VERIFY(test::buttonIn(strip, "resumeBatch").isVisible());
        QCOMPARE(worklist().state().counts.queued, qint64(25));
        QVERIFY(strip.text().contains(u"25 file"_s));
        test::buttonIn(strip, "resumeBatch").click();
        screen.allow(1000);
        QTRY_VERIFY(!run().isActive());
        QTRY_COMPARE(worklist().state().counts.queued, qint64(0));
        QCOMPARE(model().rowCount(), 30);
        // What failed is tried once more.
        QTRY_VERIFY(test::buttonIn(strip, "retryFailed").isVisible());
        QCOMPARE(worklist().state().counts.failed, qint64(3));
        test::buttonIn(strip, "retryFailed").click();
        QTRY_COMPARE(worklist().state().counts.failed, qint64(0));
        QTRY_VERIFY(!test::buttonIn(strip, "retryFailed").isVisible());
    }

    void closingWhileABatchRunsComesToAHalt()
    {
        openPlace(test::FakeScreen(2));
        m_place->screen({writeFiles(u"closed"_s, 10)});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        const QString journal = run().journal();
        m_place.reset();
        const auto left = Journal::open(journal);
        QVERIFY(left.hasValue());
        QCOMPARE((*left)->counts()->queued, qint64(8));
    }

    void keysRecordVerdicts()
    {
        openBatch(30);
        const qint64 first = view().currentNumber();
        QVERIFY(first > 0);
        QCOMPARE(first, model().at(0)->number);
        QTest::keyClick(&view(), Qt::Key_1);
        QCOMPARE(model().find(first)->verdict, Verdict::Agree);
        QTest::keyClick(&view(), Qt::Key_J);
        const qint64 second = view().currentNumber();
        QCOMPARE(second, model().at(1)->number);
        QTest::keyClick(&view(), Qt::Key_2);
        QTest::keyClick(&view(), Qt::Key_Down);
        const qint64 third = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_3);
        QTest::keyClick(&view(), Qt::Key_K);
        QCOMPARE(view().currentNumber(), second);
        QTRY_COMPARE(inJournal(first).verdict, Verdict::Agree);
        QTRY_COMPARE(inJournal(second).verdict, Verdict::Disagree);
        QTRY_COMPARE(inJournal(third).verdict, Verdict::Unsure);
        QTRY_COMPARE(worklist().state().agreement.read(), qint64(3));
        const auto* counts = worklist().findChild<QLabel*>(u"worklistCounts"_s);
        QVERIFY2(counts->text().contains(u"Agree 1 of 2 (50 %"_s), qPrintable(counts->text()));
        QVERIFY(counts->text().contains(u"1 unsure"_s));
        QTest::keyClick(&view(), Qt::Key_0);
        QTRY_COMPARE(inJournal(second).verdict, Verdict::None);
        // Of a file that was refused there is nothing to agree with.
        view().setCurrentIndex(model().index(model().rowCount() - 1, 1));
        const qint64 last = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        QCOMPARE(model().find(last)->verdict, Verdict::None);
        QVERIFY(message().contains(u"without a finding"_s));
    }

    void aCommentIsTypedAndKept()
    {
        openBatch(30);
        const qint64 number = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        QTest::keyClick(&view(), Qt::Key_C);
        QLineEdit& comment = worklist().readerBar().comment();
        QTRY_VERIFY(comment.hasFocus());
        QTest::keyClicks(&comment, u"12 jck"_s);
        // Neither keys nor answers of the journal disturb the typing: meanwhile another program
        // records a verdict, and what is known of this row comes with it.
        const auto other = Journal::open(worklist().journal());
        QVERIFY(other.hasValue());
        const qint64 elsewhere = model().at(1)->number;
        QVERIFY((*other)->setVerdict(elsewhere, Verdict::Unsure, {}));
        QVERIFY((*other)->setVerdict(number, Verdict::Agree, {}));
        QTRY_COMPARE(model().find(elsewhere)->verdict, Verdict::Unsure);
        QCOMPARE(comment.text(), u"12 jck"_s);
        QTest::keyClick(&comment, Qt::Key_Return);
        QTRY_VERIFY(view().hasFocus());
        QCOMPARE(model().find(number)->comment, u"12 jck"_s);
        QTRY_COMPARE(inJournal(number).comment, u"12 jck"_s);
        QCOMPARE(inJournal(number).verdict, Verdict::Agree);
        QTest::keyClick(&view(), Qt::Key_C);
        QTest::keyClicks(&comment, u"never mind"_s);
        QTest::keyClick(&comment, Qt::Key_Escape);
        QCOMPARE(comment.text(), u"12 jck"_s);
    }

    void enterOpensAndAMissingFileIsSaid()
    {
        openPlace();
        const QString folder = writeFiles(u"opened"_s, 2);
        m_place->screen({folder});
        QTRY_COMPARE(worklist().state().counts.done(), qint64(2));
        QTRY_COMPARE(model().rowCount(), 2);
        QTRY_VERIFY(view().currentNumber() > 0);
        view().setFocus();
        QSignalSpy opened(m_place.get(), &ScreeningPlace::openRequested);
        QTest::keyClick(&view(), Qt::Key_Return);
        QTRY_COMPARE(opened.count(), 1);
        const QString file = opened.first().first().toStringList().value(0);
        QCOMPARE(QFileInfo(file).absolutePath(), QFileInfo(folder).absoluteFilePath());
        QCOMPARE(opened.first().last().toString(), m_home.base);
        QFile::remove(file);
        QTest::keyClick(&view(), Qt::Key_Return);
        QTRY_VERIFY(message().contains(u"no longer where it was"_s));
        QCOMPARE(opened.count(), 1);
    }

    void aJournalThatIsNoneIsSaid()
    {
        QFile file(path(u"letter.journal"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("Dear all") > 0);
        file.close();
        openPlace();
        drop({file.fileName()});
        QTRY_VERIFY(!m_place->messageBar().isHidden());
        QVERIFY(message().endsWith(u'.'));
        QVERIFY(worklist().journal().isEmpty());
        QVERIFY(!worklist().isVisible());
    }
};

QTEST_MAIN(TestScreeningPlace)
#include "test_screening_place.moc"
