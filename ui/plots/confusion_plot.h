// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/statistics/classification.h"
#include "ui/plots/plot_frame.h"
#include "ui/plots/plot_style.h"

#include <QStringList>

namespace ccad {

/// Counts of true against predicted classes, with the share of each true class. The cells of right
/// answers are framed, so that the diagonal does not stand out by colour alone.
class ConfusionPlot final : public PlotFrame
{
    Q_OBJECT
public:
    explicit ConfusionPlot(QWidget* parent = nullptr);

    /// As many titles as rows.
    void setConfusion(const QString& heading, const QStringList& titles,
                      const ConfusionMatrix& counts);
    void clear();

protected:
    [[nodiscard]] PlotDrawing drawing() const override;
    [[nodiscard]] CsvTable table() const override;

private:
    class Matrix;
    [[nodiscard]] QString spoken() const;

    QStringList m_titles;
    ConfusionMatrix m_counts;
    Matrix* m_matrix;
};

/// Paints the matrix with its titles into an area.
void paintConfusion(QPainter& painter, const QRect& area, const QStringList& titles,
                    const ConfusionMatrix& counts, const PlotColours& colours, const QFont& font);

} // namespace ccad
