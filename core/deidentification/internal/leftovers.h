// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/data_element.h"
#include "core/deidentification/internal/free_text.h"

#include <optional>

namespace ccad {

/// The tag of the first element in which a word that identifies somebody is left, whatever its VR;
/// pixel data is not searched. Words that `kept` holds do not count: an option keeps them.
[[nodiscard]] std::optional<quint32> leftoverIn(const DataItem& dataset, const IdentityWords& words,
                                                const std::vector<QByteArray>& kept);

} // namespace ccad
