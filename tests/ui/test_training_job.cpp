// SPDX-License-Identifier: GPL-3.0-or-later
// Real trainings of a narrow network on a few drawn images.
#include "tests/support/patience.h"
#include "tests/support/threads.h"
#include "tests/ui/training_fixtures.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTrainingJob final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;
    std::unique_ptr<TrainingJob> m_job;
    std::optional<TrainedModel> m_model;
    std::optional<Error> m_error;
    int m_epochs = 0;

    [[nodiscard]] bool ended() const { return m_model || m_error; }

    static QByteArray weightsIn(const QString& folder)
    {
        const auto bytes = readFile(folder + u"/weights.safetensors"_s, 1 << 28);
        return bytes ? *bytes : QByteArray();
    }

    /// Does something at the end of that epoch.
    void atEpoch(int number, const std::function<void()>& act)
    {
        connect(m_job.get(), &TrainingJob::epochDone, m_job.get(), [this, number, act] {
            if (m_epochs == number)
                act();
        });
    }

private Q_SLOTS:
    void init()
    {
        m_job = std::make_unique<TrainingJob>(std::make_shared<ComputeLane>());
        m_model.reset();
        m_error.reset();
        m_epochs = 0;
        connect(m_job.get(), &TrainingJob::epochDone, this, [this] { ++m_epochs; });
        connect(m_job.get(), &TrainingJob::finished, this,
                [this](const TrainedModel& model) { m_model = model; });
        connect(m_job.get(), &TrainingJob::failed, this,
                [this](const Error& error) { m_error = error; });
    }

    void cleanup() { m_job.reset(); }

    void trainsAndSaves()
    {
        const TrainingSetup setup = m_home.setup(u"whole"_s);
        m_job->start(setup);
        QCOMPARE(m_job->state(), TrainingJob::State::Running);
        QTRY_VERIFY(ended());
        QVERIFY2(m_model, m_error ? qPrintable(m_error->message) : "");
        QCOMPARE(m_job->state(), TrainingJob::State::Idle);
        QCOMPARE(m_epochs, 5);
        QCOMPARE(int(m_model->results.curve.size()), 5);
        QVERIFY(!m_model->results.test.items.empty());
        QVERIFY(loadModelPackage(setup.folder).hasValue());
        QVERIFY(!QFile::exists(setup.request.checkpointFile));
    }

    void saysWhatMakesTheMachineSlow()
    {
        m_job = std::make_unique<TrainingJob>(
            std::make_shared<ComputeLane>(), nullptr,
            []() -> std::optional<QString> { return u"This machine is slow."_s; });
        const QSignalSpy warned(m_job.get(), &TrainingJob::warned);
        const QSignalSpy finished(m_job.get(), &TrainingJob::finished);
        m_job->start(m_home.setup(u"slow"_s));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(warned.size(), 1);
        QCOMPARE(warned.front().front().toString(), u"This machine is slow."_s);
    }

    void pausesBetweenBatches()
    {
        atEpoch(1, [this] { m_job->pause(); });
        m_job->start(m_home.setup(u"paused"_s));
        QTRY_COMPARE(m_job->state(), TrainingJob::State::Paused);
        // What was on its way when it paused may still come, then its threads are at rest.
        const QSignalSpy epochs(m_job.get(), &TrainingJob::epochDone);
        QTRY_VERIFY(test::othersAreAsleep());
        QCoreApplication::processEvents();
        QVERIFY(epochs.count() < 3);
        QVERIFY(!ended());
        m_job->resume();
        QCOMPARE(m_job->state(), TrainingJob::State::Running);
        QTRY_VERIFY(ended());
        QVERIFY(m_model);
        QCOMPARE(m_epochs, 5);
    }

    void stoppingKeepsTheBest()
    {
        TrainingSetup setup = m_home.setup(u"stopped"_s);
        setup.request.recipe.headEpochs = 2000;
        atEpoch(2, [this] { m_job->stopAndKeepBest(); });
        m_job->start(setup);
        QTRY_VERIFY(ended());
        QVERIFY2(m_model, m_error ? qPrintable(m_error->message) : "");
        QVERIFY(m_model->stoppedEarly);
        QVERIFY(m_epochs < 2000);
        QVERIFY(loadModelPackage(setup.folder).hasValue());
    }

    void stoppingWhilePausedEndsThePause()
    {
        atEpoch(1, [this] { m_job->pause(); });
        m_job->start(m_home.setup(u"paused-and-stopped"_s));
        QTRY_COMPARE(m_job->state(), TrainingJob::State::Paused);
        m_job->stopAndKeepBest();
        QTRY_VERIFY(ended());
        QVERIFY(m_model);
    }

    void afterACancelItGoesOnToTheSameBytes()
    {
        TrainingSetup undisturbed = m_home.setup(u"undisturbed"_s);
        undisturbed.request.name = u"same"_s;
        undisturbed.request.recipe.fineTuneEpochs = 12;
        m_job->start(undisturbed);
        QTRY_VERIFY(ended());
        QVERIFY(m_model);

        TrainingSetup setup = m_home.setup(u"interrupted"_s);
        setup.request.name = u"same"_s;
        setup.request.recipe.fineTuneEpochs = 12;
        init();
        atEpoch(4, [this] { m_job->cancel(); });
        m_job->start(setup);
        QTRY_VERIFY(ended());
        QVERIFY(m_error);
        QCOMPARE(m_error->code, ErrorCode::Cancelled);
        QVERIFY(QFile::exists(setup.request.checkpointFile));
        QVERIFY(!QFileInfo::exists(setup.folder));

        setup.request.resume = true;
        init();
        m_job->start(setup);
        QTRY_VERIFY(ended());
        QVERIFY2(m_model, m_error ? qPrintable(m_error->message) : "");
        QVERIFY(m_epochs < 15); // the first ones were not run again
        QVERIFY(!weightsIn(setup.folder).isEmpty());
        QVERIFY(weightsIn(setup.folder) == weightsIn(undisturbed.folder));
        QVERIFY(!QFile::exists(setup.request.checkpointFile));
    }

    void cancellingWhilePausedEndsAtOnce()
    {
        atEpoch(1, [this] { m_job->pause(); });
        m_job->start(m_home.setup(u"paused-and-cancelled"_s));
        QTRY_COMPARE(m_job->state(), TrainingJob::State::Paused);
        m_job->cancel();
        QTRY_VERIFY(ended());
        QVERIFY(m_error);
        QCOMPARE(m_error->code, ErrorCode::Cancelled);
    }

    void somebodysFilesAreNotReplaced()
    {
        const TrainingSetup setup = m_home.setup(u"taken"_s);
        QDir().mkpath(setup.folder);
        QVERIFY(writeFileAtomically(setup.folder + u"/thesis.txt"_s, "words"));
        m_job->start(setup);
        QTRY_VERIFY(ended());
        QVERIFY(m_error);
        QVERIFY(m_error->message.contains(setup.folder));
        QVERIFY(QFile::exists(setup.folder + u"/thesis.txt"_s));
        QCOMPARE(m_epochs, 0);
    }

    void aMissingBaseIsSaid()
    {
        TrainingSetup setup = m_home.setup(u"baseless"_s);
        setup.base = m_home.path(u"nothing-here"_s);
        m_job->start(setup);
        QTRY_VERIFY(ended());
        QVERIFY(m_error);
        QVERIFY(m_error->message.contains(u"nothing-here"_s));
        QVERIFY(m_error->message.endsWith(u'.'));
    }

    void destroyingItWaits()
    {
        m_job->start(m_home.setup(u"destroyed"_s));
        QTRY_VERIFY(m_epochs > 0);
        m_job.reset();
        QVERIFY(!QFileInfo::exists(m_home.path(u"destroyed"_s)));
    }
};

QTEST_GUILESS_MAIN(TestTrainingJob)
#include "test_training_job.moc"
