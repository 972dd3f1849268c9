// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/display_lut.h"
#include "core/imaging/read_limits.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace ccad {

/// Which greys a network is shown. A model package names the rule that its network was trained
/// with; a rule never changes, a better one gets a name of its own.
enum class GreyRule
{
    /// As the screen shows the picture at first, hence through the window that the file brings.
    Displayed,
    /// From the stored values alone, whatever the window. The values, bright = dense, are averaged
    /// over a grid of 128 x 128 cells; padding does not count, uniform rows and columns at the
    /// edges neither, nor a tenth of each side of what is left, where shutters and markers lie. The
    /// 1st and 99th percentile of these means become 1/12 and 11/12 of the greys; a median that
    /// then lies outside of 1/4..3/4 is brought to the nearer of these by a power function.
    /// Values that differ by a factor and an offset alone, negatives too, give the same greys.
    Stored1
};

/// "displayed", "stored-1", in the order of the enumeration.
[[nodiscard]] const QStringList& greyRuleNames();
[[nodiscard]] QString greyRuleName(GreyRule rule);
/// Nothing for another name.
[[nodiscard]] std::optional<GreyRule> greyRuleByName(const QString& name);

/// Maps the stored pixels of that picture to the greys of the rule. Padding is black.
[[nodiscard]] DisplayLut networkLut(const ReducedRadiograph& reduced, GreyRule rule);

} // namespace ccad
