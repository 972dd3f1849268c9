// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVBoxLayout>

namespace ccad {

/// A column for the children of `owner`, without margins; `spacing` in pixels, see theme.h.
[[nodiscard]] inline QVBoxLayout* makeColumn(QWidget* owner, int spacing)
{
    auto* layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace ccad
