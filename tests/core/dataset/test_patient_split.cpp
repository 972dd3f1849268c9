// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/patient_split.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// 600 images of 200 patients, two classes, two sources of unequal size.
Dataset sample()
{
    Dataset dataset;
    dataset.classes = {u"a"_s, u"b"_s};
    for (int i = 0; i < 600; ++i) {
        DatasetItem item;
        const int patient = i / 3;
        item.file = u"/%1"_s.arg(i);
        item.patient = QString::number(patient);
        item.source = patient % 4 == 0 ? u"small"_s : u"large"_s;
        item.label = patient % 2;
        dataset.items.push_back(item);
    }
    return dataset;
}

std::set<QString> patientsOf(const std::vector<DatasetItem>& items)
{
    std::set<QString> patients;
    for (const DatasetItem& item : items)
        patients.insert(item.source + item.patient);
    return patients;
}

} // namespace

class TestPatientSplit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noPatientIsOnTwoSides()
    {
        const auto split = splitByPatient(sample(), {}, 3);
        QVERIFY(split.hasValue());
        const auto training = patientsOf(split->training.items);
        const auto validation = patientsOf(split->validation.items);
        const auto test = patientsOf(split->test.items);
        QCOMPARE(training.size() + validation.size() + test.size(), std::size_t{200});
        for (const QString& patient : test)
            QVERIFY(!training.contains(patient) && !validation.contains(patient));
        for (const QString& patient : validation)
            QVERIFY(!training.contains(patient));
    }

    void strataKeepTheirShare()
    {
        const Dataset dataset = sample();
        const auto split = splitByPatient(dataset, {}, 3);
        QVERIFY(split.hasValue());
        std::map<std::pair<QString, int>, std::pair<int, int>> counts; // test, all
        for (const DatasetItem& item : dataset.items)
            ++counts[{item.source, item.label}].second;
        for (const DatasetItem& item : split->test.items)
            ++counts[{item.source, item.label}].first;
        for (const auto& [stratum, pair] : counts)
            QVERIFY(std::abs(pair.first - 0.15 * pair.second) <= 3); // one patient has 3 images
    }

    void theSeedDecides()
    {
        const auto files = [](std::uint64_t seed) {
            QStringList names;
            const auto split = splitByPatient(sample(), {}, seed);
            for (const DatasetItem& item : split->test.items)
                names.append(item.file);
            return names;
        };
        QCOMPARE(files(5), files(5));
        QVERIFY(files(5) != files(6));
    }

    void aNamedSplitIsKept()
    {
        Dataset dataset = sample();
        for (DatasetItem& item : dataset.items)
            item.split = item.patient.toInt() < 50 ? u"test"_s : u"train"_s;
        const auto split = splitByPatient(dataset, {}, 1);
        QVERIFY(split.hasValue());
        QCOMPARE(split->test.items.size(), std::size_t{150});
        for (const DatasetItem& item : split->test.items)
            QVERIFY(item.patient.toInt() < 50);
        QVERIFY(!split->validation.items.empty()); // drawn from what was named "train"
    }

    void aPatientNamedOnTwoSidesIsAnError()
    {
        Dataset dataset = sample();
        dataset.items[0].split = u"train"_s;
        dataset.items[1].split = u"test"_s; // the same patient
        dataset.items[2].split = u"train"_s;
        const auto split = splitByPatient(dataset, {}, 1);
        QVERIFY(!split.hasValue());
        QCOMPARE(split.error().code, ErrorCode::DatasetUnusable);
        QVERIFY(split.error().message.contains(u"two sides"));
    }

    void tooFewPatientsOfAClassIsAnError()
    {
        Dataset dataset = sample();
        for (DatasetItem& item : dataset.items)
            item.label = item.patient == u"0" ? 1 : 0;
        const auto split = splitByPatient(dataset, {}, 1);
        QVERIFY(!split.hasValue());
        QVERIFY(split.error().message.contains(u"\"b\""));
    }
};

QTEST_GUILESS_MAIN(TestPatientSplit)
#include "test_patient_split.moc"
