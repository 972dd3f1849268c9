// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_options.h"

namespace ccad::cli {

/// The options that `train`, `cross-validate` and `trials` share.
class TrainOptions : public CommandOptions
{
public:
    /// `synopsis` begins the usage text: the command and the options that it alone has.
    TrainOptions(const QString& description, const QString& synopsis);

    /// The one positional argument.
    [[nodiscard]] QString dataset() const;
};

} // namespace ccad::cli
