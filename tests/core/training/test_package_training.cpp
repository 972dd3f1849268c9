// SPDX-License-Identifier: GPL-3.0-or-later
// From a base to a package on the disk, as the window and the command line ask for it.
#include "core/base/files.h"
#include "core/training/package_training.h"
#include "tests/core/training/toy_training.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestPackageTraining : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    TrainingRequest m_request;
    QString m_base;

    [[nodiscard]] QString path(const QString& name) const { return m_home.filePath(name); }

    [[nodiscard]] TrainingSetup setup(const QString& name) const
    {
        TrainingSetup setup{m_request, m_base, 0, path(name)};
        setup.request.checkpointFile = checkpointFileOf(setup.folder);
        return setup;
    }

    static void writeForeignFile(const QString& folder)
    {
        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + u"/thesis.txt"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Somebody's work.");
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", path(u"cache"_s).toUtf8());
        auto request = test::toyRequest(path(u"toys"_s));
        QVERIFY2(request, request ? "" : qPrintable(request.error().message));
        m_request = *std::move(request);
        m_request.recipe.headEpochs = 2;
        m_request.recipe.fineTuneEpochs = 1;

        ModelPackage base;
        base.manifest.name = u"narrow"_s;
        base.manifest.version = u"1.0.0"_s;
        base.manifest.network = m_request.network;
        base.manifest.preprocess = m_request.preprocess;
        base.manifest.classes = {{u"plain"_s, {}}, {u"striped"_s, {}}};
        base.weights = m_request.baseWeights;
        base.card = u"# narrow\n"_s;
        m_base = path(u"base"_s);
        const auto written = saveModelPackage(base, m_base);
        QVERIFY2(written, written ? "" : qPrintable(written.error().message));
        m_request.baseWeights = {}; // the base has them
    }

    void trainsFromTheBaseAndRemovesTheCheckpoint()
    {
        const TrainingSetup setup = this->setup(u"trained"_s);
        bool isTold = false;
        bool isEarly = false;
        const auto model = trainPackage(setup, {}, {}, [&](const TrainingOutcome& outcome) {
            isTold = !outcome.results.test.items.empty();
            isEarly = !QFile::exists(setup.folder) && QFile::exists(setup.request.checkpointFile);
        });
        QVERIFY2(model, model ? "" : qPrintable(model.error().message));
        QVERIFY(isTold && isEarly);
        QCOMPARE(model->folder, setup.folder);
        QVERIFY(!QFile::exists(setup.request.checkpointFile));
        const auto package = loadModelPackage(setup.folder);
        QVERIFY(package);
        QCOMPARE(package->manifest.name, u"toy"_s);
        QCOMPARE(package->manifest.network.inputSize, 64);

        // A base that the caller has loaded gives the same bytes.
        TrainingSetup loaded = this->setup(u"loaded"_s);
        beginFrom(loadModelPackage(m_base).value(), 0, loaded.request);
        loaded.base.clear();
        QVERIFY(trainPackage(loaded));
        QCOMPARE(loadModelPackage(loaded.folder)->manifest.weightsSha256,
                 package->manifest.weightsSha256);
    }

    void asksForItsTargetFirst()
    {
        TrainingSetup setup = this->setup(u"taken"_s);
        writeForeignFile(setup.folder);
        setup.base = path(u"no such base"_s); // would be found missing next
        bool hasBegun = false;
        TrainingObserver observer;
        observer.onProgress = [&hasBegun](const TrainingProgress&) { hasBegun = true; };
        const auto model = trainPackage(setup, {}, observer);
        QVERIFY(!model);
        QVERIFY2(model.error().message.contains(u"taken"_s), qPrintable(model.error().message));
        QVERIFY(!hasBegun);
        QVERIFY(QFile::exists(setup.folder + u"/thesis.txt"_s));
    }

    void aBaseThatIsNotThereIsNamed()
    {
        TrainingSetup setup = this->setup(u"baseless"_s);
        setup.base = path(u"no such base"_s);
        const auto model = trainPackage(setup);
        QVERIFY(!model);
        QVERIFY2(model.error().message.contains(u"no such base"_s),
                 qPrintable(model.error().message));
    }

    void aPackageThatCannotBeWrittenLeavesTheCheckpoint()
    {
        const TrainingSetup setup = this->setup(u"blocked"_s);
        bool isTold = false;
        const auto model = trainPackage(setup, {}, {}, [&](const TrainingOutcome&) {
            isTold = true;
            writeForeignFile(setup.folder); // came while it was trained
        });
        QVERIFY(!model);
        QVERIFY(isTold);
        QVERIFY(QFile::exists(setup.request.checkpointFile));
        QVERIFY(QFile::exists(setup.folder + u"/thesis.txt"_s));
    }

    void theCheckpointLiesBesideTheFolder()
    {
        QCOMPARE(checkpointFileOf(u"/models/ours"_s), u"/models/ours.checkpoint"_s);
        QCOMPARE(checkpointFileOf(u"/models/ours/"_s), u"/models/ours.checkpoint"_s);
    }
};

QTEST_GUILESS_MAIN(TestPackageTraining)
#include "test_package_training.moc"
