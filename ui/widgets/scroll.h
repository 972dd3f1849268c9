// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace ccad {

/// Lets the background show through a scroll area, which must have its widget already.
inline void makeTransparent(QScrollArea& scroll)
{
    scroll.viewport()->setAutoFillBackground(false);
    scroll.widget()->setAutoFillBackground(false);
}

} // namespace ccad
