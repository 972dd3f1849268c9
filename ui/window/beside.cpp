// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/beside.h"

#include <QWidget>

namespace ccad {

void showBeside(QWidget* window)
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace ccad
