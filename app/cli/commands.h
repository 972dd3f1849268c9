// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace ccad::cli {

// Each command takes the arguments after its name and returns the exit status.

[[nodiscard]] int predictCommand(const QStringList& arguments);
[[nodiscard]] int screenCommand(const QStringList& arguments);
[[nodiscard]] int modelCommand(const QStringList& arguments);
[[nodiscard]] int trainCommand(const QStringList& arguments);
[[nodiscard]] int crossValidateCommand(const QStringList& arguments);
[[nodiscard]] int trialsCommand(const QStringList& arguments);
[[nodiscard]] int evaluateCommand(const QStringList& arguments);
[[nodiscard]] int auditCommand(const QStringList& arguments);
[[nodiscard]] int calibrateCommand(const QStringList& arguments);
[[nodiscard]] int deidentifyCommand(const QStringList& arguments);
[[nodiscard]] int gateCommand(const QStringList& arguments);
[[nodiscard]] int severityCommand(const QStringList& arguments);
[[nodiscard]] int benchCommand(const QStringList& arguments);
[[nodiscard]] int resultsCommand(const QStringList& arguments);
[[nodiscard]] int showCommand(const QStringList& arguments);
[[nodiscard]] int forgetCommand(const QStringList& arguments);
[[nodiscard]] int compareCommand(const QStringList& arguments);
[[nodiscard]] int doctorCommand(const QStringList& arguments);
[[nodiscard]] int archiveCommand(const QStringList& arguments);
[[nodiscard]] int nodeCommand(const QStringList& arguments);

} // namespace ccad::cli
