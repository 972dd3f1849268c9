// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/study/study_loader.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>

#include <atomic>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// Functions in place of the core's, which stop at gates that the test opens.
struct Gates
{
    QSemaphore slow; ///< reading of paths that contain "slow"
    QSemaphore model;
    QSemaphore analysis;
    std::atomic_int analyses = 0;
    std::atomic_bool sawCancel = false;
    std::atomic_bool workerRuns = false;
};

StudyLoader::Read reader(const std::shared_ptr<Gates>& gates)
{
    return [gates](const QString& path, const CancelToken& cancel) -> Result<Radiograph> {
        if (path.contains(u"slow"_s)) {
            gates->workerRuns = true;
            gates->slow.acquire();
            gates->sawCancel = cancel.isCancelled();
            gates->workerRuns = false;
        }
        if (path.contains(u"broken"_s))
            return Error{ErrorCode::FileBroken, u"It is broken."_s, path};
        return test::ramp(path.contains(u"wide"_s) ? 32 : 16, 16);
    };
}

StudyLoader::Analyse analyser(const std::shared_ptr<Gates>& gates)
{
    return [gates](const ReducedRadiograph& reduced, const Classifier&) -> Result<Finding> {
        ++gates->analyses;
        gates->analysis.acquire();
        Finding finding = test::findingOf({0.5F, 0.3F, 0.2F}, 0);
        finding.modelName = QString::number(reduced.radiograph.columns);
        return finding;
    };
}

/// The loader only hands the classifier on, so an address that nobody looks behind will do.
StudyLoader::LoadModel modelLoader(const std::shared_ptr<Gates>& gates)
{
    return [gates](const QString& folder) -> Result<std::shared_ptr<const Classifier>> {
        gates->model.acquire();
        if (folder == u"none"_s)
            return Error{ErrorCode::ModelMissing, u"There is no model."_s, folder};
        const auto anything = std::make_shared<int>(0);
        return std::shared_ptr<const Classifier>(
            anything, reinterpret_cast<const Classifier*>(anything.get()));
    };
}

} // namespace

class TestStudyLoader final : public QObject
{
    Q_OBJECT

    std::shared_ptr<Gates> m_gates;
    std::unique_ptr<StudyLoader> m_loader;
    QStringList m_pictures;
    QStringList m_findings;
    QStringList m_failures;

    void withModel()
    {
        m_gates->model.release();
        m_loader->loadModel(u"good"_s);
        QTRY_VERIFY(m_loader->classifier());
    }

private Q_SLOTS:
    void init()
    {
        m_gates = std::make_shared<Gates>();
        m_loader = std::make_unique<StudyLoader>(reader(m_gates), analyser(m_gates),
                                                 modelLoader(m_gates));
        m_pictures.clear();
        m_findings.clear();
        m_failures.clear();
        connect(m_loader.get(), &StudyLoader::pictureReady, this,
                [this](const OpenedStudy& study) { m_pictures << study.path; });
        connect(m_loader.get(), &StudyLoader::findingReady, this,
                [this](const Finding& finding) { m_findings << finding.modelName; });
        connect(m_loader.get(), &StudyLoader::readingFailed, this,
                [this](const QString& path) { m_failures << path; });
    }

