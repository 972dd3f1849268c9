// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

namespace ccad {

/// The sentence that stands wherever a model's words are shown.
[[nodiscard]] QString intendedUse();

/// A footer that says it; `margin` is the distance of its text from above and below.
[[nodiscard]] QFrame* makeIntendedUseFooter(int margin, QWidget* parent);

} // namespace ccad
