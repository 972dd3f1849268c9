// SPDX-License-Identifier: GPL-3.0-or-later
// The item models of the training and model places, and the words they use.
#include "tests/ui/training_fixtures.h"
#include "ui/jobs/thumbnails.h"
#include "ui/model/package_list_model.h"
#include "ui/training/counts_model.h"
#include "ui/training/duplicates_model.h"
#include "ui/training/stepper.h"
#include "ui/training/training_words.h"
#include "ui/training/unreadable_model.h"

#include <QAbstractItemModelTester>
#include <QImage>
#include <QSignalSpy>
#include <QtTest>

using namespace ccad;

class TestTrainingModels final : public QObject
{
    Q_OBJECT

    test::TrainingHome m_home;

    static DatasetIndex twoClasses()
    {
        DatasetIndex index;
        index.dataset.classes = {QStringLiteral("covid"), QStringLiteral("normal")};
        const auto add = [&index](const QString& file, int label, const QString& split) {
            DatasetItem item;
            item.file = file;
            item.label = label;
            item.split = split;
            index.dataset.items.push_back(item);
        };
        add(QStringLiteral("/data/a.png"), 0, QStringLiteral("train"));
        add(QStringLiteral("/data/b.png"), 0, QStringLiteral("test"));
        add(QStringLiteral("/data/c.png"), 1, QStringLiteral("train"));
        index.counts[{QStringLiteral("covid"), QStringLiteral("test"), QString()}] = {1, 1};
        index.counts[{QStringLiteral("covid"), QStringLiteral("train"), QString()}] = {1, 1};
        index.counts[{QStringLiteral("normal"), QStringLiteral("train"), QString()}] = {1, 1};
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
        QCOMPARE(cell(model, 0, CountsModel::SplitColumn), QStringLiteral("test"));
        QCOMPARE(cell(model, 1, CountsModel::SplitColumn), QStringLiteral("training"));
        QVERIFY(model.index(2, 0).data(CountsModel::IsTotalRole).toBool());
        QCOMPARE(cell(model, 2, CountsModel::ImagesColumn), QStringLiteral("2"));
        QCOMPARE(cell(model, 2, CountsModel::PatientsColumn), QString());
        QCOMPARE(cell(model, 3, CountsModel::ClassColumn), QStringLiteral("normal"));
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
        QCOMPARE(model.index(0).data(DuplicatesModel::FirstFileRole).toString(),
                 QStringLiteral("/data/b.png"));
        QVERIFY(model.index(0)
                    .data(DuplicatesModel::VerdictRole)
                    .toString()
                    .contains(QStringLiteral("two labels")));
        QVERIFY(!model.index(1).data(DuplicatesModel::IsGraveRole).toBool());
        QVERIFY(model.index(1).data().toString().contains(QStringLiteral("same file twice")));
        model.setIndex(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void unreadableFilesNameFileAndReason()
    {
        UnreadableModel model;
        QAbstractItemModelTester tester(&model);
        model.setFiles({{QStringLiteral("/data/x.png"), QStringLiteral("It is cut off.")},
                        {QStringLiteral("/data/y.png"), QStringLiteral("y.png is empty.")}});
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("x.png: It is cut off."));
        QCOMPARE(model.index(1).data().toString(), QStringLiteral("y.png is empty."));
        QCOMPARE(model.index(0).data(UnreadableModel::FileRole).toString(),
                 QStringLiteral("/data/x.png"));
    }

    void packagesTellWhatTheyAre()
    {
        const QString broken = m_home.path(QStringLiteral("broken"));
        QDir().mkpath(broken);
        PackageListModel model;
        QAbstractItemModelTester tester(&model);
        model.setPackages(installedModels({broken}), m_home.base);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("narrow"));
        QVERIFY(model.index(0).data(PackageListModel::ActiveRole).toBool());
        QVERIFY(model.index(0).data(PackageListModel::ProblemRole).toString().isEmpty());
        QVERIFY(!model.index(1).data(PackageListModel::ActiveRole).toBool());
        QVERIFY(model.index(1).data(PackageListModel::ProblemRole).toString().endsWith(u'.'));
        QCOMPARE(model.rowOf(broken), 1);
        QCOMPARE(model.rowOf(QStringLiteral("/nowhere")), -1);
        QVERIFY(!model.package(2));
    }

    void theTestOfAPackageInWords()
    {
        ModelManifest manifest;
        manifest.classes = {{QStringLiteral("covid"), {}}, {QStringLiteral("normal"), {}}};
        QVERIFY(testSentence(manifest).contains(QStringLiteral("records no test")));
        QVERIFY(outsideSentence(manifest).startsWith(QStringLiteral("Nobody has tested")));
        manifest.provenance[QStringLiteral("test")]
            = QJsonObject{{QStringLiteral("accuracy"), 0.875},
                          {QStringLiteral("n"), 40},
                          {QStringLiteral("per_class"),
                           QJsonObject{{QStringLiteral("covid"),
                                        QJsonObject{{QStringLiteral("auc"), 0.9312},
                                                    {QStringLiteral("auc_low"), 0.9},
                                                    {QStringLiteral("auc_high"), 0.96}}}}}};
        QCOMPARE(testSentence(manifest),
                 QStringLiteral("Test: AUC of covid 0.931 (0.900 to 0.960), accuracy 0.875 on 40 "
                                "images."));
    }

    void thumbnailsComeAndFailuresAreRemembered()
    {
        QImage picture(300, 200, QImage::Format_Grayscale8);
        picture.fill(90);
        const QString good = m_home.path(QStringLiteral("good.png"));
        const QString bad = m_home.path(QStringLiteral("bad.png"));
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
        QCOMPARE(durationText(8.4), QStringLiteral("8 s"));
        QCOMPARE(durationText(250), QStringLiteral("4 min 10 s"));
        QCOMPARE(durationText(7500), QStringLiteral("2 h 5 min"));
    }

    void progressInWords()
    {
        TrainingProgress progress;
        QCOMPARE(progressText(progress), QStringLiteral("Reading images"));
        progress.step = TrainingProgress::Step::FineTuning;
        progress.epoch = 3;
        progress.epochs = 31;
        progress.imagesPerSecond = 41.2;
        progress.secondsLeft = 250;
        QCOMPARE(progressText(progress),
                 QStringLiteral("Fine-tuning, epoch 3 of 31, 41 images/s, 4 min 10 s left"));
    }

    void aStepThatCannotBeTakenSaysWhy()
    {
        Stepper stepper({QStringLiteral("One"), QStringLiteral("Two")});
        QSignalSpy chosen(&stepper, &Stepper::chosen);
        stepper.setState(0, QStringLiteral("3 images"), true);
        stepper.setDisabled(1, QStringLiteral("Needs a data set"));
        stepper.button(1).click();
        QCOMPARE(chosen.count(), 0);
        QCOMPARE(stepper.button(1).accessibleName(),
                 QStringLiteral("Step 2: Two. Needs a data set"));
        QCOMPARE(stepper.button(1).toolTip(), QStringLiteral("Needs a data set"));
        stepper.setState(1, QString(), false);
        stepper.button(1).click();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(stepper.current(), 1);
        QVERIFY(!stepper.button(0).isChecked());
    }
};

QTEST_MAIN(TestTrainingModels)
#include "test_training_models.moc"
