// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace ccad {

/// Nothing can be gone on with after such an error.
[[nodiscard]] bool endsAll(const Error& error);

/// The sentence of a clause on an archive or one of its members.
[[nodiscard]] Error sentenceOn(const QString& what, const Error& clause);
[[nodiscard]] Error encrypted(const QString& what);
/// Of an archive that is known and not opened.
[[nodiscard]] Error onlyNamed(const QString& archive, const QString& kind);

} // namespace ccad
