// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"
#include "core/preprocess/lung_mask.h"
#include "core/statistics/interval.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace ccad {

/// The coefficient 2 |A and B| / (|A| + |B|) (Dice 1945) of a mask, enlarged to the size of the
/// reference and cut at 0.5, and a reference, cut at the middle grey; 1 where both are empty.
[[nodiscard]] double diceOf(const LungMask& mask, const GrayImage16& reference);

/// The score of one image.
struct LungScore
{
    QString file;
    QString patient;
    QString view;
    double dice = 0;
    bool isPlausible = false; ///< see shapeOf
};

/// The scores of one image or more.
struct LungScores
{
    std::vector<LungScore> images;

    [[nodiscard]] int patients() const;
    /// The mean over images, with an interval by resampling patients.
    [[nodiscard]] Interval meanDice() const;
    [[nodiscard]] double medianDice() const;
    [[nodiscard]] double lowestDice() const;
    /// The scores of one view alone.
    [[nodiscard]] LungScores ofView(const QString& view) const;
    [[nodiscard]] QStringList views() const;
};

/// Figures for a manifest.
[[nodiscard]] QJsonObject toJson(const LungScores& scores);

} // namespace ccad
