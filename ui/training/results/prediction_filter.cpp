// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/results/internal/prediction_filter.h"

#include "ui/training/results/internal/prediction_model.h"

namespace ccad {

PredictionFilter::PredictionFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    // A corrected label must not make the image jump away from under the user's hand.
    setDynamicSortFilter(false);
}

void PredictionFilter::setCorrectness(Correctness correctness)
{
    m_correctness = correctness;
    invalidateFilter();
}

void PredictionFilter::setClass(int classIndex)
{
    m_class = classIndex;
    invalidateFilter();
}

void PredictionFilter::setOrder(Order order)
{
    m_order = order;
    invalidate();
    sort(order == Order::AsEvaluated ? -1 : 0);
}

bool PredictionFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_class >= 0 && index.data(PredictionModel::TrueIndexRole).toInt() != m_class)
        return false;
    switch (m_correctness) {
    case Correctness::All:
        return true;
    case Correctness::Wrong:
        return !index.data(PredictionModel::RightRole).toBool();
    case Correctness::Right:
        return index.data(PredictionModel::RightRole).toBool();
    case Correctness::Corrected:
        return index.data(PredictionModel::CorrectedRole).toBool();
    }
    return true;
}

bool PredictionFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const double a = left.data(PredictionModel::ProbabilityRole).toDouble();
    const double b = right.data(PredictionModel::ProbabilityRole).toDouble();
    return m_order == Order::MostCertain ? a > b : a < b;
}

} // namespace ccad
