// SPDX-License-Identifier: GPL-3.0-or-later
// A model is audited for shortcuts in the window, and the verdict goes where people meet it.
#include "tests/support/disk_watch.h"
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/model/dataset_source_bar.h"
#include "ui/model/internal/audit_window.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/widgets/sentence_list.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestAuditWindow final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ModelLibrary> m_models;
    std::unique_ptr<ModelPlace> m_place;
    QString m_folder;

    AuditWindow* openFor(const QString& folder)
    {
        QCoreApplication::processEvents();
        m_place->select(folder);
        const bool isListed = QTest::qWaitFor(
            [&] { return m_place->packages().rowOf(folder) >= 0; }, test::patienceMs);
        m_place->select(folder);
        return isListed ? m_place->auditSelected() : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = userModelsDir() + u"/ours"_s;
        QVERIFY(QDir().mkpath(userModelsDir()));
        QVERIFY(m_home.writeModel(m_folder, u"ours"_s));
        m_settings = std::make_unique<Settings>(m_home.path(u"settings.ini"_s));
        m_loader = std::make_unique<StudyLoader>();
        m_models = std::make_unique<ModelLibrary>(*m_settings, *m_loader);
        m_place = std::make_unique<ModelPlace>(*m_models, *m_settings);
    }

    void cleanupTestCase()
    {
        m_place.reset();
        m_models.reset();
        m_loader.reset();
        m_settings.reset();
    }

    void stripesReachTheBorderSoTheVerdictIsRed()
    {
        AuditWindow* window = openFor(m_folder);
        QVERIFY(window);
        QVERIFY(m_place->auditColour().sentences().join(u' ').contains(u"Nobody"_s));
        QVERIFY(window->text().contains(u"The rule"_s));
        QVERIFY(!test::firstWithoutName(window));
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"toys/manifest.csv"_s));
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 2 * test::patienceMs); // trains several times
        QVERIFY(window->report());
        QCOMPARE(window->report()->summary.colour, AuditSummary::Colour::Red);
        QVERIFY(window->text().contains(u"order"_s)); // "Border alone"
        // Into the package, and from there beside each prediction.
        QVERIFY(test::buttonIn(*window, "recordAudit").isEnabled());
        const QSignalSpy recorded(window, &AuditWindow::recorded);
        const test::DiskWatch watch(m_folder);
        test::buttonIn(*window, "recordAudit").click();
        QTRY_COMPARE(recorded.size(), 1);
        VERIFY_UNTOUCHED(watch);
        QTRY_VERIFY(m_place->auditColour().sentences().join(u' ').contains(u"red"_s));
        const auto manifest = loadModelManifest(m_folder);
        QVERIFY(manifest);
        QCOMPARE(manifest->audit.colour, AuditSummary::Colour::Red);
        QTRY_VERIFY(m_place->cardText().contains(u"Shortcut audit"_s));
        window->close();
    }

    void looksAgain()
    {
        AuditWindow* window = openFor(m_folder);
        QVERIFY(window);
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"nothing here"_s));
        QTRY_COMPARE(finished.size(), 1);
        auto* bar = window->findChild<DatasetSourceBar*>();
        QVERIFY(bar);
        Q_EMIT bar->rereadRequested();
        QVERIFY(window->isBusy());
        QTRY_COMPARE(finished.size(), 2);
        window->close();
    }

    void anotherDataSetOvertakesTheFirst()
    {
        AuditWindow* window = openFor(m_folder);
        QVERIFY(window);
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"toys/manifest.csv"_s));
        window->audit(m_home.path(u"nothing here"_s));
        QVERIFY(window->isBusy());
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!window->report());
        QVERIFY(!window->isBusy());
        QVERIFY(
            window->findChild<SentenceList*>()->sentences().join(u' ').contains(u"nothing here"_s));
        window->close();
    }

    void whatWasCancelledIsNotHeardOfAgain()
    {
        AuditWindow* window = openFor(m_folder);
        QVERIFY(window);
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"toys/manifest.csv"_s));
        auto* bar = window->findChild<DatasetSourceBar*>();
        QVERIFY(bar);
        Q_EMIT bar->cancelled();
        QVERIFY(!window->isBusy());
        // The next one begins when that has ended, and is the only one that is told of.
        window->audit(m_home.path(u"nothing here"_s));
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!window->report());
        QVERIFY(
            window->findChild<SentenceList*>()->sentences().join(u' ').contains(u"nothing here"_s));
        window->close();
    }

    void aDataSetThatIsNoneIsNamed()
    {
        AuditWindow* window = openFor(m_folder);
        QVERIFY(window);
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"nothing here"_s));
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!window->report());
        QVERIFY(!test::buttonIn(*window, "recordAudit").isEnabled());
        QVERIFY(
            window->findChild<SentenceList*>()->sentences().join(u' ').contains(u"nothing here"_s));
        window->close();
    }

    void whatCameWithTheProgramStaysAsItIs()
    {
        AuditWindow* window = openFor(m_home.base);
        QVERIFY(window);
        const QSignalSpy finished(window, &AuditWindow::finished);
        window->audit(m_home.path(u"toys/manifest.csv"_s));
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(window->report());
        QVERIFY(!test::buttonIn(*window, "recordAudit").isEnabled());
        window->close();
    }
};

QTEST_MAIN(TestAuditWindow)
#include "test_audit_window.moc"
