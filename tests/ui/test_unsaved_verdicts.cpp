// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts on their way to the journal, those that do not get there, and the window that closes.
#include "core/sqlite/sqlite_database.h"
#include "tests/support/patience.h"
#include "tests/ui/screening_fixtures.h"
#include "tests/ui/window_fixture.h"
#include "ui/screening/internal/worklist_model.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/internal/worklist_view.h"
#include "ui/screening/screening_place.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestUnsavedVerdicts final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    QString m_journal;
    std::unique_ptr<SqliteDatabase> m_otherProgram; ///< holds the journal

    ScreeningPlace& screening() { return place<ScreeningPlace>(); }
    WorklistModel& model() { return screening().worklist().model(); }
    WorklistView& view() { return screening().worklist().view(); }
    QMessageBox* box() { return m_window->findChild<QMessageBox*>(u"unsavedWork"_s); }

    /// From now on no verdict is kept: another program is writing, and does not end.
    void breakJournal()
    {
        auto database = SqliteDatabase::open(m_journal, {u"journal"_s, {}, {}});
        QVERIFY(database.hasValue());
        m_otherProgram = std::move(*database);
        QVERIFY(m_otherProgram->runOnce(u"BEGIN IMMEDIATE"_s));
    }
    void mendJournal()
    {
        QVERIFY(m_otherProgram->runOnce(u"ROLLBACK"_s));
        m_otherProgram.reset();
    }

    void openBatch()
    {
        m_journal = file(u"day.journal"_s);
        test::fillJournal(m_journal, 10);
        m_window->showPlace(screening());
        screening().openBatch(m_journal);
        QTRY_COMPARE(model().rowCount(), 10);
        QTRY_VERIFY(view().currentNumber() > 0);
        view().setFocus();
        QTRY_VERIFY(view().hasFocus());
    }

    Verdict inJournal(qint64 number) const
    {
        const auto journal = Journal::open(m_journal);
        return journal ? (*journal)->study(number)->verdict : Verdict::None;
    }

    void click(const QString& text)
    {
        QVERIFY(box());
        for (QAbstractButton* button : box()->buttons())
            if (QString(button->text()).remove(u'&') == text)
                return button->click();
        QFAIL(qPrintable(u"no button "_s + text));
    }

    [[nodiscard]] QString cellOf(qint64 number, int role = Qt::DisplayRole)
    {
        return model()
            .index(model().shownRowOf(number), int(WorklistColumn::Verdict))
            .data(role)
            .toString();
    }

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init() { openWindow(); }
    void cleanup()
    {
        closeWindow();
        for (const char* suffix : {"-wal", "-shm", ""})
            QFile::remove(m_journal + QString::fromLatin1(suffix));
    }

    void aRowSaysWhereItsVerdictIs()
    {
        WorklistModel rows(nullptr);
        WorklistRow row;
        row.number = 7;
        row.status = StudyStatus::Ok;
        rows.reset(test::threeClassJob());
        rows.take({row});
        QTRY_COMPARE(rows.rowCount(), 1);
        QSignalSpy saving(&rows, &WorklistModel::savingChanged);
        const auto cell
            = [&rows](int role) { return rows.index(0, int(WorklistColumn::Verdict)).data(role); };
        rows.setVerdict(7, Verdict::Agree, {});
        QVERIFY(rows.isSaving());
        QCOMPARE(cell(WorklistModel::KeepingRole).toInt(), int(Keeping::Saving));
        QCOMPARE(cell(Qt::DisplayRole).toString(), u"Agree"_s);
        // The journal was read before the verdict reached it.
        rows.take({row});
        QCOMPARE(rows.find(7)->verdict, Verdict::Agree);
        rows.settle(7, true);
        QVERIFY(!rows.isSaving());
        QCOMPARE(cell(WorklistModel::KeepingRole).toInt(), int(Keeping::Kept));
        // From now on the journal is believed again.
        rows.take({row});
        QCOMPARE(rows.find(7)->verdict, Verdict::None);

        rows.setVerdict(7, Verdict::Disagree, u"pacemaker"_s);
        rows.setVerdict(7, Verdict::Unsure, u"pacemaker"_s);
        rows.settle(7, true); // the first of the two
        QVERIFY(rows.isSaving());
        rows.settle(7, false);
        QVERIFY(!rows.isSaving());
        QCOMPARE(rows.unsavedNumbers(), QList<qint64>{7});
        QCOMPARE(cell(Qt::DisplayRole).toString(), u"Unsure, not saved"_s);
        QCOMPARE(cell(Qt::AccessibleTextRole).toString(), u"Unsure, not saved"_s);
        QVERIFY(cell(Qt::ToolTipRole).toString().contains(u"is lost"_s));
        rows.take({row});
        QCOMPARE(rows.find(7)->comment, u"pacemaker"_s);
        QCOMPARE(rows.unsavedNumbers(), QList<qint64>{7});
        rows.setVerdict(7, Verdict::Unsure, u"pacemaker"_s);
        rows.settle(7, true);
        QVERIFY(rows.unsavedNumbers().isEmpty());
        QCOMPARE(cell(Qt::DisplayRole).toString(), u"Unsure"_s);
        QCOMPARE(saving.count(), 7);
        rows.settle(7, false); // nobody asked
        QVERIFY(rows.unsavedNumbers().isEmpty());
    }

    void whatIsKeptClosesWithoutAQuestion()
    {
        openBatch();
        const qint64 number = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        (void)m_window->close();
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(!box());
        QCOMPARE(inJournal(number), Verdict::Agree);
    }

    void closingOverAVerdictThatIsNotKeptAsks()
    {
        openBatch();
        breakJournal();
        const qint64 number = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_1);
        QTRY_COMPARE(cellOf(number), u"Agree, not saved"_s);
        QVERIFY(screening().messageBar().text().contains(u"could not be kept"_s));
        QVERIFY(!m_window->close());
        QTRY_VERIFY(box());
        QVERIFY2(box()->text().contains(u"1 row"_s), qPrintable(box()->text()));
        click(u"Cancel"_s);
        QTRY_VERIFY(!box());
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->centralWidget()->isEnabled());
        QCOMPARE(cellOf(number), u"Agree, not saved"_s);

        QVERIFY(!m_window->close());
        QTRY_VERIFY(box());
        click(u"Close and Lose It"_s);
        QTRY_VERIFY(!m_window->isVisible());
        mendJournal();
    }

    void tryingAgainMaySucceed()
    {
        openBatch();
        breakJournal();
        const qint64 number = view().currentNumber();
        QTest::keyClick(&view(), Qt::Key_2);
        QTRY_COMPARE(screening().worklist().unsaved(), 1);
        QVERIFY(!m_window->close());
        QTRY_VERIFY(box());
        mendJournal();
        click(u"Try Again"_s);
        QTRY_VERIFY(!m_window->isVisible());
        QCOMPARE(inJournal(number), Verdict::Disagree);
    }
};

QTEST_MAIN(TestUnsavedVerdicts)
#include "test_unsaved_verdicts.moc"
