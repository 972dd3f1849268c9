// SPDX-License-Identifier: GPL-3.0-or-later
// The rail, and what the places of the window have to do with each other.
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/model/model_library.h"
#include "ui/training/internal/data_step.h"
#include "ui/training/training_place.h"

#include <QLabel>
#include <QSignalSpy>

#include <algorithm>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPlaces final : public QObject, private test::WindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { writeModelOfThreeClasses(); }
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theRailLeadsToPlacesAndTheLastIsKept()
    {
        verifyUsable();
        QCOMPARE(m_window->place(), Place::Review);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->place(), Place::Training);
        QVERIFY(m_window->training().isVisible());
        QVERIFY(m_window->windowTitle().startsWith(u"Training"_s));
        // What acts on the radiograph does not act on one that is out of sight.
        for (const Command command :
             {Command::Open, Command::Invert, Command::Next, Command::Close})
            QVERIFY(!m_window->commands()[command]->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_I);
        QVERIFY(!review().canvas().isInverted());
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(m_window->place(), Place::Model);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->place(), Place::Screening);
        QVERIFY(m_window->windowTitle().startsWith(u"Screening"_s));
        QVERIFY(!m_window->commands()[Command::Invert]->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        m_window.reset();
        m_window = std::make_unique<MainWindow>(*m_settings, *m_loader);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), test::patienceMs));
        QCOMPARE(m_window->place(), Place::Model);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->place(), Place::Review);
        QVERIFY(m_window->commands()[Command::Open]->isEnabled());
    }

    void aFolderDroppedOnTrainingIsTheDataSet()
    {
        m_window->showPlace(Place::Training);
        drop({m_home.dataset});
        QTRY_VERIFY(m_window->training().data().index());
        QCOMPARE(m_window->training().data().path(), m_home.dataset);
        QCOMPARE(review().studies().rowCount(), 0);
        m_window->showPlace(Place::Review);
        verifyUsable();
    }

    void aTestImageOpensWithTheMapOfItsModel()
    {
        m_window->models().loadActive();
        QTRY_VERIFY(m_loader->classifier());
        const QString file = writePicture(u"tested.png"_s);
        m_window->showPlace(Place::Training);
        Q_EMIT m_window->training().openRequested(file, m_model);
        QCOMPARE(m_window->place(), Place::Review);
        QTRY_COMPARE(review().currentPath(), file);
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"test-model"_s);
        QVERIFY(m_window->commands()[Command::AskActiveModel]->isEnabled());
        m_window->commands()[Command::AskActiveModel]->trigger();
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"narrow"_s);
        QVERIFY(!m_window->commands()[Command::AskActiveModel]->isEnabled());
    }

    void closingDuringATrainingWaitsAndKeepsTheCheckpoint()
    {
        TrainingSetup setup = m_home.setup(u"closed"_s);
        setup.request.recipe.headEpochs = 5000;
        TrainingJob& job = m_window->training().job();
        QSignalSpy epochs(&job, &TrainingJob::epochDone);
        job.start(setup);
        QTRY_VERIFY(epochs.count() > 1);
        // The viewer works meanwhile.
        verifyUsable();
        QVERIFY(job.isActive());
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        const auto labels = m_window->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(u"Waiting for"_s);
        }));
        QTRY_VERIFY(!m_window->isVisible());
        QVERIFY(!job.isActive());
        QVERIFY(QFile::exists(setup.request.checkpointFile));
        QVERIFY(!QFileInfo::exists(setup.folder));
    }
};

QTEST_MAIN(TestPlaces)
#include "test_places.moc"
