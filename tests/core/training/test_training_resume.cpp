// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/toy_training.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

/// Files of this process cannot grow beyond a size while it lives, as on a full disk.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        m_handler = std::signal(SIGXFSZ, SIG_IGN); // an error instead of a signal
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk()
    {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

class TestTrainingResume : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request;
    QByteArray m_undisturbed;

    /// With a checkpoint of its own.
    [[nodiscard]] TrainingRequest resumable(const QString& name) const
    {
        TrainingRequest request = m_request;
        request.checkpointFile = m_folder.filePath(name);
        request.resume = true;
        return request;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        m_request.recipe.augmentHead = true; // so that head epochs have several batches to stop at
        m_undisturbed = trainedBytes(m_request);
        QVERIFY(!m_undisturbed.isEmpty());
    }

    void endsWithTheSameBytes_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("epoch");
        const auto head = static_cast<int>(TrainingProgress::Step::Head);
        const auto tuning = static_cast<int>(TrainingProgress::Step::FineTuning);
        QTest::newRow("while reading") << static_cast<int>(TrainingProgress::Step::Reading) << 0;
        QTest::newRow("in the first head epoch") << head << 1;
        QTest::newRow("in the second head epoch") << head << 2;
        QTest::newRow("in the last head epoch") << head << 4;
        QTest::newRow("in the first fine-tuning epoch") << tuning << 1;
        QTest::newRow("in the second fine-tuning epoch") << tuning << 2;
        QTest::newRow("in the last fine-tuning epoch") << tuning << 3;
        QTest::newRow("while evaluating")
            << static_cast<int>(TrainingProgress::Step::Evaluating) << 0;
    }

    void endsWithTheSameBytes()
    {
        QFETCH(int, step);
        QFETCH(int, epoch);
        const TrainingRequest request = resumable(u"stop-%1-%2"_s.arg(step).arg(epoch));
        const TrainingControl control;
        TrainingObserver stopper;
        stopper.onProgress = [&](const TrainingProgress& now) {
            if (static_cast<int>(now.step) == step && now.epoch == epoch && now.done > 0)
                control.cancel();
        };
        const auto stopped = trainModel(request, control, stopper);
        QVERIFY(!stopped.hasValue());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);

        std::vector<EpochReport> seen;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochReport& report) { seen.push_back(report); };
        const auto outcome = trainModel(request, {}, observer);
        QVERIFY2(outcome.hasValue(), outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(bytesOf(*outcome) == m_undisturbed);
        QCOMPARE(outcome->results.curve.size(), std::size_t{7});
        const bool isTuning = step == static_cast<int>(TrainingProgress::Step::FineTuning);
        const bool isHead = step == static_cast<int>(TrainingProgress::Step::Head);
        if (isTuning || isHead) // nothing is done twice, nothing is left out
            QCOMPARE(static_cast<int>(seen.size()), 7 - (isTuning ? 4 : 0) - (epoch - 1));
    }

    void patienceCountsOn()
    {
        TrainingRequest request = resumable(u"patience"_s);
        request.recipe.headEpochs = 40;
        request.recipe.headLearningRate = 5;
        request.recipe.augmentHead = false;
        request.recipe.patience = 3;
        request.recipe.fineTuneEpochs = 1;
        TrainingRequest plain = request;
        plain.checkpointFile.clear();
        const auto undisturbed = trainModel(plain);
        QVERIFY(undisturbed.hasValue());
        const TrainingControl control;
        TrainingObserver stopper;
        stopper.onEpoch = [&](const EpochReport& epoch) {
            if (epoch.epoch == 3)
                control.cancel();
        };
        QVERIFY(!trainModel(request, control, stopper).hasValue());
        const auto outcome = trainModel(request);
        QVERIFY(outcome.hasValue());
        QVERIFY(bytesOf(*outcome) == bytesOf(*undisturbed));
        QCOMPARE(outcome->results.curve.size(), undisturbed->results.curve.size());
        QVERIFY(outcome->stoppedEarly);
    }

    void aCheckpointOfAnotherRequestIsKept()
    {
        TrainingRequest request = resumable(u"other"_s);
        QVERIFY(!trainedBytes(request).isEmpty());
        const auto checkpoint = readFile(request.checkpointFile, 1 << 30);
        QVERIFY(checkpoint.hasValue());
        request.seed = 9;
        const auto outcome = trainModel(request);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::InvalidArgument);
        QVERIFY(outcome.error().message.contains(request.checkpointFile));
        QVERIFY(*readFile(request.checkpointFile, 1 << 30) == *checkpoint);
    }

    void aBrokenCheckpointIsNamed()
    {
        const TrainingRequest request = resumable(u"broken"_s);
        QVERIFY(writeFileAtomically(request.checkpointFile, "not a checkpoint").hasValue());
        const auto outcome = trainModel(request);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::FileBroken);
        QVERIFY(outcome.error().message.contains(request.checkpointFile));
    }

    void aFullDiskLeavesTheLastCheckpoint()
    {
        const TrainingRequest request = resumable(u"full"_s);
        {
            // Room for the head's checkpoints, not for those of the whole network.
            const FullDisk disk(200'000);
            const auto outcome = trainModel(request);
            QVERIFY(!outcome.hasValue());
            QCOMPARE(outcome.error().code, ErrorCode::WriteFailed);
            QVERIFY2(outcome.error().message.contains(request.checkpointFile)
                         && outcome.error().message.contains(u"as it was"_s),
                     qPrintable(outcome.error().message));
        }
        QVERIFY(QFile::exists(request.checkpointFile));
        std::vector<EpochReport> seen;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochReport& report) { seen.push_back(report); };
        QVERIFY(trainedBytes(request, {}, observer) == m_undisturbed);
        QCOMPARE(seen.size(), std::size_t{3}); // the four head epochs were on record
    }

    void twoTrainingsDoNotShareACheckpoint()
    {
        const TrainingRequest request = resumable(u"shared"_s);
        QString refusal;
        TrainingObserver observer;
        observer.onEpoch = [&](const EpochReport& epoch) {
            if (epoch.phase == EpochReport::Phase::Head && epoch.epoch == 1) {
                const auto second = trainModel(request);
                refusal = second ? u"it was let in"_s : second.error().message;
            }
        };
        QVERIFY(trainedBytes(request, {}, observer) == m_undisturbed);
        QVERIFY2(refusal.contains(u"Another training"_s), qPrintable(refusal));
        QVERIFY(!QFile::exists(request.checkpointFile + u".lock"_s));
    }

    void aFolderThatCannotBeWrittenToIsNamedAtOnce()
    {
        TrainingRequest request = m_request;
        QVERIFY(writeFileAtomically(m_folder.filePath("file"), "a file").hasValue());
        request.checkpointFile = m_folder.filePath("file/below.checkpoint");
        bool hasBegun = false;
        TrainingObserver observer;
        observer.onProgress = [&](const TrainingProgress&) { hasBegun = true; };
        const auto outcome = trainModel(request, {}, observer);
        QVERIFY(!outcome.hasValue());
        QCOMPARE(outcome.error().code, ErrorCode::WriteFailed);
        QVERIFY(outcome.error().message.contains(m_folder.filePath("file")));
        QVERIFY(!hasBegun);
    }
};

QTEST_GUILESS_MAIN(TestTrainingResume)
#include "test_training_resume.moc"
