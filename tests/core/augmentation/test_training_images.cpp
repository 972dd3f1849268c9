// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/training_images.h"
#include "core/base/data_dirs.h"
#include "core/imaging/reading/reader.h"
#include "core/lungs/preprocessor_for.h"
#include "tests/support/toy_dataset.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>
#include <type_traits>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

// Validation and test images are never augmented and no constant is taken from them: such code does
// not compile.
template <typename Item>
concept CanBeAugmented = requires(const TrainingImages& images, const Item& item, Random& random)
{
    images.augmentedInput(item, Augmentation{}, random);
};
template <typename Items>
concept CanBeAugmentedTogether = requires(const TrainingImages& images, const Items& items)
{
    images.augmentedInputs(items, Augmentation{}, 1);
};
template <typename Items>
concept GivesTrainingItems = requires(const TrainingImages& images, const Items& items)
{
    images.trainingItems(items);
};
template <typename Items>
concept CanBeCentredBy = requires(TrainingImages& images, const Items& items)
{
    images.centre({}, items);
};

static_assert(CanBeAugmented<TrainingItem>);
static_assert(!CanBeAugmented<DatasetItem>);
static_assert(CanBeAugmentedTogether<std::vector<TrainingItem>>);
static_assert(!CanBeAugmentedTogether<std::vector<DatasetItem>>);
static_assert(!CanBeAugmentedTogether<ValidationItems> && !CanBeAugmentedTogether<TestItems>);
static_assert(GivesTrainingItems<TrainingItems>);
static_assert(!GivesTrainingItems<ValidationItems> && !GivesTrainingItems<TestItems>);
static_assert(!GivesTrainingItems<std::vector<DatasetItem>>);
static_assert(CanBeCentredBy<TrainingItems>);
static_assert(!CanBeCentredBy<ValidationItems> && !CanBeCentredBy<TestItems>);
static_assert(!std::is_constructible_v<TrainingItem, const DatasetItem&>);
static_assert(!std::is_default_constructible_v<TrainingItem>);

PreprocessSpec smallSpec()
{
    PreprocessSpec spec;
    spec.inputSize = 48;
    return spec;
}

double mean(const NetworkInput& input)
{
    return std::accumulate(input.values.begin(), input.values.end(), 0.0)
        / static_cast<double>(input.values.size());
}

Result<TrainingImages> loadAll(const std::vector<DatasetItem>& items,
                               std::size_t memoryLimit = TrainingImages::defaultMemoryLimit)
{
    return TrainingImages::load(items, smallSpec(), {}, {}, memoryLimit);
}

} // namespace

class TestTrainingImages : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::vector<DatasetItem> m_items;

    [[nodiscard]] TrainingItems training() const { return {m_items}; }

