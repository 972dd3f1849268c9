// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/worklist/journal.h"

namespace ccad {

/// Sentences on what is wrong with the UIDs and patient IDs of a whole batch, to be shown once at
/// its top; empty: nothing. They name no patient. An ID in most of many films, or in most of the
/// films that share a UID, is called constant: an anonymiser writes it, and one patient seldom has
/// so many.
[[nodiscard]] QString identityConcerns(const IdentityCounts& counts);

/// Was everything looked through and no study found? Errors: those of the journal.
[[nodiscard]] Result<bool> foundNothing(const Journal& journal);

/// What stands once at the top of a batch: that nothing was found, identityConcerns(), a line on
/// objects that belong to films, and one on what was left out as no studies; empty: nothing.
/// Errors: those of the journal.
[[nodiscard]] Result<QString> remarksOnBatch(const Journal& journal);

} // namespace ccad
