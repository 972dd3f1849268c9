// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace ccad {

/// A value that fits a VR of PS3.5 6.2 and says nothing. UI and SQ have none: an empty value.
[[nodiscard]] QByteArray dummyValue(const QByteArray& vr);

/// Is each of the values one that the VR allows (PS3.5 6.2)? Of CS, DS, IS and AS alone, whose
/// values are kept: free text in one of them belongs there no more than a name.
[[nodiscard]] bool fitsVr(const QByteArray& value, const QByteArray& vr);

} // namespace ccad
