// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <string_view>

namespace ccad::imaging {

/// True when the value can tell who the patient, or anybody else, is. This follows the Basic
/// Profile of PS3.15 Annex E, widened to every name, date and private element; sex, age and UIDs of
/// kinds (SOP class, transfer syntax) are left in sight.
[[nodiscard]] bool identifiesPatient(quint32 tag, std::string_view vr);

} // namespace ccad::imaging
