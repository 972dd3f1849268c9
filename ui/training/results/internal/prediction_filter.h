// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace ccad {

/// Chooses predictions of a PredictionModel and puts them in order.
class PredictionFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Correctness
    {
        All,
        Wrong,
        Right,
        Corrected, ///< predictions whose label was corrected
    };
    enum class Order
    {
        AsEvaluated,
        MostCertain,
        LeastCertain,
    };

    explicit PredictionFilter(QObject* parent = nullptr);

    void setCorrectness(Correctness correctness);
    /// Keeps one class of the true label; -1: any.
    void setClass(int classIndex);
    void setOrder(Order order);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    Correctness m_correctness = Correctness::All;
    Order m_order = Order::AsEvaluated;
    int m_class = -1;
};

} // namespace ccad
