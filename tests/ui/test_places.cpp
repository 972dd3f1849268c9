// SPDX-License-Identifier: GPL-3.0-or-later
// The rail, and what the places of the window have to do with each other.
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/model/internal/calibration_window.h"
#include "ui/model/model_library.h"
#include "ui/model/model_place.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/screening_place.h"
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
        QCOMPARE(m_window->place().key(), u"review"_s);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->place().key(), u"training"_s);
        QVERIFY(place<TrainingPlace>().isVisible());
        QVERIFY(m_window->windowTitle().startsWith(u"Training"_s));
        // What acts on the radiograph does not act on one that is out of sight.
        for (const Command command :
             {Command::Open, Command::Invert, Command::Next, Command::Close})
            QVERIFY(!m_window->commands()[command]->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_I);
        QVERIFY(!review().canvas().isInverted());
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QCOMPARE(m_window->place().key(), u"model"_s);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->place().key(), u"screening"_s);
        QVERIFY(m_window->windowTitle().startsWith(u"Screening"_s));
        QVERIFY(!m_window->commands()[Command::Invert]->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        m_window.reset();
        m_window = std::make_unique<MainWindow>(*m_settings, *m_loader);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), test::patienceMs));
        QCOMPARE(m_window->place().key(), u"model"_s);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->place().key(), u"review"_s);
        QVERIFY(m_window->commands()[Command::Open]->isEnabled());
    }

    void aFolderDroppedOnTrainingIsTheDataSet()
    {
        m_window->showPlace(place<TrainingPlace>());
        drop({m_home.dataset});
        QTRY_VERIFY(place<TrainingPlace>().data().index());
        QCOMPARE(place<TrainingPlace>().data().path(), m_home.dataset);
        QCOMPARE(review().studies().rowCount(), 0);
        m_window->showPlace(review());
        verifyUsable();
    }

    void aFolderDroppedOnScreeningIsABatch()
    {
        auto& screening = place<ScreeningPlace>();
        const QString before = screening.worklist().journal();
        m_window->showPlace(screening);
        drop({m_home.dataset});
        QTRY_VERIFY(screening.worklist().journal() != before);
        QCOMPARE(m_window->place().key(), u"screening"_s);
        QCOMPARE(review().studies().rowCount(), 0);
        screening.halt();
        QTRY_VERIFY(!screening.isBusy());
    }

    void aFileDroppedOnModelOpensInReviewWithTheActiveModel()
    {
        m_window->models().loadActive();
        QTRY_VERIFY(m_loader->classifier());
        m_window->models().lookWith(m_model);
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"test-model"_s);
        const QString file = writePicture(u"dropped.png"_s);
        m_window->showPlace(place<ModelPlace>());
        drop({file});
        QCOMPARE(m_window->place().key(), u"review"_s);
        QTRY_COMPARE(review().currentPath(), file);
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"narrow"_s);
    }

    void everyPlaceHasAKeyATitleAndTheFocus()
    {
        verifyUsable();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), test::patienceMs));
        QStringList keys;
        for (Place* each : m_window->places()) {
            keys << each->key();
            m_window->showPlace(*each);
            QVERIFY(!each->title().isEmpty());
            QVERIFY(m_window->windowTitle().startsWith(each->title()));
            QVERIFY(each->isAncestorOf(m_window->focusWidget()));
            QCOMPARE(m_window->commands()[Command::FilterStudies]->isEnabled(), each->hasSearch());
            QVERIFY(!each->isBusy());
        }
        QCOMPARE(keys.join(u' '), u"review screening training model archive"_s);
    }

    /// What belongs to a place is not switched on by something that happens in another.
    void searchingStaysPossibleWhileAStudyOpensOutOfSight()
    {
        verifyUsable();
        m_window->showPlace(place<ScreeningPlace>());
        review().closeAll();
        review().open({writePicture(u"behind.png"_s)});
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QVERIFY(m_window->commands()[Command::FilterStudies]->isEnabled());
        for (const Command command : {Command::Open, Command::Invert, Command::Close,
                                      Command::Report, Command::AskActiveModel})
            QVERIFY(!m_window->commands()[command]->isEnabled());
        QCOMPARE(m_window->windowTitle(), u"Screening – CCAD"_s);
    }

    void aTestImageOpensWithTheMapOfItsModel()
    {
        m_window->models().loadActive();
        QTRY_VERIFY(m_loader->classifier());
        const QString file = writePicture(u"tested.png"_s);
        m_window->showPlace(place<TrainingPlace>());
        Q_EMIT place<TrainingPlace>().openRequested({file}, m_model);
        QCOMPARE(m_window->place().key(), u"review"_s);
        QTRY_COMPARE(review().currentPath(), file);
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"test-model"_s);
        QVERIFY(m_window->commands()[Command::AskActiveModel]->isEnabled());
        m_window->commands()[Command::AskActiveModel]->trigger();
        QTRY_VERIFY(m_loader->classifier()
                    && m_loader->classifier()->manifest().name == u"narrow"_s);
        QVERIFY(!m_window->commands()[Command::AskActiveModel]->isEnabled());
    }

    void calibratingIsReachedFromAnyPlace()
    {
        QAction* action = m_window->commands()[Command::CalibrateModel];
        QVERIFY(action->isEnabled());
        action->trigger(); // the list of models may not be there yet
        QCOMPARE(m_window->place().key(), u"model"_s);
        QTRY_VERIFY(place<ModelPlace>().findChild<CalibrationWindow*>());
        QTRY_VERIFY(place<ModelPlace>().findChild<CalibrationWindow*>()->isVisible());
        m_window->showPlace(place<TrainingPlace>());
        QVERIFY(action->isEnabled());
        delete place<ModelPlace>().findChild<CalibrationWindow*>();
        action->trigger();
        QVERIFY(place<ModelPlace>().findChild<CalibrationWindow*>());
    }

    void closingDuringATrainingWaitsAndKeepsTheCheckpoint()
    {
        TrainingSetup setup = m_home.setup(u"closed"_s);
        setup.request.recipe.headEpochs = 5000;
        TrainingJob& job = place<TrainingPlace>().job();
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
