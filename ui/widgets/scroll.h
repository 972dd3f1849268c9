// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace ccad {

/// Lets what lies behind a scroll area that has its widget show through it.
inline void makeTransparent(QScrollArea& scroll)
{
    scroll.viewport()->setAutoFillBackground(false);
    scroll.widget()->setAutoFillBackground(false);
}

} // namespace ccad
