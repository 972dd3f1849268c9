// SPDX-License-Identifier: GPL-3.0-or-later
// What Review keeps of the studies: measurements, comments, the session; and what a report says.
#include "tests/support/patience.h"
#include "tests/ui/review_fixture.h"

#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestReviewSession final : public QObject, private test::ReviewFixture
{
    Q_OBJECT

    const Measurement m_length{Measurement::Kind::Length, {{10, 10}, {60, 10}}};

    /// As at the end of the program and at its next start.
    void restart()
    {
        m_review->saveSession();
        closeReview();
        openReview();
        m_review->restoreSession();
    }

    void writeComment(const QString& text)
    {
        auto* field = m_review->findChild<QPlainTextEdit*>(u"comment"_s);
        field->clear();
        QTest::keyClicks(field, text);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = file(u"model"_s);
        writeModel(m_model);
    }

    void init() { startAfresh(); }
    void cleanup() { closeReview(); }

    void theLastSessionComesBack()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        m_review->measurements()->add(m_length);
        writeComment(u"two ribs"_s);
        m_review->openNext();
        QTRY_COMPARE(m_review->currentPath(), b);
        waitForFinding();
        restart();
        QTRY_COMPARE(m_review->currentPath(), b);
        waitForFinding();
        QCOMPARE(m_review->studies().rowCount(), 2);
        QVERIFY(m_review->measurements()->all().empty());
        m_review->openPrevious();
        QTRY_COMPARE(m_review->currentPath(), a);
        waitForFinding();
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
        QCOMPARE(m_review->findingPanel().comment(), u"two ribs"_s);
        QVERIFY(message().isEmpty());
    }

    void changesAreWrittenSoon()
    {
        const QString a = writePicture(u"a.png"_s);
        openAndWait({a});
        const auto written = [&] {
            const auto session = readSession(sessionPath());
            return session && session->session.studies == QStringList(a);
        };
        QTRY_VERIFY(written());
    }

    void filesThatAreGoneAreDroppedWithOneSentence()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        m_review->saveSession();
        QTRY_VERIFY(QFile::exists(sessionPath()));
        QVERIFY(QFile::remove(a));
        closeReview();
        openReview();
        m_review->restoreSession();
        QTRY_COMPARE(m_review->currentPath(), b);
        QCOMPARE(m_review->studies().rowCount(), 1);
        QVERIFY(message().contains(u"of the last session cannot be found"_s));
        waitForFinding();
    }

    void whatTheProgramDidNotSurviveIsNotOpenedAgain()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        // As a program leaves it that ended while it read the second one.
        QVERIFY(writeSession({{a, b}, {}, b, b}, sessionPath()));
        m_review->restoreSession();
        QTRY_COMPARE(m_review->studies().rowCount(), 2);
        QTRY_VERIFY2(message().contains(u"b.png"_s) && message().contains(u"not opened again"_s),
                     qPrintable(message()));
        QCOMPARE(m_review->currentPath(), QString());
        openAndWait({b}); // whoever wants it opens it
    }

    void theNoteThatAStudyIsBeingReadGoesWhenItIsThere()
    {
        const QString a = writePicture(u"a.png"_s);
        openAndWait({a});
        const auto stored = [&] {
            const auto session = readSession(sessionPath());
            return session ? session->session : Session{};
        };
        QTRY_COMPARE(stored().current, a);
        QTRY_COMPARE(stored().opening, QString());
    }

    void aBrokenSessionIsSaidAndReviewIsUsable()
    {
        QFile out(sessionPath());
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write("{") == 1);
        out.close();
        m_review->restoreSession();
        QTRY_VERIFY(message().contains(u"cannot be restored"_s));
        openAndWait({writePicture(u"a.png"_s)});
    }

    void nothingIsKeptWhenTheUserWantsNone()
    {
        openAndWait({writePicture(u"a.png"_s)});
        m_review->saveSession();
        QTRY_VERIFY(QFile::exists(sessionPath()));
        m_settings->setValue(Setting::RestoreSession, false);
        restart();
        QVERIFY(!QFile::exists(sessionPath()));
        QCOMPARE(m_review->studies().rowCount(), 0);
    }

    void aSessionThatIsStillBeingReadIsNotOverwritten()
    {
        openAndWait({writePicture(u"a.png"_s)});
        restart();
        m_review->saveSession(); // the program ends at once
        closeReview();
        QCOMPARE(readSession(sessionPath())->session.studies.size(), 1);
    }

    void openingSomethingElseGoesBeforeTheSession()
    {
        openAndWait({writePicture(u"a.png"_s)});
        restart();
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({b});
        m_review->saveSession();
        closeReview();
        const auto session = readSession(sessionPath());
        QVERIFY(session);
        QCOMPARE(session->session.current, b);
    }

    void commentsBelongToTheirStudy()
    {
        const QString a = writePicture(u"a.png"_s);
        const QString b = writePicture(u"b.png"_s, 4);
        openAndWait({a, b});
        writeComment(u"first"_s);
        m_review->openNext();
        QTRY_COMPARE(m_review->currentPath(), b);
        waitForFinding();
        QVERIFY(m_review->findingPanel().comment().isEmpty());
        m_review->setComment(a, u"from the report"_s);
        QVERIFY(m_review->findingPanel().comment().isEmpty());
        m_review->openPrevious();
        QTRY_COMPARE(m_review->currentPath(), a);
        QCOMPARE(m_review->findingPanel().comment(), u"from the report"_s);
    }

    void aClosedStudyKeepsItsMeasurements()
    {
        const QString a = writePicture(u"a.png"_s);
        openAndWait({a});
        m_review->measurements()->add(m_length);
        m_review->closeStudy();
        QVERIFY(!m_review->measurements());
        openAndWait({a});
        QCOMPARE(m_review->measurements()->all(), std::vector{m_length});
    }

    void theReportSaysWhatIsOnScreen()
    {
        openAndWait({writePicture(u"a.png"_s)});
        m_review->measurements()->add(m_length);
        writeComment(u"seen"_s);
        m_review->canvas().rotateRight();
        m_review->canvas().setInverted(true);
        const ReportContent content = m_review->reportContent();
        QCOMPARE(content.title, u"a.png"_s);
        QCOMPARE(content.picture.size(), QSize(160, 120)); // unturned
        QCOMPARE(content.orientation, m_review->canvas().view().orientation());
        QVERIFY(content.window.startsWith(u"W "_s));
        QVERIFY(content.window.endsWith(u", inverted"_s));
        QVERIFY(!content.overlay.isEmpty());
        QVERIFY(content.overlayTitle.startsWith(u"CAM for "_s));
        QCOMPARE(content.measurements, std::vector{m_length});
        QCOMPARE(content.comment, u"seen"_s);
        QVERIFY(content.finding && content.model);
        QCOMPARE(content.finding->probabilities.size(), content.model->classes.size());
        QVERIFY(content.noFinding.isEmpty());
        m_settings->setValue(Setting::OverlayVisible, false);
        QVERIFY(m_review->reportContent().overlay.isEmpty());
        QVERIFY(m_review->reportContent().overlayTitle.isEmpty());
        m_settings->setValue(Setting::HidePatientText, true);
        QCOMPARE(m_review->reportContent().title, u"Study 1"_s);
    }

    void aReportWithoutAFindingSaysWhy()
    {
        m_loader->loadModel(file(u"no-model"_s));
        QTRY_VERIFY(!message().isEmpty());
        m_review->open({writePicture(u"a.png"_s)});
        QTRY_VERIFY(m_review->canvas().hasStudy());
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        const ReportContent content = m_review->reportContent();
        QVERIFY(!content.finding && !content.model);
        QCOMPARE(content.noFinding, u"Without a model there is no finding."_s);
    }
};

QTEST_MAIN(TestReviewSession)
#include "test_review_session.moc"
