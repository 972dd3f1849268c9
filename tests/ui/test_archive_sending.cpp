// SPDX-License-Identifier: GPL-3.0-or-later
// Sending from Review and Screening to an archive, and an archive that asks for a password.
#include "core/dicomweb/dicomweb_client.h"
#include "tests/support/patience.h"
#include "tests/ui/archive_fixture.h"
#include "ui/results/results_dialog.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/internal/worklist_view.h"

#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QDirIterator>
#include <QListWidget>
#include <QMenu>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestArchiveSending : public QObject, private ArchiveFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        writeModelOfThreeClasses();
        m_receiver = std::make_unique<Storescp>();
        CCAD_NEED_PEER(*m_receiver);
        m_paths = writeFilms(m_films.path(), 2);
    }
    void cleanupTestCase() { m_receiver.reset(); }
    void cleanup() { closeWindow(); }
    void aFilmOfReviewIsSent();
    void whatIsRefusedIsNamed();
    void resultsGoOnceTheyWereSaved();
    void chosenRowsAreSent();
    void thePasswordIsAskedForAndWrittenNowhere();

private:
    [[nodiscard]] Node receiver() const { return nodeAt(m_receiver->port(), "STORESCP"); }
    [[nodiscard]] QDialog* sendWindow() { return m_window->findChild<QDialog*>(u"sendWindow"_s); }
    [[nodiscard]] QString outcome()
    {
        return sendWindow()->findChild<QLabel*>(u"sendOutcome"_s)->text();
    }
    /// As a user does: chooses, looks, saves.
    void saveResults(const QString& folder)
    {
        m_window->commands()[Command::SaveResults]->trigger();
        auto* dialog = m_window->findChild<ResultsDialog*>();
        QVERIFY(dialog);
        dialog->findChild<QLineEdit*>(u"folder"_s)->setText(folder);
        QPushButton* next = nullptr;
        for (QPushButton* button : dialog->findChildren<QPushButton*>())
            if (button->isDefault())
                next = button;
        QVERIFY(next);
        next->click(); // the preview
        QTRY_VERIFY(next->text().contains(u"Save"_s) && next->isEnabled());
        next->click();
        QTRY_VERIFY2(review().messageBar().text().startsWith(u"Saved in"_s),
                     qPrintable(review().messageBar().text()));
    }
    void openInReview(const QString& path)
    {
        m_window->open({path});
        QTRY_COMPARE(review().currentPath(), path);
        QTRY_VERIFY(review().canvas().hasStudy());
    }

    QTemporaryDir m_films;
    QStringList m_paths;
    std::unique_ptr<Storescp> m_receiver;
};

void TestArchiveSending::aFilmOfReviewIsSent()
{
    CCAD_NEED_PEER(*m_receiver);
    openWith({receiver()});
    QAction* send = m_window->commands()[Command::SendToArchive];
    QVERIFY(!send->isEnabled()); // nothing is on screen
    openInReview(m_paths.first());
    QVERIFY(send->isEnabled());
    const qsizetype before = m_receiver->storedFiles();
    send->trigger();
    QVERIFY(sendWindow());
    QVERIFY(!sendWindow()->findChild<QCheckBox*>(u"sendResults"_s)->isEnabled());
    buttonIn(*sendWindow(), "send").click();
    QTRY_COMPARE(outcome(), u"Taken by the archive: 1 of 1."_s);
    QCOMPARE(m_receiver->storedFiles(), before + 1);
    QVERIFY(sendWindow()->findChild<QListWidget*>()->isHidden());
    QCOMPARE(said(), outcome());
}

void TestArchiveSending::whatIsRefusedIsNamed()
{
    CCAD_NEED_PEER(*m_receiver);
    openWith({receiver()});
    openInReview(writePicture(u"Doe.png"_s));
    m_window->commands()[Command::SendToArchive]->trigger();
    buttonIn(*sendWindow(), "send").click();
    QTRY_VERIFY2(outcome().contains(u"0 of 1. Refused: 1."_s), qPrintable(outcome()));
    auto* refused = sendWindow()->findChild<QListWidget*>(u"sendRefused"_s);
    QVERIFY(refused->isVisible());
    QVERIFY2(refused->item(0)->text().startsWith(u"Doe.png: "_s),
             qPrintable(refused->item(0)->text()));
    m_settings->setValue(Setting::HidePatientText, true);
    buttonIn(*sendWindow(), "send").click();
    QTRY_VERIFY(refused->count() == 1 && !refused->item(0)->text().contains(u"Doe"_s));
}

