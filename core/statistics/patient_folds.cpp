// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/patient_folds.h"

#include "core/base/random.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace ccad {

std::vector<int> dealtFolds(const std::vector<int>& patients, const std::vector<int>& order,
                            int folds, Random* random)
{
    std::vector<int> round; // the folds that still get a patient, the next one last
    std::map<int, int> foldOfPatient;
    for (const int patient : order) {
        if (round.empty()) {
            round.resize(static_cast<std::size_t>(folds));
            std::iota(round.begin(), round.end(), 0);
            if (random != nullptr)
                random->shuffle(round);
            else
                std::reverse(round.begin(), round.end());
        }
        foldOfPatient[patient] = round.back();
        round.pop_back();
    }
    std::vector<int> result;
    for (const int patient : patients)
        result.push_back(foldOfPatient.at(patient));
    return result;
}

} // namespace ccad
