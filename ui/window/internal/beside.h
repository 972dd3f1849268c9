// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace ccad {

/// Shows a window of its own in front of the others; it is deleted when it is closed.
void showBeside(QWidget* window);

} // namespace ccad
