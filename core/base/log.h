// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace ccad {

// No message of these categories carries patient data: files are named by path, studies by UID
// never.
Q_DECLARE_LOGGING_CATEGORY(logImaging)
Q_DECLARE_LOGGING_CATEGORY(logModel)
Q_DECLARE_LOGGING_CATEGORY(logInference)
Q_DECLARE_LOGGING_CATEGORY(logTraining)
Q_DECLARE_LOGGING_CATEGORY(logUi)

} // namespace ccad
