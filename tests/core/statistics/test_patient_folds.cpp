// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/statistics/patient_folds.h"

#include <QTest>

#include <map>
#include <set>

using namespace ccad;

class TestPatientFolds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byTheNumbersOfTheFolds()
    {
        const std::vector<int> folds = dealtFolds({7, 3, 7, 5, 4, 3}, {3, 4, 5, 7}, 3);
        QVERIFY(folds == std::vector<int>({0, 0, 0, 2, 1, 0}));
    }

    void eachRoundGivesOneToEveryFold()
    {
        constexpr int folds = 4;
        std::vector<int> patients;
        for (int patient = 0; patient < 22; ++patient)
            patients.push_back(patient);
        Random random(5);
        const std::vector<int> dealt = dealtFolds(patients, patients, folds, &random);
        for (std::size_t first = 0; first + folds <= dealt.size(); first += folds)
            QCOMPARE(std::set<int>(dealt.begin() + std::ptrdiff_t(first),
                                   dealt.begin() + std::ptrdiff_t(first) + folds)
                         .size(),
                     std::size_t{folds});
        Random same(5);
        QVERIFY(dealtFolds(patients, patients, folds, &same) == dealt);
        QVERIFY(dealtFolds(patients, patients, folds) != dealt);
    }

    void nobodyIsInTwoFolds()
    {
        std::vector<int> patients;
        for (int row = 0; row < 60; ++row)
            patients.push_back(row * 7 % 13);
        std::vector<int> order;
        for (int patient = 12; patient >= 0; --patient)
            order.push_back(patient);
        Random random(1);
        const std::vector<int> dealt = dealtFolds(patients, order, 5, &random);
        std::map<int, std::set<int>> foldsOf;
        for (std::size_t row = 0; row < patients.size(); ++row)
            foldsOf[patients[row]].insert(dealt[row]);
        for (const auto& [patient, folds] : foldsOf)
            QCOMPARE(folds.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestPatientFolds)
#include "test_patient_folds.moc"
