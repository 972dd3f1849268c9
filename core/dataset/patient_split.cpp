// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/patient_split.h"

#include "core/base/random.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

using namespace Qt::StringLiterals;

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
    std::vector<const DatasetItem*> items;
    std::optional<Side> side;
};

constexpr std::uint64_t splitStream = 1; ///< see derivedSeed
constexpr std::uint64_t foldsStream = 2;
constexpr std::uint64_t firstFoldStream = 3;

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

using Patients = std::map<QString, Patient>;

/// By the items' dealing keys.
Patients groupByPatient(const Dataset& dataset, const std::vector<QString>& keys)
{
    Patients patients;
    for (std::size_t i = 0; i < keys.size(); ++i)
        patients[keys[i]].items.push_back(&dataset.items[i]);
    return patients;
}

Result<void> takeNamedSides(Patients& patients)
{
    for (auto& [key, patient] : patients) {
        patient.side = namedSide(*patient.items.front());
        for (const DatasetItem* item : patient.items)
            if (namedSide(*item) != patient.side)
                return Error{ErrorCode::DatasetUnusable,
                             u"The patient of %1 is on two sides of the data set's own split; "
                             "results would be too good to be true. Correct the split, or "
                             "let CCAD split the images by patient."_s.arg(item->file),
                             item->file};
    }
    return {};
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
            return Error{ErrorCode::DatasetUnusable,
                         u"The %1 side has no image of the class \"%2\"; more patients of "
                         "it are needed."_s.arg(side, classes[i]),
                         classes[i]};
    return {};
}

using Stratum = std::vector<Patient*>;
using Strata = std::map<std::tuple<QString, int>, Stratum>; ///< by source and class

/// A patient with several labels counts as the rarest of them.
Strata strataOf(Patients& patients, const Dataset& dataset)
{
    const std::vector<int> counts = dataset.classCounts();
    const auto isRarer = [&](const DatasetItem* a, const DatasetItem* b) {
        return counts[static_cast<std::size_t>(a->label)]
            < counts[static_cast<std::size_t>(b->label)];
    };
    Strata strata;
    for (auto& [key, patient] : patients) {
        const DatasetItem* rarest
            = *std::min_element(patient.items.begin(), patient.items.end(), isRarer);
        strata[{rarest->source, rarest->label}].push_back(&patient);
    }
    return strata;
}

void holdOut(Strata& strata, const SplitPlan& plan, std::uint64_t seed)
{
    const auto names = [&](Side side) {
        return std::any_of(strata.begin(), strata.end(), [side](const auto& entry) {
            return std::any_of(entry.second.begin(), entry.second.end(),
                               [side](const Patient* patient) { return patient->side == side; });
        });
    };
    const double validation = names(Side::Validation) ? 0 : plan.validation;
    const double test = names(Side::Test) ? 0 : plan.test;
    Random random(derivedSeed(seed, splitStream));
    for (auto& [key, stratum] : strata) {
        Stratum open;
        Stratum training;
        for (Patient* patient : stratum) {
            if (!patient->side)
                open.push_back(patient);
            else if (patient->side == Side::Training)
                training.push_back(patient);
        }
        deal(open, validation, test, random);
        // Images that name "train" still give validation images when none are named.
        if (validation > 0)
            deal(training, validation, 0, random);
    }
}

/// Deals all patients into parts of like size and like strata; one part becomes the test side.
/// Which patients share a part depends on the seed and the number of folds alone.
void dealFolds(Strata& strata, const SplitPlan& plan, std::uint64_t seed)
{
    const auto folds = static_cast<std::size_t>(plan.folds);
    std::vector<std::size_t> all(folds);
    std::map<int, std::vector<std::size_t>> ofClass;
    Random random(derivedSeed(seed, foldsStream));
    Random validationRandom(
        derivedSeed(seed, firstFoldStream + static_cast<std::uint64_t>(plan.fold)));
    for (auto& [key, stratum] : strata) {
        std::vector<std::size_t>& sameClass = ofClass[std::get<int>(key)];
        sameClass.resize(folds);
        std::vector<std::size_t> here(folds);
        random.shuffle(stratum);
        // Patients with many images first, as long as there is room to even them out.
        std::stable_sort(stratum.begin(), stratum.end(), [](const Patient* a, const Patient* b) {
            return a->items.size() > b->items.size();
        });
        Stratum rest;
        for (Patient* patient : stratum) {
            std::size_t part = 0;
            for (std::size_t i = 1; i < folds; ++i)
                if (std::tuple(here[i], sameClass[i], all[i])
                    < std::tuple(here[part], sameClass[part], all[part]))
                    part = i;
            for (auto* counts : {&here, &sameClass, &all})
                (*counts)[part] += patient->items.size();
            patient->side = Side::Test;
            if (part != static_cast<std::size_t>(plan.fold))
                rest.push_back(patient);
        }
        deal(rest, plan.validation, 0, validationRandom);
    }
}

Result<void> checkPlan(const SplitPlan& plan)
{
    const auto isShare = [](double share) { return share >= 0 && share < 1; };
    const auto refused = [](const QString& why) {
        return Error{ErrorCode::InvalidArgument, why, {}};
    };
    if (!isShare(plan.validation) || !isShare(plan.test)
        || (plan.folds == 0 && plan.validation + plan.test >= 1))
        return refused(u"Shares of %1 for validation and %2 for test leave nothing to train "
                       "on, or are no shares; give numbers from 0 to 1 with a sum below 1."_s
                           .arg(plan.validation)
                           .arg(plan.test));
    if (plan.folds < 0 || plan.folds == 1)
        return refused(u"%1 folds make no sense; give at least 2, or 0 for a "
                       "hold-out split."_s.arg(plan.folds));
    if (plan.folds > 0 && (plan.fold < 0 || plan.fold >= plan.folds))
        return refused(
            u"There is no fold %1 among %2 folds counted from 0."_s.arg(plan.fold).arg(plan.folds));
    return {};
}

PatientSplit distribute(const Dataset& dataset, const std::vector<QString>& keys,
                        const Patients& patients)
{
    PatientSplit split;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const DatasetItem& item = dataset.items[i];
        switch (*patients.at(keys[i]).side) {
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
    return split;
}

} // namespace

Result<PatientSplit> splitByPatient(const Dataset& dataset, const SplitPlan& plan,
                                    std::uint64_t seed)
{
    if (auto checked = checkPlan(plan); !checked)
        return checked.error();
    const std::vector<QString> keys = dealingKeys(dataset.items);
    Patients patients = groupByPatient(dataset, keys);
    if (plan.folds == 0)
        if (auto taken = takeNamedSides(patients); !taken)
            return taken.error();
    Strata strata = strataOf(patients, dataset);
    if (plan.folds > 0)
        dealFolds(strata, plan, seed);
    else
        holdOut(strata, plan, seed);

    PatientSplit split = distribute(dataset, keys, patients);
    for (const auto& [items, side] : {std::pair(&split.training.items, u"training"_s),
                                      std::pair(&split.validation.items, u"validation"_s),
                                      std::pair(&split.test.items, u"test"_s)}) {
        if (items == &split.test.items && plan.testMayLackClasses && !items->empty())
            continue;
        if (auto checked = checkClasses(*items, dataset.classes, side); !checked)
            return checked.error();
    }
    return split;
}

} // namespace ccad
