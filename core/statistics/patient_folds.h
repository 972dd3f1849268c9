// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace ccad {

class Random;

/// The fold of each row, 0..folds-1, where all rows of a patient share one. The patients of `order`
/// (each once) are dealt in rounds that give one to every fold: in the order of the folds' numbers,
/// or, with `random`, in an order drawn for each round. Neighbours in `order` thus come into
/// different folds; sort it by what every fold should have some of.
[[nodiscard]] std::vector<int> dealtFolds(const std::vector<int>& patients,
                                          const std::vector<int>& order, int folds,
                                          Random* random = nullptr);

} // namespace ccad
