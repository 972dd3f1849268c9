// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/report_content.h"

#include <QString>

#include <optional>
#include <vector>

namespace ccad {

/// The probability of one class.
struct ReportBar
{
    double probability = 0; ///< 0..1
    std::optional<double> threshold; ///< of the positive class only
    bool counts = true; ///< false: the radiograph was refused, and the number means nothing
};

/// A paragraph of a report and what follows it.
struct ReportBlock
{
    enum class Role
    {
        Heading,
        Label, ///< the answer itself
        Text,
        Warning
    };
    Role role = Role::Text;
    QString text;
    std::optional<ReportBar> bar; ///< below the text
};

/// All blocks below the pictures, in reading order.
[[nodiscard]] std::vector<ReportBlock> reportBlocks(const ReportContent& content);

/// What a reader of the pictures has to know: how they are turned, window, millimetres.
[[nodiscard]] QString pictureText(const ReportContent& content);

/// "Turned by 90° clockwise", "Mirrored left to right", or as in the file.
[[nodiscard]] QString orientationText(const QTransform& orientation);

} // namespace ccad
