// SPDX-License-Identifier: GPL-3.0-or-later
// The item models of the training and model places, and the words they use.
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "ui/jobs/thumbnails.h"
#include "ui/model/package_list_model.h"
#include "ui/training/internal/counts_model.h"
#include "ui/training/internal/duplicates_model.h"
#include "ui/training/internal/stepper.h"
#include "ui/training/internal/unreadable_model.h"
#include "ui/words/training_words.h"

#include <QAbstractItemModelTester>
#include <QImage>
#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestTrainingModels final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;

    static DatasetIndex twoClasses()
    {
        DatasetIndex index;
        index.dataset.classes = {u"covid"_s, u"normal"_s};
        const auto add = [&index](const QString& file, int label, const QString& split) {
            DatasetItem item;
            item.file = file;
            item.label = label;
            item.split = split;
            index.dataset.items.push_back(item);
        };
        add(u"/data/a.png"_s, 0, u"train"_s);
        add(u"/data/b.png"_s, 0, u"test"_s);
        add(u"/data/c.png"_s, 1, u"train"_s);
        index.counts[{u"covid"_s, u"test"_s, QString()}] = {1, 1};
        index.counts[{u"covid"_s, u"train"_s, QString()}] = {1, 1};
        index.counts[{u"normal"_s, u"train"_s, QString()}] = {1, 1};
        return index;
    }

    static QString cell(const CountsModel& model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }

