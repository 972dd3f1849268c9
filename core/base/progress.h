// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace ccad {

/// Called now and then from the working thread with `done` of `total` steps and a sentence on what
/// is being done. An empty function is allowed.
using Progress = std::function<void(qint64 done, qint64 total, const QString& what)>;

} // namespace ccad