void TestArchiveSending::resultsGoOnceTheyWereSaved()
{
    CCAD_NEED_PEER(*m_receiver);
    openWith({receiver()});
    openInReview(m_paths.first());
    QTRY_VERIFY(review().canvas().isOverlayShown());
    saveResults(file(u"results"_s));
    const qsizetype objects = QDir(file(u"results"_s)).entryList(QDir::Files).size();
    QVERIFY(objects > 0);

    const qsizetype before = m_receiver->storedFiles();
    m_window->commands()[Command::SendToArchive]->trigger();
    auto* results = sendWindow()->findChild<QCheckBox*>(u"sendResults"_s);
    QVERIFY(results->isEnabled() && results->isChecked());
    sendWindow()->findChild<QCheckBox*>(u"sendFilms"_s)->setChecked(false);
    results->setChecked(false);
    QVERIFY(!buttonIn(*sendWindow(), "send").isEnabled());
    results->setChecked(true);
    buttonIn(*sendWindow(), "send").click();
    QTRY_COMPARE(outcome(), u"Taken by the archive: %1 of %1."_s.arg(objects));
    QCOMPARE(m_receiver->storedFiles(), before + objects);
}

void TestArchiveSending::chosenRowsAreSent()
{
    CCAD_NEED_PEER(*m_receiver);
    openWith({receiver()});
    auto& screening = place<ScreeningPlace>();
    m_window->showPlace(screening);
    screening.screen(m_paths);
    QTRY_VERIFY(screening.worklist().state().counts.total == 2 && !screening.isBusy());
    // Rows come to the view a little later than to the counts.
    WorklistView& rows = screening.worklist().view();
    QTRY_VERIFY((rows.selectAll(), rows.chosenNumbers().size() == 2));
    screening.findChild<QAction*>(u"sendChosen"_s)->trigger();
    QTRY_VERIFY(sendWindow());
    buttonIn(*sendWindow(), "send").click();
    QTRY_COMPARE(outcome(), u"Taken by the archive: 2 of 2."_s);
}

void TestArchiveSending::thePasswordIsAskedForAndWrittenNowhere()
{
    const Orthanc orthanc;
    CCAD_NEED_PEER(orthanc);
    Node node;
    node.name = u"orthanc"_s;
    node.protocol = NodeProtocol::DicomWeb;
    node.url = orthanc.webUrl();
    node.user = u"ccad"_s;
    node.asks = AskedSecret::Password;
    openWith({node});
    node.secret = "secret word";
    const auto sent = dicomweb::send(node, m_paths, {}, {}, {});
    QVERIFY2(sent.hasValue(), qPrintable(sent ? QString() : sent.error().message));
    const auto answer = [this](const QString& word) {
        auto* question = m_window->findChild<QDialog*>(u"secretQuestion"_s);
        QVERIFY(question);
        auto* field = question->findChild<QLineEdit*>(u"secret"_s);
        QCOMPARE(field->echoMode(), QLineEdit::Password);
        field->setText(word);
        question->accept();
        QTRY_VERIFY(!m_window->findChild<QDialog*>(u"secretQuestion"_s));
    };
    click("testNode");
    answer(u"wrong word"_s);
    QTRY_VERIFY2(said().contains(u"does not let us in"_s), qPrintable(said()));
    click("testNode"); // a word that was refused is asked for again
    answer(u"secret word"_s);
    QTRY_VERIFY2(said().startsWith(u"orthanc answers"_s), qPrintable(said()));
    search(); // and is known by now
    QTRY_COMPARE(found().model()->rowCount(), 1);
    QCOMPARE(found().model()->index(0, 0).data().toString(), u"Müller, Jörg"_s);
    choose(0);
    click("intoReview");
    QTRY_VERIFY(arrivals("arrivalForReview").isVisible());
    closeWindow();
    int files = 0;
    for (const QString& folder : {file(u"config"_s), m_home.path(u"share"_s)}) {
        QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            QFile written(all.next());
            QVERIFY(written.open(QIODevice::ReadOnly));
            QVERIFY2(!written.readAll().contains("secret word"), qPrintable(written.fileName()));
            ++files;
        }
    }
    QVERIFY(files > 2);
}

QTEST_MAIN(TestArchiveSending)
#include "test_archive_sending.moc"