private Q_SLOTS:
    void initTestCase()
    {
        const auto dataset = test::writeToyDataset(m_folder.filePath(u"toy"_s), 24);
        QVERIFY(dataset.hasValue());
        m_items = dataset->items;
    }

    void inputsAreTheViewers()
    {
        const auto images = loadAll(m_items);
        QVERIFY(images.hasValue());
        for (const DatasetItem& item : m_items) {
            const auto radiograph = readRadiograph(item.file);
            QVERIFY(radiograph.hasValue());
            const NetworkInput viewers = Preprocessor(smallSpec())(*radiograph);
            const NetworkInput ours = images->input(item);
            QVERIFY(ours.values == viewers.values);
            QCOMPARE(ours.imageWidth, viewers.imageWidth);
            QCOMPARE(ours.imageTop, viewers.imageTop);
        }
    }

    void inputsByTheLungsAreTheViewers_data()
    {
        QTest::addColumn<LungPreparation::Outside>("outside");
        QTest::newRow("blank") << LungPreparation::Outside::Blank;
        QTest::newRow("blank-hulls") << LungPreparation::Outside::BlankHulls;
    }

    void inputsByTheLungsAreTheViewers()
    {
        PreprocessSpec asked = smallSpec();
        asked.lungs.crop = LungPreparation::Crop::Lungs;
        asked.lungs.harmonise = LungPreparation::Harmonise::Lungs;
        QFETCH(LungPreparation::Outside, outside);
        asked.lungs.outside = outside;
        const auto spec = withInstalledLungs(asked);
        QVERIFY(spec);
        const auto preprocess = preprocessorFor(*spec);
        QVERIFY(preprocess);
        DatasetItem chest;
        chest.file = samplesDir() + u"/average-normal.dcm"_s;
        const TrainingItems items{{chest, m_items[0]}};
        const auto images = TrainingImages::load(items.items, *spec, {}, {});
        QVERIFY2(images, images ? "" : qPrintable(images.error().message));
        for (const DatasetItem& item : items.items) {
            const NetworkInput viewers = (*preprocess)(*readRadiograph(item.file));
            const NetworkInput ours = images->input(item);
            QVERIFY(ours.values == viewers.values);
            QCOMPARE(ours.imageLeft, viewers.imageLeft);
            QCOMPARE(ours.imageHeight, viewers.imageHeight);
            QCOMPARE(ours.lungsMissing, viewers.lungsMissing);
        }
        QVERIFY(!images->input(chest).lungsMissing);
        QVERIFY(images->input(m_items[0]).lungsMissing); // stripes
        // What a shift brings in is as blank as what lies outside of the lungs.
        Augmentation shift;
        shift.horizontalShift = 0.3;
        const auto training = images->trainingItems(items);
        const auto shifted = images->augmentedInputs(training, shift, 5);
        const auto edges = [&](const NetworkInput& input) {
            return std::minmax({input.values.front(), input.values[47]});
        };
        const float blank = 2 * 128 / 255.0F - 1;
        QVERIFY(std::abs(edges(shifted[0]).first - blank) < 0.03F);
        QVERIFY(std::abs(edges(shifted[0]).second - blank) < 0.03F);
        QCOMPARE(edges(shifted[1]).first, -1.0F); // nothing was blanked there: black
    }

    void otherLungsAreRefused()
    {
        PreprocessSpec spec = smallSpec();
        spec.lungs.crop = LungPreparation::Crop::Lungs;
        spec.lungsSha256 = QString(64, u'0');
        const auto images = TrainingImages::load(m_items, spec, {}, {});
        QVERIFY(!images);
        QCOMPARE(images.error().code, ErrorCode::ModelBroken);
    }

    void aBatchIsTheSameOnAnyNumberOfCores()
    {
        const auto images = loadAll(m_items);
        QVERIFY(images.hasValue());
        const TrainingItems all = training();
        const auto items = images->trainingItems(all);
        QCOMPARE(items.size(), m_items.size());
        const auto batch = images->augmentedInputs(items, robustAugmentation(), 11);
        for (std::size_t i = 0; i < items.size(); ++i) {
            Random random(derivedSeed(11, i));
            const NetworkInput alone
                = images->augmentedInput(items[i], robustAugmentation(), random);
            QVERIFY(alone.values == batch[i].values);
            QVERIFY(batch[i].values != images->input(*items[i]).values);
        }
        QVERIFY(batch[0].values
                != images->augmentedInputs(items, robustAugmentation(), 12)[0].values);
    }

    void withoutRandomChangesTheInputIsPlain()
    {
        const auto images = loadAll(m_items);
        QVERIFY(images.hasValue());
        const TrainingItems all = training();
        const auto items = images->trainingItems(all);
        QVERIFY(images->augmentedInputs(items, {}, 1)[3].values == images->input(*items[3]).values);
    }

    void picturesOnDiskAreTheSame()
    {
        const QByteArray before = qgetenv("TMPDIR");
        const QTemporaryDir scratch;
        qputenv("TMPDIR", scratch.path().toLocal8Bit());
        {
            const auto inMemory = loadAll(m_items);
            const auto onDisk = loadAll(m_items, 0);
            QVERIFY(inMemory.hasValue() && onDisk.hasValue());
            const TrainingItems all = training();
            const auto one
                = inMemory->augmentedInputs(inMemory->trainingItems(all), robustAugmentation(), 3);
            const auto other
                = onDisk->augmentedInputs(onDisk->trainingItems(all), robustAugmentation(), 3);
            for (std::size_t i = 0; i < m_items.size(); ++i) {
                QVERIFY(inMemory->input(m_items[i]).values == onDisk->input(m_items[i]).values);
                QVERIFY(one[i].values == other[i].values);
            }
        }
        QVERIFY(QDir(scratch.path()).isEmpty());
        qputenv("TMPDIR", QByteArray("/proc")); // a folder where nobody, root included, has room
        const auto nowhere = loadAll(m_items, 0);
        QVERIFY(!nowhere.hasValue());
        QCOMPARE(nowhere.error().code, ErrorCode::WriteFailed);
        QVERIFY2(nowhere.error().message.contains(u"/proc: 0.0 GB are needed and 0.0 GB are free"),
                 qPrintable(nowhere.error().message));
        before.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
    }

    void unreadableFilesAreNamedInOrder()
    {
        auto items = m_items;
        items[5].file = m_folder.filePath(u"absent-1.bmp"_s);
        items[2].file = m_folder.filePath(u"absent-2.bmp"_s);
        const auto images = loadAll(items);
        QVERIFY(images.hasValue());
        QCOMPARE(images->unreadable().size(), 2);
        QVERIFY(images->unreadable()[0].startsWith(items[2].file + u": "_s));
        QVERIFY(images->unreadable()[1].startsWith(items[5].file + u": "_s));
        QVERIFY(!images->contains(items[2]) && images->contains(items[3]));
        const TrainingItems all{items};
        QCOMPARE(images->trainingItems(all).size(), items.size() - 2);
        QVERIFY(!images->inputs()(items[2]).hasValue());

        const auto none = loadAll({items[2], items[5]});
        QVERIFY(!none.hasValue());
        QCOMPARE(none.error().code, ErrorCode::DatasetUnusable);
    }

    void progressCountsEveryFileOnce()
    {
        std::vector<qint64> seen;
        const auto images = TrainingImages::load(
            m_items, smallSpec(), {}, [&](qint64 done, qint64 total, const QString&) {
                seen.push_back(done);
                QCOMPARE(total, static_cast<qint64>(m_items.size()));
            });
        QVERIFY(images.hasValue());
        QCOMPARE(seen.size(), m_items.size());
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i], static_cast<qint64>(i));
    }

    void cancellingEndsIt()
    {
        const CancelToken cancel;
        const auto images = TrainingImages::load(m_items, smallSpec(), cancel,
                                                 [&](qint64 done, qint64, const QString&) {
                                                     if (done == 4)
                                                         cancel.cancel();
                                                 });
        QVERIFY(!images.hasValue());
        QCOMPARE(images.error().code, ErrorCode::Cancelled);
    }

    void samplesAreCentred()
    {
        auto images = loadAll(m_items);
        QVERIFY(images.hasValue());
        const TrainingItems all = training();
        const PreprocessSpec spec = images->centre(paperAugmentation(), all);
        QVERIFY(spec.centreSample);
        QCOMPARE(spec.rangeLow, 0.0F);
        QCOMPARE(spec.rangeHigh, 2.0F);
        for (const DatasetItem& item : m_items)
            QVERIFY(std::abs(mean(images->input(item))) < 1e-5);
        for (const NetworkInput& input :
             images->augmentedInputs(images->trainingItems(all), paperAugmentation(), 5))
            QVERIFY(std::abs(mean(input)) < 1e-5);
        // The package's spec makes prediction repeat it.
        const auto radiograph = readRadiograph(m_items[0].file);
        QVERIFY(Preprocessor(spec)(*radiograph).values == images->input(m_items[0]).values);
        QVERIFY(images->centre({}, all) == smallSpec());
    }

    void featuresAreCentredByTrainingImagesAlone()
    {
        auto images = loadAll(m_items);
        QVERIFY(images.hasValue());
        Augmentation features;
        features.centreFeatures = true;
        TrainingItems plainOnly; // the darker class
        for (const DatasetItem& item : m_items)
            if (item.label == 0)
                plainOnly.items.push_back(item);
        const double grey = images->meanGrey(plainOnly);
        QVERIFY(grey > 0.3 && grey < 0.4); // 60 + 0..59 of 255
        const PreprocessSpec spec = images->centre(features, plainOnly);
        QVERIFY(!spec.centreSample);
        QVERIFY(std::abs(spec.rangeLow + 2 * grey) < 1e-6);
        double sum = 0;
        for (const DatasetItem& item : plainOnly.items)
            sum += mean(images->input(item));
        QVERIFY(std::abs(sum) < 1e-4);
        for (const DatasetItem& item : m_items)
            QVERIFY(item.label == 0 || mean(images->input(item)) > 0.2);
    }
};

QTEST_GUILESS_MAIN(TestTrainingImages)
#include "test_training_images.moc"