    void pictureFirstThenFinding()
    {
        withModel();
        m_loader->open(u"a"_s);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Reading);
        QTRY_COMPARE(m_pictures, QStringList{u"a"_s});
        QVERIFY(m_findings.isEmpty());
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Analysing);
        m_gates->analysis.release();
        QTRY_COMPARE(m_findings.size(), 1);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }

    void findsWhileTheWholePictureIsDecoded()
    {
        // Whole: 16 columns; reduced: 8.
        m_loader = std::make_unique<StudyLoader>(
            reader(m_gates), analyser(m_gates), modelLoader(m_gates),
            [](const QString&, int shorterSide, const CancelToken&) -> Result<ReducedRadiograph> {
                return ReducedRadiograph{test::ramp(shorterSide, shorterSide), 16, 16, 2, true};
            },
            [](const Classifier*) { return 8; });
        QStringList events;
        connect(m_loader.get(), &StudyLoader::pictureReady, this, [&](const OpenedStudy& study) {
            events << u"picture %1"_s.arg(study.radiograph.columns);
        });
        connect(m_loader.get(), &StudyLoader::findingReady, this,
                [&](const Finding& finding) { events << finding.modelName; });
        withModel();
        m_gates->analysis.release();
        m_loader->open(u"slow"_s);
        QTRY_VERIFY(m_gates->workerRuns); // at the whole picture
        QTRY_COMPARE(m_gates->analysis.available(), 0); // the finding is there
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Reading);
        QVERIFY(events.isEmpty());
        m_gates->slow.release();
        const QStringList expected{u"picture 16"_s, u"8"_s};
        QTRY_COMPARE(events, expected);
        QCOMPARE(m_gates->analyses, 1);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }

    void aModelThatComesLaterGivesTheAnswerOfOneThatWasThere()
    {
        // Read for 8 pixels a side while there is no model; the model needs 4.
        m_loader = std::make_unique<StudyLoader>(
            reader(m_gates), analyser(m_gates), modelLoader(m_gates),
            [](const QString&, int shorterSide, const CancelToken&) -> Result<ReducedRadiograph> {
                return ReducedRadiograph{test::ramp(shorterSide, shorterSide), 16, 16, 2, true};
            },
            [](const Classifier* classifier) { return classifier ? 4 : 8; });
        connect(m_loader.get(), &StudyLoader::pictureReady, this,
                [this](const OpenedStudy& study) { m_pictures << study.path; });
        connect(m_loader.get(), &StudyLoader::findingReady, this,
                [this](const Finding& finding) { m_findings << finding.modelName; });
        m_loader->open(u"a"_s);
        QTRY_COMPARE(m_pictures, QStringList{u"a"_s});
        m_gates->analysis.release();
        withModel();
        QTRY_COMPARE(m_findings, QStringList{u"4"_s});
    }

    void aFailureOfTheWholePictureDropsTheFinding()
    {
        m_loader = std::make_unique<StudyLoader>(
            reader(m_gates), analyser(m_gates), modelLoader(m_gates),
            [](const QString&, int, const CancelToken&) -> Result<ReducedRadiograph> {
                return ReducedRadiograph{test::ramp(8, 8), 16, 16, 2, true};
            },
            [](const Classifier*) { return 8; });
        QSignalSpy failed(m_loader.get(), &StudyLoader::readingFailed);
        QSignalSpy found(m_loader.get(), &StudyLoader::findingReady);
        withModel();
        m_gates->analysis.release();
        m_loader->open(u"slow broken"_s);
        QTRY_COMPARE(m_gates->analysis.available(), 0);
        m_gates->slow.release();
        QTRY_COMPARE(failed.size(), 1);
        QCoreApplication::processEvents();
        QVERIFY(found.isEmpty());
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }

    void theNewestWins()
    {
        m_loader->open(u"slow 1"_s);
        QTRY_VERIFY(m_gates->workerRuns);
        m_loader->open(u"quick"_s);
        // The overtaken one still runs; the newest does not wait for it.
        QTRY_COMPARE(m_pictures, QStringList{u"quick"_s});
        m_gates->slow.release();
        QTRY_VERIFY(!m_gates->workerRuns);
        QVERIFY(m_gates->sawCancel);
        QCoreApplication::processEvents();
        QCOMPARE(m_pictures, QStringList{u"quick"_s});
    }

    void manyQuickRequestsGiveOnePicture()
    {
        for (int i = 0; i < 200; ++i)
            m_loader->open(QString::number(i));
        QTRY_COMPARE(m_pictures, QStringList{u"199"_s});
        QTRY_COMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        QCOMPARE(m_pictures.size(), 1);
    }

    void aStaleFindingIsDropped()
    {
        withModel();
        m_loader->open(u"narrow"_s);
        QTRY_COMPARE(m_gates->analyses.load(), 1);
        m_loader->open(u"wide"_s);
        QTRY_COMPARE(m_gates->analyses.load(), 2);
        m_gates->analysis.release(2);
        QTRY_COMPARE(m_findings, QStringList{u"32"_s});
    }

    void cancelDropsEverything()
    {
        m_loader->open(u"slow"_s);
        QTRY_VERIFY(m_gates->workerRuns);
        m_loader->cancel();
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
        m_gates->slow.release();
        QTRY_VERIFY(!m_gates->workerRuns);
        QCoreApplication::processEvents();
        QVERIFY(m_pictures.isEmpty());
        QVERIFY(m_failures.isEmpty());
    }

    void destructionWaitsForTheWorker()
    {
        m_loader->open(u"slow"_s);
        QTRY_VERIFY(m_gates->workerRuns);
        m_gates->slow.release();
        m_loader.reset();
        QVERIFY(!m_gates->workerRuns);
    }

    void aFailureIsSaidOnce()
    {
        m_loader->open(u"broken"_s);
        QTRY_COMPARE(m_failures, QStringList{u"broken"_s});
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }

    void theFindingWaitsForTheModel()
    {
        m_loader->loadModel(u"good"_s);
        m_loader->open(u"a"_s);
        QTRY_COMPARE(m_pictures.size(), 1);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::WaitingForModel);
        m_gates->model.release();
        m_gates->analysis.release();
        QTRY_COMPARE(m_findings.size(), 1);
    }

    void withoutAModelThePictureIsShownAllTheSame()
    {
        QSignalSpy failed(m_loader.get(), &StudyLoader::modelFailed);
        m_loader->loadModel(u"none"_s);
        m_loader->open(u"a"_s);
        QTRY_COMPARE(m_pictures.size(), 1);
        m_gates->model.release();
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(m_loader->stage(), StudyLoader::Stage::Idle);
    }
};

QTEST_GUILESS_MAIN(TestStudyLoader)
#include "test_study_loader.moc"
