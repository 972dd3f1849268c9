// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace ccad {

/// Asks whether the model package in `folder` may be replaced, and calls `replace` when it may.
void askToReplace(QWidget& parent, const QString& folder, const std::function<void()>& replace);

} // namespace ccad
