// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad::results {

/// A coded concept as DICOM writes it (PS3.3 8.8): code value, coding scheme, meaning.
struct Code
{
    QString value; ///< at most 16 characters
    QString scheme; ///< "DCM", "SCT", "LN", "99CCAD"
    QString meaning; ///< at most 64 characters
    QString schemeVersion = {}; ///< or empty
    bool operator==(const Code&) const = default;

    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
};

} // namespace ccad::results
