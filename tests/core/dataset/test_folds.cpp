// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/patient_split.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// 240 patients of 1 to 4 images, two classes, three sources; splits are named, to be ignored.
Dataset sample()
{
    Dataset dataset;
    dataset.classes = {u"a"_s, u"b"_s};
    for (int patient = 0; patient < 240; ++patient)
        for (int i = 0; i <= patient % 4; ++i) {
            DatasetItem item;
            item.file = u"/%1/%2"_s.arg(patient).arg(i);
            item.patient = patient % 7 == 0 ? QString() : QString::number(patient);
            item.source = u"s%1"_s.arg(patient % 3);
            item.label = patient % 5 == 0 ? 1 : 0;
            item.split = i == 0 ? u"test"_s : u"train"_s;
            dataset.items.push_back(item);
        }
    return dataset;
}

PatientSplit foldOf(const Dataset& dataset, int folds, int fold, std::uint64_t seed)
{
    auto split = splitByPatient(dataset, {0.2, 0, folds, fold}, seed);
    if (!split)
        qFatal("%s", qPrintable(split.error().message));
    return *std::move(split);
}

std::set<QString> patientsOf(const std::vector<DatasetItem>& items)
{
    std::set<QString> patients;
    for (const DatasetItem& item : items)
        patients.insert(patientOf(item));
    return patients;
}

} // namespace

class TestFolds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyImageIsTestedOnce()
    {
        const Dataset dataset = sample();
        for (const int folds : {2, 5, 7}) {
            std::map<QString, int> tested;
            for (int fold = 0; fold < folds; ++fold) {
                const PatientSplit split = foldOf(dataset, folds, fold, 3);
                QCOMPARE(split.training.items.size() + split.validation.items.size()
                             + split.test.items.size(),
                         dataset.items.size());
                for (const DatasetItem& item : split.test.items)
                    ++tested[item.file];
            }
            QCOMPARE(tested.size(), dataset.items.size());
            for (const auto& [file, times] : tested)
                QCOMPARE(times, 1);
        }
    }

    void patientsStayApart()
    {
        for (int fold = 0; fold < 5; ++fold) {
            const PatientSplit split = foldOf(sample(), 5, fold, 4);
            const auto training = patientsOf(split.training.items);
            const auto validation = patientsOf(split.validation.items);
            for (const QString& patient : patientsOf(split.test.items))
                QVERIFY(!training.contains(patient) && !validation.contains(patient));
            for (const QString& patient : validation)
                QVERIFY(!training.contains(patient));
        }
    }

    void strataKeepTheirShare()
    {
        const Dataset dataset = sample();
        std::map<std::pair<QString, int>, int> all;
        for (const DatasetItem& item : dataset.items)
            ++all[{item.source, item.label}];
        for (int fold = 0; fold < 5; ++fold) {
            const PatientSplit split = foldOf(dataset, 5, fold, 5);
            std::map<std::pair<QString, int>, int> test;
            std::map<std::pair<QString, int>, int> validation;
            for (const DatasetItem& item : split.test.items)
                ++test[{item.source, item.label}];
            for (const DatasetItem& item : split.validation.items)
                ++validation[{item.source, item.label}];
            for (const auto& [stratum, images] : all) {
                QVERIFY(std::abs(test[stratum] - images / 5.0) <= 2);
                QVERIFY(std::abs(validation[stratum] - 0.2 * (images - test[stratum])) <= 3);
            }
        }
    }

    void theSeedDecides()
    {
        const Dataset dataset = sample();
        const auto tested = [&](std::uint64_t seed) {
            QStringList files;
            for (const DatasetItem& item : foldOf(dataset, 5, 2, seed).test.items)
                files << item.file;
            return files;
        };
        QCOMPARE(tested(1), tested(1));
        QVERIFY(tested(1) != tested(2));
    }

    void rareClassesAreSpread()
    {
        // Five patients of the rare class among many: one for each fold.
        Dataset dataset = sample();
        for (std::size_t i = 0; i < dataset.items.size(); ++i) {
            dataset.items[i].patient = QString::number(i);
            dataset.items[i].label = i % 100 == 0 ? 1 : 0;
        }
        QCOMPARE(dataset.classCounts()[1], 6);
        for (int fold = 0; fold < 3; ++fold) {
            const auto split = splitByPatient(dataset, {0.4, 0, 3, fold}, 1);
            QVERIFY2(split.hasValue(), split ? "" : qPrintable(split.error().message));
            QCOMPARE(std::count_if(split->test.items.begin(), split->test.items.end(),
                                   [](const DatasetItem& item) { return item.label == 1; }),
                     2);
        }
    }

    void plansThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<double>("validation");
        QTest::addColumn<double>("test");
        QTest::addColumn<int>("folds");
        QTest::addColumn<int>("fold");
        QTest::newRow("one fold") << 0.1 << 0.1 << 1 << 0;
        QTest::newRow("negative folds") << 0.1 << 0.1 << -3 << 0;
        QTest::newRow("fold beyond") << 0.1 << 0.1 << 5 << 5;
        QTest::newRow("fold before") << 0.1 << 0.1 << 5 << -1;
        QTest::newRow("nothing to train on") << 0.5 << 0.5 << 0 << 0;
        QTest::newRow("negative share") << -0.1 << 0.2 << 0 << 0;
        QTest::newRow("no number") << std::numeric_limits<double>::quiet_NaN() << 0.2 << 0 << 0;
    }
    void plansThatMakeNoSenseAreRefused()
    {
        QFETCH(double, validation);
        QFETCH(double, test);
        QFETCH(int, folds);
        QFETCH(int, fold);
        const auto split = splitByPatient(sample(), {validation, test, folds, fold}, 1);
        QVERIFY(!split.hasValue());
        QCOMPARE(split.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestFolds)
#include "test_folds.moc"
