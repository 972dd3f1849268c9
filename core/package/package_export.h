// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"

namespace ccad {

/// What somebody has to type before a model whose audit is red leaves this computer; empty for all
/// other models.
[[nodiscard]] QString acknowledgementFor(const AuditSummary& audit);

/// Do the lists leave home that hold a row for each image: names of files, patients, labels?
enum class CaseRows
{
    StayHere,
    GoAlong, ///< somebody asked for it by name
};

/// Copies to `target` what makes a model: manifest, weights, parts, card and licences, figures and
/// curves over many images. Nothing else of the folder goes along, whatever lies in it, of
/// severity.json no sentence that names a file, and of manifest and card none of the names that
/// earlier versions gave as examples; their other bytes stay. As a whole or not at all; an existing
/// package is replaced as by saveModelPackage. `acknowledgement` has to be acknowledgementFor() its
/// audit (spaces at the ends and case do not matter). Errors: those of loadModelPackage and
/// checkPackageTarget; InvalidArgument (no acknowledgement, or the target lies in the folder),
/// WriteFailed.
[[nodiscard]] Result<void> exportModelPackage(const QString& folder, const QString& target,
                                              const QString& acknowledgement,
                                              Existing existing = Existing::Keep,
                                              CaseRows rows = CaseRows::StayHere);

} // namespace ccad
