// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad {

struct AnnouncedObject;

/// Preamble and meta header (PS3.10 7.1) of a data set that follows.
[[nodiscard]] QByteArray metaHeaderOf(const AnnouncedObject& object);

} // namespace ccad
