// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;
class QToolBar;

namespace ccad {

class Commands;

/// Gives the toolbar the commands that are needed most, and at its right end the model's name.
void fillToolBar(QToolBar& bar, const Commands& commands, QLabel& model);

} // namespace ccad
