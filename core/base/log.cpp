// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

namespace ccad {

Q_LOGGING_CATEGORY(logImaging, "ccad.imaging", QtWarningMsg)
Q_LOGGING_CATEGORY(logModel, "ccad.model", QtWarningMsg)
Q_LOGGING_CATEGORY(logInference, "ccad.inference", QtWarningMsg)
Q_LOGGING_CATEGORY(logTraining, "ccad.training", QtWarningMsg)
Q_LOGGING_CATEGORY(logUi, "ccad.ui", QtWarningMsg)

} // namespace ccad
