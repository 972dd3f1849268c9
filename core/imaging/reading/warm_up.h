// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// Loads what reading would open files for later: dictionary, character sets, time zone. For a
/// process that may open none from then on.
void warmUpReaders();

} // namespace ccad
