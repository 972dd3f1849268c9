// SPDX-License-Identifier: GPL-3.0-or-later
// Comments and measurements outlive the session, the window, its list and its crashes.
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "tests/core/intake/zip_writer.h"
#include "tests/support/patience.h"
#include "tests/ui/review_fixture.h"
#include "ui/jobs/shown_path.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QToolButton>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestReviewNotes final : public QObject, private test::ReviewFixture
{
    Q_OBJECT

    const Measurement m_length{Measurement::Kind::Length, {{10, 10}, {60, 10}}};
    const Measurement m_other{Measurement::Kind::Length, {{20, 30}, {70, 30}}};
    const QString m_words = u"Follow up in 2 weeks"_s;

    [[nodiscard]] QPlainTextEdit* field()
    {
        return m_review->findChild<QPlainTextEdit*>(u"comment"_s);
    }
    [[nodiscard]] QString said()
    {
        const auto* label = m_review->findChild<QLabel*>(u"commentState"_s);
        return label->isHidden() ? QString() : label->text();
    }
    [[nodiscard]] QString complaint() const
    {
        const MessageBar& bar = m_review->notesBar();
        return bar.isHidden() ? QString() : bar.text();
    }

    void type(const QString& text)
    {
        QVERIFY(field()->isEnabled());
        field()->clear();
        QTest::keyClicks(field(), text);
    }

    void restart()
    {
        m_review->saveSession(); // as when the window closes
        closeReview();
        openReview();
    }

    /// What a program that starts now would read.
    [[nodiscard]] StudyNote stored(const QString& path) const
    {
        const auto store = NoteStore::open(notesPath());
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        return *(*store)->find(*fileSha256Hex(path));
    }

    void store(const QString& path, const StudyNote& note) const
    {
        const auto opened = NoteStore::open(notesPath());
        QVERIFY(opened && (*opened)->write({*fileSha256Hex(path), {}}, note));
    }

    void annotate(const QString& path)
    {
        openAndWait({path});
        m_review->measurements()->add(m_length);
        type(m_words);
    }

    void verifyAnnotated(const QString& path)
    {
        openAndWait({path});
        QCOMPARE(m_review->findingPanel().comment(), m_words);
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
    }

    void writeOldSession(const QStringList& paths)
    {
        QJsonArray studies;
        for (const QString& path : paths)
            studies.append(QJsonObject{{u"path"_s, path},
                                       {u"comment"_s, m_words},
                                       {u"measurements"_s, toJson({m_length})}});
        const QJsonObject json{
            {u"format_version"_s, 1}, {u"current"_s, paths.front()}, {u"studies"_s, studies}};
        QVERIFY(writeFileAtomically(sessionPath(), QJsonDocument(json).toJson()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = file(u"model"_s);
        writeModel(m_model);
    }

    void init() { startAfresh(); }
    void cleanup() { closeReview(); }

    void startingWithAnotherFileLosesNothing()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        annotate(a);
        restart();
        openAndWait({writePicture(u"c.png"_s, 5)}); // a double click on a file
        restart();
        m_review->restoreSession();
        QTRY_VERIFY(m_review->currentPath().endsWith(u"c.png"_s));
        verifyAnnotated(a);
        QVERIFY(stored(b).isEmpty());
    }

    void closingStudiesLosesNothing()
    {
        const QString a = writePicture(u"a.png"_s);
        annotate(a);
        m_review->closeStudy();
        restart();
        verifyAnnotated(a);
        m_review->closeAll();
        restart();
        verifyAnnotated(a);
    }

    void withoutASessionNothingIsLost()
    {
        const QString a = writePicture(u"a.png"_s);
        annotate(a);
        m_settings->setValue(Setting::RestoreSession, false);
        restart();
        QVERIFY(!QFile::exists(sessionPath()));
        verifyAnnotated(a);
    }

    void membersOfArchivesHaveTheirNotesAgain()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString archive = file(u"films.zip"_s);
        test::writeZip(archive, {{"a.png", test::contentOf(a)}});
        const auto openArchive = [&] {
            m_review->open({archive});
            QTRY_VERIFY(shownPathOf(m_review->currentPath()).endsWith(u"a.png"_s));
            waitForFinding();
        };
        openArchive();
        m_review->measurements()->add(m_length);
        type(m_words);
        const QString unpacked = m_review->currentPath();
        m_review->closeAll();
        restart();
        openArchive();
        QVERIFY(m_review->currentPath() != unpacked);
        QCOMPARE(m_review->findingPanel().comment(), m_words);
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
    }

    void theContentSaysWhoseTheyAre()
    {
        const QString a = writePicture(u"a.png"_s);
        annotate(a);
        QTRY_COMPARE(said(), u"Saved."_s);
        const QString copy = file(u"copy.png"_s);
        QFile::remove(copy);
        QVERIFY(QFile::copy(a, copy));
        verifyAnnotated(copy);
        // Another film that took the place of the first has nothing of it.
        restart();
        QCOMPARE(writePicture(u"a.png"_s, 7), a);
        openAndWait({a});
        QVERIFY(m_review->findingPanel().comment().isEmpty());
        QVERIFY(m_review->measurements()->all().empty());
    }

    void whatIsSaidToBeSavedIs()
    {
        const QString a = writePicture(u"a.png"_s);
        openAndWait({a});
        QVERIFY(said().isEmpty());
        type(m_words);
        QCOMPARE(said(), u"Saving…"_s);
        QTRY_COMPARE(said(), u"Saved."_s);
        QCOMPARE(stored(a).comment, m_words); // as if the program were killed now
        m_review->measurements()->add(m_length);
        QCOMPARE(said(), u"Saving…"_s);
        QTRY_COMPARE(said(), u"Saved."_s);
        QCOMPARE(stored(a), (StudyNote{m_words, {m_length}}));
        m_review->measurements()->undoStack().undo();
        QTRY_COMPARE(said(), u"Saved."_s);
        QVERIFY(stored(a).measurements.empty());
    }

    void theEndOfTheWindowSavesAtOnce()
    {
        const QString a = writePicture(u"a.png"_s);
        openAndWait({a});
        m_review->setComment(a, m_words);
        closeReview();
        QCOMPARE(stored(a).comment, m_words);
    }

    void whatIsWrittenBeforeTheOldIsReadIsAdded()
    {
        const QString a = writePicture(u"a.png"_s);
        store(a, {u"old"_s, {m_length}});
        connect(m_review.get(), &ReviewPlace::currentPathChanged, this, [&](const QString& path) {
            if (path != a)
                return;
            QCOMPARE(m_review->notes().state(a), StudyNotes::State::Reading);
            QVERIFY(!field()->isEnabled());
            m_review->setComment(a, u"new"_s); // a report's window, say
        });
        openAndWait({a});
        QTRY_COMPARE(m_review->findingPanel().comment(), u"old\nnew"_s);
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
        QTRY_COMPARE(stored(a), (StudyNote{u"old\nnew"_s, {m_length}}));
    }

    void anotherWindowsNoteIsPickedUp()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        annotate(a);
        QTRY_COMPARE(said(), u"Saved."_s);
        openAndWait({b});
        store(a, {u"of the other window"_s, {m_other}});
        openAndWait({a});
        QTRY_COMPARE(m_review->findingPanel().comment(), u"of the other window"_s);
        QCOMPARE(m_review->measurements()->all(), std::vector{m_other});
        // The other window's session takes nothing away either.
        QFile::remove(sessionPath());
        restart();
        openAndWait({a});
        QCOMPARE(m_review->measurements()->all(), std::vector{m_other});
    }

    void whatCanBeUndoneStaysSo()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        annotate(a);
        QTRY_COMPARE(said(), u"Saved."_s);
        openAndWait({b});
        openAndWait({a});
        m_review->measurements()->undoStack().undo();
        QVERIFY(m_review->measurements()->all().empty());
        m_review->measurements()->undoStack().redo();
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
    }

    void notesOfAnOlderSessionAreTakenOver()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        const QString away = file(u"away.png"_s);
        writeOldSession({a, b, away});
        m_review->restoreSession();
        QTRY_COMPARE(m_review->currentPath(), a);
        waitForFinding();
        verifyAnnotated(a);
        // Of the one that was not looked at, too; that on a disk that is not there waits.
        QTRY_COMPARE(stored(b).comment, m_words);
        QTRY_COMPARE(*(*NoteStore::open(notesPath()))->pathsToPlace(), QStringList(away));
        QVERIFY(readSession(sessionPath())->notes.empty());
        restart();
        QVERIFY(QFile::rename(writePicture(u"later.png"_s, 6), away));
        verifyAnnotated(away);
    }

    void anOlderSessionIsTakenOverBeforeAnotherFileIsOpened()
    {
        const QString a = writePicture(u"a.png"_s);
        writeOldSession({a});
        openAndWait({writePicture(u"c.png"_s, 5)});
        restart();
        verifyAnnotated(a);
    }

    void whatCannotBeSavedIsSaidAndKept()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        const QString blocked = file(u"blocked"_s);
        QFile blocker(blocked);
        QVERIFY(blocker.open(QIODevice::WriteOnly)); // a file in place of the folder
        blocker.close();
        m_review->setRecordPaths({blocked + u"/notes.sqlite"_s, sessionPath()});
        writeOldSession({a, b});
        openAndWait({a, b});
        QTRY_VERIFY(complaint().contains(u"cannot be read"_s));
        type(u"kept"_s);
        QTRY_VERIFY2(complaint().contains(u"is not saved"_s), qPrintable(complaint()));
        QCOMPARE(said(), u"Not saved."_s);
        QVERIFY(complaint().contains(blocked));
        const auto* close = m_review->notesBar().findChild<QToolButton*>();
        QVERIFY(close && close->isHidden());
        openAndWait({b});
        QVERIFY(!complaint().isEmpty());
        QVERIFY(QFile::remove(blocked));
        QTRY_VERIFY_WITH_TIMEOUT(complaint().isEmpty(), 20000);
        openAndWait({a});
        QCOMPARE(m_review->findingPanel().comment(), m_words + u"\nkept"_s);
        QCOMPARE(said(), u"Saved."_s);
        QVERIFY(QDir(blocked).removeRecursively());
    }

    void aSessionIsNotWrittenOverBeforeItsNotesHaveMoved()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString blocked = file(u"blocked"_s);
        QVERIFY(writeFileAtomically(blocked, "a file in place of the folder"));
        m_review->setRecordPaths({blocked + u"/notes.sqlite"_s, sessionPath()});
        writeOldSession({a});
        openAndWait({writePicture(u"c.png"_s, 5)});
        m_review->saveSession();
        QTRY_VERIFY(message().contains(blocked));
        closeReview();
        QCOMPARE(int(readSession(sessionPath())->notes.size()), 1);
        QVERIFY(QFile::remove(blocked));
    }

    void aDamagedFileIsSaidAndKeptAside()
    {
        QVERIFY(writeFileAtomically(notesPath(), "no notes at all, but somebody's"));
        const QString a = writePicture(u"a.png"_s);
        annotate(a);
        QTRY_VERIFY(complaint().contains(u"is kept as"_s));
        QTRY_COMPARE(said(), u"Saved."_s);
        QVERIFY(!complaint().isEmpty()); // until it is closed
        auto* close = m_review->notesBar().findChild<QToolButton*>();
        QVERIFY(close && close->isVisible());
        close->click();
        QVERIFY(complaint().isEmpty());
        QCOMPARE(stored(a).comment, m_words);
        const QStringList kept = QDir(m_folder.path())
                                     .entryList({u"notes.sqlite.damaged-*"_s})
                                     .filter(QRegularExpression(u"\\d$"_s)); // not its journal
        QCOMPARE(kept.size(), 1);
        QCOMPARE(*readFile(file(kept.front()), 1000),
                 QByteArray("no notes at all, but somebody's"));
    }
};

QTEST_MAIN(TestReviewNotes)
#include "test_review_notes.moc"