private Q_SLOTS:
    void countsHaveATotalWhereThereIsSomethingToSum()
    {
        CountsModel model;
        QAbstractItemModelTester tester(&model);
        model.setIndex(twoClasses());
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(cell(model, 0, CountsModel::SplitColumn), u"test"_s);
        QCOMPARE(cell(model, 1, CountsModel::SplitColumn), u"training"_s);
        QVERIFY(model.index(2, 0).data(CountsModel::IsTotalRole).toBool());
        QCOMPARE(cell(model, 2, CountsModel::ImagesColumn), u"2"_s);
        QCOMPARE(cell(model, 2, CountsModel::PatientsColumn), QString());
        QCOMPARE(cell(model, 3, CountsModel::ClassColumn), u"normal"_s);
        QVERIFY(!model.index(3, 0).data(CountsModel::IsTotalRole).toBool());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void graveDuplicatesComeFirst()
    {
        auto index = std::make_shared<DatasetIndex>(twoClasses());
        index->duplicates = {{0, 1, true, false, false}, {1, 2, false, true, true}};
        Thumbnails thumbnails(32, 10);
        DuplicatesModel model(thumbnails);
        QAbstractItemModelTester tester(&model);
        model.setIndex(index);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0).data(DuplicatesModel::IsGraveRole).toBool());
        QCOMPARE(model.index(0).data(DuplicatesModel::FirstFileRole).toString(), u"/data/b.png"_s);
        QVERIFY(model.index(0)
                    .data(DuplicatesModel::RelationRole)
                    .toString()
                    .contains(u"two labels"_s));
        QVERIFY(!model.index(1).data(DuplicatesModel::IsGraveRole).toBool());
        QVERIFY(model.index(1).data().toString().contains(u"same file twice"_s));
        model.setIndex(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void unreadableFilesNameFileAndReason()
    {
        UnreadableModel model;
        QAbstractItemModelTester tester(&model);
        model.setFiles(
            {{u"/data/x.png"_s, u"It is cut off."_s}, {u"/data/y.png"_s, u"y.png is empty."_s}});
        QCOMPARE(model.index(0).data().toString(), u"x.png: It is cut off."_s);
        QCOMPARE(model.index(1).data().toString(), u"y.png is empty."_s);
        QCOMPARE(model.index(0).data(UnreadableModel::FileRole).toString(), u"/data/x.png"_s);
    }

    void packagesTellWhatTheyAre()
    {
        const QString broken = m_home.path(u"broken"_s);
        QDir().mkpath(broken);
        PackageListModel model;
        QAbstractItemModelTester tester(&model);
        model.setPackages(installedModels({broken}), m_home.base);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data().toString(), u"narrow"_s);
        QVERIFY(model.index(0).data(PackageListModel::ActiveRole).toBool());
        QVERIFY(model.index(0).data(PackageListModel::ProblemRole).toString().isEmpty());
        QVERIFY(!model.index(1).data(PackageListModel::ActiveRole).toBool());
        QVERIFY(model.index(1).data(PackageListModel::ProblemRole).toString().endsWith(u'.'));
        QCOMPARE(model.rowOf(broken), 1);
        QCOMPARE(model.rowOf(u"/nowhere"_s), -1);
        QVERIFY(!model.package(2));
    }

    void theTestOfAPackageInWords()
    {
        ModelManifest manifest;
        manifest.classes = {{u"covid"_s, {}}, {u"normal"_s, {}}};
        QVERIFY(testSentence(manifest).contains(u"records no test"_s));
        QVERIFY(outsideSentence(manifest).startsWith(u"Nobody has tested"_s));
        manifest.provenance[u"test"_s] = QJsonObject{
            {u"accuracy"_s, 0.875},
            {u"n"_s, 40},
            {u"per_class"_s,
             QJsonObject{
                 {u"covid"_s,
                  QJsonObject{{u"auc"_s, 0.9312}, {u"auc_low"_s, 0.9}, {u"auc_high"_s, 0.96}}}}}};
        QCOMPARE(testSentence(manifest),
                 u"Test: AUC of covid 0.931 (0.900 to 0.960), accuracy 0.875 on 40 "
                 "images."_s);
    }

    void thumbnailsComeAndFailuresAreRemembered()
    {
        QImage picture(300, 200, QImage::Format_Grayscale8);
        picture.fill(90);
        const QString good = m_home.path(u"good.png"_s);
        const QString bad = m_home.path(u"bad.png"_s);
        QVERIFY(picture.save(good));
        QVERIFY(writeFileAtomically(bad, "no picture"));
        Thumbnails thumbnails(64, 10);
        QSignalSpy ready(&thumbnails, &Thumbnails::ready);
        QVERIFY(thumbnails.get(good).isNull());
        QVERIFY(thumbnails.get(bad).isNull());
        QTRY_COMPARE(ready.count(), 2);
        QCOMPARE(thumbnails.get(good).width(), 64);
        QVERIFY(thumbnails.failed(bad));
        QVERIFY(!thumbnails.failed(good));
        QVERIFY(thumbnails.get(bad).isNull());
        QCOMPARE(ready.count(), 2); // it is not read again
    }

    void durations()
    {
        QCOMPARE(durationText(8.4), u"8 s"_s);
        QCOMPARE(durationText(250), u"4 min 10 s"_s);
        QCOMPARE(durationText(7500), u"2 h 5 min"_s);
    }

    void progressInWords()
    {
        TrainingProgress progress;
        QCOMPARE(progressText(progress), u"Reading images"_s);
        progress.step = TrainingProgress::Step::FineTuning;
        progress.epoch = 3;
        progress.epochs = 31;
        progress.imagesPerSecond = 41.2;
        progress.secondsLeft = 250;
        QCOMPARE(progressText(progress),
                 u"Fine-tuning, epoch 3 of 31, 41 images/s, 4 min 10 s left"_s);
    }

    void aStepThatCannotBeTakenSaysWhy()
    {
        Stepper stepper({u"One"_s, u"Two"_s});
        QSignalSpy chosen(&stepper, &Stepper::chosen);
        stepper.setState(0, u"3 images"_s, true);
        stepper.setDisabled(1, u"Needs a data set"_s);
        stepper.button(1).click();
        QCOMPARE(chosen.count(), 0);
        QCOMPARE(stepper.button(1).accessibleName(), u"Step 2: Two. Needs a data set"_s);
        QCOMPARE(stepper.button(1).toolTip(), u"Needs a data set"_s);
        stepper.setState(1, QString(), false);
        stepper.button(1).click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(stepper.current(), 1);
        QVERIFY(!stepper.button(0).isChecked());
    }
};

QTEST_MAIN(TestTrainingModels)
#include "test_training_models.moc"
