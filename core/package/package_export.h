// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

namespace ccad {

/// What somebody has to type before a model whose audit is red leaves this computer; empty for all
/// other models.
[[nodiscard]] QString acknowledgementFor(const AuditSummary& audit);

/// Copies a package, with all that lies in its folder, to `target`, as a whole or not at all; an
/// existing package is replaced as by saveModelPackage. `acknowledgement` has to be
/// acknowledgementFor() its audit (spaces at the ends and case do not matter). Errors: those of
/// loadModelPackage and checkPackageTarget; InvalidArgument (no acknowledgement, or the target lies
/// in the folder), WriteFailed.
[[nodiscard]] Result<void> exportModelPackage(const QString& folder, const QString& target,
                                              const QString& acknowledgement,
                                              Existing existing = Existing::Keep);

} // namespace ccad
