// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"

#include <functional>

class QWidget;

namespace ccad {

/// The names of alike classes, a group a line.
[[nodiscard]] QString alikeText(const std::vector<QStringList>& groups);

/// Asks whether classes whose names differ by capitals or Unicode form alone are one class, and
/// hands over AlikeClasses::Join or KeepApart. Without an answer, `cancelled` is called. `names` is
/// what alikeText() gives. Returns at once.
void askAboutAlikeClasses(QWidget& parent, const QString& names,
                          const std::function<void(AlikeClasses)>& answered,
                          const std::function<void()>& cancelled);

} // namespace ccad
