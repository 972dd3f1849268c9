// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/feature_cache.h"
#include "tests/core/training/toy_training.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ccad;
using namespace ccad::test;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

QStringList filesIn(const QString& folder)
{
    QStringList files;
    for (QDirIterator all(folder, QDir::Files, QDirIterator::Subdirectories); all.hasNext();)
        files.append(all.next());
    return files;
}

/// How many images each step of a training saw.
struct Steps
{
    std::map<TrainingProgress::Step, std::int64_t> images;
    std::vector<TrainingProgress::Step> order;

    [[nodiscard]] TrainingObserver observer()
    {
        TrainingObserver result;
        result.onProgress = [this](const TrainingProgress& now) {
            if (order.empty() || order.back() != now.step)
                order.push_back(now.step);
            images[now.step] = now.total;
        };
        return result;
    }
};

} // namespace

class TestFeatureCache : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TrainingRequest m_request; ///< of a head on unchanged images

    /// Of an extractor with few channels: its 1280 features of the item.
    [[nodiscard]] std::vector<float> someFeatures(float first) const
    {
        std::vector<float> features(
            static_cast<std::size_t>(shapeOf(m_request.network).featureChannels), 0.5F);
        features.front() = first;
        return features;
    }

    [[nodiscard]] FeatureCache opened(const QString& folder, qint64 mostBytes = 1 << 30) const
    {
        FeatureCache cache(folder, mostBytes);
        cache.look(m_request.dataset.items, {});
        cache.open(m_request.preprocess, m_request.network, m_request.baseWeights);
        return cache;
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto request = toyRequest(m_folder.filePath("toy"));
        QVERIFY(request.hasValue());
        m_request = std::move(*request);
        m_request.recipe = *recipeByName("paper");
        m_request.recipe.augmentation = {};
        m_request.recipe.headEpochs = 3;
        m_request.recipe.fineTuneEpochs = 0;
    }

    void remembersBetweenRuns()
    {
        QTemporaryDir folder;
        const DatasetItem& item = m_request.dataset.items.front();
        {
            FeatureCache cache = opened(folder.path());
            QVERIFY(cache.find(item) == nullptr);
            cache.put(item, someFeatures(0.25F));
            cache.save();
        }
        const FeatureCache cache = opened(folder.path());
        QVERIFY(cache.find(item) != nullptr);
        QVERIFY(*cache.find(item) == someFeatures(0.25F));
        QVERIFY(cache.find(m_request.dataset.items.back()) == nullptr);
    }

    /// Content, preprocessing and weights: with any of them changed, nothing is known.
    void theKeyIsWhatDecides()
    {
        QTemporaryDir folder;
        const DatasetItem& item = m_request.dataset.items.front();
        {
            FeatureCache cache = opened(folder.path());
            cache.put(item, someFeatures(1));
            cache.save();
        }
        const auto knows = [&](auto change) {
            TrainingRequest request = m_request;
            change(request);
            FeatureCache cache(folder.path());
            cache.look(request.dataset.items, {});
            cache.open(request.preprocess, request.network, request.baseWeights);
            return cache.find(request.dataset.items.front()) != nullptr;
        };
        QVERIFY(knows([](TrainingRequest&) {}));
        // The head has no say in it.
        QVERIFY(knows([](TrainingRequest& request) { request.network.dropout = 0.9; }));
        QVERIFY(knows([](TrainingRequest& request) {
            request.baseWeights.tensors.at("classifier.1.bias").values.front() += 1;
        }));
        QVERIFY(!knows([](TrainingRequest& request) { request.preprocess.rangeLow = 0; }));
        QVERIFY(!knows([](TrainingRequest& request) { request.network.batchNormEpsilon = 1e-5; }));
        QVERIFY(!knows([](TrainingRequest& request) {
            request.baseWeights.tensors.at("features.0.0.weight").values.front() += 1e-3F;
        }));
        const QByteArray before = contentOf(item.file);
        write(item.file, contentOf(m_request.dataset.items.back().file));
        QVERIFY(!knows([](TrainingRequest&) {}));
        write(item.file, before);
        QVERIFY(knows([](TrainingRequest&) {})); // the content counts, not the file's date
    }

    void aFileThatChangedMeanwhileIsNotKept()
    {
        QTemporaryDir folder;
        const DatasetItem& item = m_request.dataset.items.front();
        const QByteArray before = contentOf(item.file);
        FeatureCache cache = opened(folder.path());
        write(item.file, before + " ");
        cache.put(item, someFeatures(1));
        write(item.file, before);
        cache.save();
        QCOMPARE(filesIn(folder.path()).size(), 0);
    }

    void damagedEntriesAreUnknown_data()
    {
        QTest::addColumn<int>("at"); ///< from the end when negative
        QTest::newRow("the magic bytes") << 0;
        QTest::newRow("hash of a content") << 12;
        QTest::newRow("a value") << 1000;
        QTest::newRow("a checksum") << -3;
        QTest::newRow("cut off") << -1000000;
    }

    void damagedEntriesAreUnknown()
    {
        QFETCH(int, at);
        QTemporaryDir folder;
        const auto& items = m_request.dataset.items;
        {
            FeatureCache cache = opened(folder.path());
            cache.put(items.front(), someFeatures(1));
            cache.save();
        }
        const QString file = filesIn(folder.path()).value(0);
        QByteArray content = contentOf(file);
        if (at == -1000000)
            content.chop(2000);
        else
            content[at < 0 ? content.size() + at : at] ^= 1;
        write(file, content);
        FeatureCache cache = opened(folder.path());
        QVERIFY(cache.find(items.front()) == nullptr);
        // And it is put right.
        cache.put(items.front(), someFeatures(1));
        cache.save();
        QVERIFY(opened(folder.path()).find(items.front()) != nullptr);
    }

    void theOldestGoFirst()
    {
        QTemporaryDir folder;
        const QString old = folder.filePath("old.bin");
        const QString newer = folder.filePath("newer.bin");
        write(old, QByteArray(100000, 'x'));
        write(newer, QByteArray(100000, 'x'));
        QFile file(old);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-3),
                                 QFileDevice::FileModificationTime));
        file.close();
        FeatureCache cache = opened(folder.path(), 150000);
        cache.put(m_request.dataset.items.front(), someFeatures(1));
        cache.save();
        QVERIFY(!QFile::exists(old));
        QVERIFY(QFile::exists(newer));
        QCOMPARE(filesIn(folder.path()).size(), 2);
    }

    void aFolderThatCannotBeIsNoTrouble()
    {
        TrainingRequest request = m_request;
        request.featureCache = m_request.dataset.items.front().file + "/features";
        QVERIFY(trainedBytes(request) == trainedBytes(m_request));
    }

    /// The same bytes without a cache, with an empty one, with a full and with a broken one; with a
    /// full one the head comes before any image is read.
    void trainingGivesTheSameBytes()
    {
        QTemporaryDir folder;
        TrainingRequest request = m_request;
        Steps plain;
        const QByteArray expected = trainedBytes(request, {}, plain.observer());
        QVERIFY(!expected.isEmpty());
        QCOMPARE(plain.order.front(), TrainingProgress::Step::Reading);

        request.featureCache = folder.filePath("features");
        Steps first;
        QVERIFY(trainedBytes(request, {}, first.observer()) == expected);
        QCOMPARE(first.order.front(), TrainingProgress::Step::Reading);
        QCOMPARE(filesIn(folder.path()).size(), 1);
        const QByteArray kept = contentOf(filesIn(folder.path()).front());

        Steps second;
        QVERIFY(trainedBytes(request, {}, second.observer()) == expected);
        QCOMPARE(second.order.front(), TrainingProgress::Step::Features);
        QCOMPARE(second.order.at(1), TrainingProgress::Step::Head);
        QVERIFY(contentOf(filesIn(folder.path()).front()) == kept);

        write(filesIn(folder.path()).front(), kept.left(kept.size() / 2));
        Steps third;
        QVERIFY(trainedBytes(request, {}, third.observer()) == expected);
        QCOMPARE(third.order.front(), TrainingProgress::Step::Reading);
        QVERIFY(contentOf(filesIn(folder.path()).front()) == kept);
    }

    void otherRecipesToo_data()
    {
        QTest::addColumn<QString>("recipe");
        for (const QString& name : recipeNames())
            QTest::addRow("%s", qPrintable(name)) << name;
    }

    /// Fine-tuning, changed images and centring: the images are read when they are needed.
    void otherRecipesToo()
    {
        QFETCH(QString, recipe);
        QTemporaryDir folder;
        TrainingRequest request = m_request;
        request.recipe = *recipeByName(recipe);
        request.recipe.headEpochs = 2;
        request.recipe.fineTuneEpochs = std::min(1, request.recipe.fineTuneEpochs);
        const QByteArray expected = trainedBytes(request);
        QVERIFY(!expected.isEmpty());
        request.featureCache = folder.path();
        QVERIFY(trainedBytes(request) == expected);
        QVERIFY(trainedBytes(request) == expected);
    }

    void resultsAreTheSame()
    {
        QTemporaryDir folder;
        TrainingRequest request = m_request;
        const auto plain = trainModel(request);
        request.featureCache = folder.path();
        const auto first = trainModel(request);
        const auto second = trainModel(request);
        QVERIFY(plain && first && second);
        QCOMPARE(second->test.overall.accuracy, plain->test.overall.accuracy);
        QCOMPARE(second->package.manifest.temperature, plain->package.manifest.temperature);
        QCOMPARE(second->package.manifest.threshold, plain->package.manifest.threshold);
        QCOMPARE(second->unreadable, plain->unreadable);
        QCOMPARE(first->package.attachments.at("evaluation/predictions.csv"),
                 second->package.attachments.at("evaluation/predictions.csv"));
    }
};

QTEST_GUILESS_MAIN(TestFeatureCache)
#include "test_feature_cache.moc"
