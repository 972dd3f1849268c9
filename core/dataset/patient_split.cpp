// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/patient_split.h"

#include "core/base/random.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace ccad {

namespace {

enum class Side
{
    Training,
    Validation,
    Test
};

struct Patient
{
    QString key;
    std::vector<const DatasetItem*> items;
    std::optional<Side> side;
};

QString patientKey(const DatasetItem& item)
{
    return item.patient.isEmpty() ? item.file : item.source + u'\n' + item.patient;
}

std::optional<Side> namedSide(const DatasetItem& item)
{
    if (item.split == u"train")
        return Side::Training;
    if (item.split == u"validation")
        return Side::Validation;
    if (item.split == u"test")
        return Side::Test;
    return std::nullopt;
}

Result<std::map<QString, Patient>> groupByPatient(const Dataset& dataset)
{
    std::map<QString, Patient> patients;
    for (const DatasetItem& item : dataset.items) {
        Patient& patient = patients[patientKey(item)];
        patient.key = patientKey(item);
        const auto side = namedSide(item);
        if (!patient.items.empty() && patient.side != side)
            return Error{
                ErrorCode::DatasetUnusable,
                QStringLiteral("The patient of %1 is on two sides of the data set's own split; "
                               "results would be too good to be true.")
                    .arg(item.file),
                item.file};
        patient.side = side;
        patient.items.push_back(&item);
    }
    return patients;
}

/// Deals the patients of one stratum: validation and test get their share of the images.
void deal(std::vector<Patient*>& stratum, double validation, double test, Random& random)
{
    random.shuffle(stratum);
    std::size_t images = 0;
    for (const Patient* patient : stratum)
        images += patient->items.size();
    const auto share = [&](double fraction) { return fraction * static_cast<double>(images); };
    double dealt = 0;
    for (Patient* patient : stratum) {
        // The middle of the patient's images decides, so that small strata round fairly.
        const double middle = dealt + static_cast<double>(patient->items.size()) / 2;
        dealt += static_cast<double>(patient->items.size());
        if (middle < share(test))
            patient->side = Side::Test;
        else if (middle < share(test) + share(validation))
            patient->side = Side::Validation;
        else
            patient->side = Side::Training;
    }
}

Result<void> checkClasses(const std::vector<DatasetItem>& items, const QStringList& classes,
                          const QString& side)
{
    std::vector<int> counts(static_cast<std::size_t>(classes.size()));
    for (const DatasetItem& item : items)
        ++counts[static_cast<std::size_t>(item.label)];
    for (qsizetype i = 0; i < classes.size(); ++i)
        if (counts[static_cast<std::size_t>(i)] == 0)
            return Error{
                ErrorCode::DatasetUnusable,
                QStringLiteral("The %1 side has no image of the class \"%2\"; more patients of "
                               "it are needed.")
                    .arg(side, classes[i]),
                classes[i]};
    return {};
}

} // namespace

Result<PatientSplit> splitByPatient(const Dataset& dataset, const SplitFractions& fractions,
                                    std::uint64_t seed)
{
    auto grouped = groupByPatient(dataset);
    if (!grouped)
        return grouped.error();
    bool namesTest = false;
    bool namesValidation = false;
    // A patient with several labels counts as the rarest of them.
    const std::vector<int> counts = dataset.classCounts();
    std::map<std::tuple<QString, int>, std::vector<Patient*>> strata;
    for (auto& [key, patient] : *grouped) {
        namesTest |= patient.side == Side::Test;
        namesValidation |= patient.side == Side::Validation;
        const auto rarest = std::min_element(patient.items.begin(), patient.items.end(),
                                             [&](const auto* a, const auto* b) {
                                                 return counts[static_cast<std::size_t>(a->label)]
                                                     < counts[static_cast<std::size_t>(b->label)];
                                             });
        // Images that name "train" still give validation images when none are named.
        if (!patient.side || patient.side == Side::Training)
            strata[{(*rarest)->source, (*rarest)->label}].push_back(&patient);
    }
    Random random(derivedSeed(seed, 1));
    for (auto& [key, stratum] : strata) {
        std::vector<Patient*> open;
        std::vector<Patient*> training;
        for (Patient* patient : stratum)
            (patient->side ? training : open).push_back(patient);
        deal(open, namesValidation ? 0 : fractions.validation, namesTest ? 0 : fractions.test,
             random);
        if (!namesValidation)
            deal(training, fractions.validation, 0, random);
    }

    PatientSplit split;
    for (const DatasetItem& item : dataset.items) {
        switch (*grouped->at(patientKey(item)).side) {
        case Side::Training:
            split.training.items.push_back(item);
            break;
        case Side::Validation:
            split.validation.items.push_back(item);
            break;
        case Side::Test:
            split.test.items.push_back(item);
            break;
        }
    }
    for (const auto& [items, side] :
         {std::pair(&split.training.items, QStringLiteral("training")),
          std::pair(&split.validation.items, QStringLiteral("validation")),
          std::pair(&split.test.items, QStringLiteral("test"))})
        if (auto checked = checkClasses(*items, dataset.classes, side); !checked)
            return checked.error();
    return split;
}

} // namespace ccad
