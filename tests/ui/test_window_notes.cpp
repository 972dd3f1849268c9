// SPDX-License-Identifier: GPL-3.0-or-later
// Notes go when they are told to, and the window does not close over unsaved ones.
#include "core/base/sha256.h"
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/viewer/finding_panel.h"

#include <QAbstractButton>
#include <QMessageBox>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestWindowNotes final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    QString m_picture;

    [[nodiscard]] StudyNote stored() const
    {
        const auto store = NoteStore::open(notesFile());
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return *(*store)->find(*fileSha256Hex(m_picture));
    }

    [[nodiscard]] QMessageBox* box() const
    {
        for (auto* each : m_window->findChildren<QMessageBox*>())
            if (each->isVisible())
                return each;
        return nullptr;
    }

    void click(const QString& text) const
    {
        QTRY_VERIFY(box());
        for (QAbstractButton* button : box()->buttons())
            if (button->text().remove(QLatin1Char('&')) == text) {
                button->click();
                QTRY_VERIFY(!box());
                return;
            }
        QFAIL(qPrintable(text));
    }

    void openPicture()
    {
        m_window->open({m_picture});
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QTRY_COMPARE(review().notes().state(m_picture), StudyNotes::State::Saved);
    }

    /// Nothing can be written where the notes should be.
    void blockNotes()
    {
        const QString blocker = write(u"blocker"_s, "a file in place of a folder");
        review().setRecordPaths({blocker + u"/notes.sqlite"_s, sessionFile()});
    }

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init()
    {
        openWindow();
        m_picture = writePicture(u"a.png"_s);
    }
    void cleanup() { closeWindow(); }

    void deletingNotesAsks()
    {
        openPicture();
        QAction* command = m_window->commands()[Command::DeleteNotes];
        QVERIFY(!command->isEnabled());
        review().setComment(m_picture, u"seen"_s);
        review().measurements()->add({Measurement::Kind::Length, {{10, 10}, {60, 10}}});
        QTRY_VERIFY(command->isEnabled());
        QTRY_VERIFY(!stored().isEmpty());

        command->trigger();
        QTRY_VERIFY(box());
        QVERIFY2(box()->text().contains(u"the comment and 1 measurement"_s)
                     && box()->text().contains(u"a.png"_s),
                 qPrintable(box()->text()));
        click(u"Cancel"_s);
        QCOMPARE(review().findingPanel().comment(), u"seen"_s);

        command->trigger();
        click(u"Delete"_s);
        QVERIFY(review().findingPanel().comment().isEmpty());
        QVERIFY(review().measurements()->all().empty());
        QVERIFY(!review().measurements()->undoStack().canUndo());
        QVERIFY(!command->isEnabled());
        QTRY_VERIFY(stored().isEmpty());
    }

    void closingWaitsUntilNotesAreSaved()
    {
        openPicture();
        review().setComment(m_picture, u"the last word"_s);
        QVERIFY(!m_window->close());
        QTRY_VERIFY(!m_window->isVisible());
        QCOMPARE(stored().comment, u"the last word"_s);
    }

    void closingOverNotesThatCannotBeSavedAsks()
    {
        blockNotes();
        openPicture();
        review().setComment(m_picture, u"the last word"_s);
        QVERIFY(!m_window->close());
        QTRY_VERIFY_WITH_TIMEOUT(box(), 10000);
        QVERIFY(box()->informativeText().contains(u"it is lost"_s));
        QVERIFY2(box()->informativeText().contains(u"blocker"_s),
                 qPrintable(box()->informativeText()));
        click(u"Cancel"_s);
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->centralWidget()->isEnabled());
        QCOMPARE(review().findingPanel().comment(), u"the last word"_s);

        QVERIFY(!m_window->close());
        click(u"Try Again"_s);
        QTRY_VERIFY_WITH_TIMEOUT(box(), 10000);
        click(u"Close and Lose It"_s);
        QTRY_VERIFY(!m_window->isVisible());
    }

    void tryingAgainMaySucceed()
    {
        blockNotes();
        openPicture();
        review().setComment(m_picture, u"the last word"_s);
        QVERIFY(!m_window->close());
        QTRY_VERIFY_WITH_TIMEOUT(box(), 10000);
        QVERIFY(QFile::remove(file(u"blocker"_s)));
        click(u"Try Again"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), 10000);
        const auto store = NoteStore::open(file(u"blocker/notes.sqlite"_s));
        QVERIFY(store.hasValue());
        QCOMPARE((*store)->find(*fileSha256Hex(m_picture))->comment, u"the last word"_s);
        QVERIFY(QDir(file(u"blocker"_s)).removeRecursively());
    }
};

QTEST_MAIN(TestWindowNotes)
#include "test_window_notes.moc"
