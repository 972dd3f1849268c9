// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"

#include <functional>

class QWidget;

namespace ccad {

/// Asks for the password or the token of a node in a dialog that does not wait; calls `answered`
/// unless it is cancelled.
void askForSecret(const Node& node, QWidget* parent,
                  const std::function<void(const QByteArray& secret)>& answered);

} // namespace ccad
