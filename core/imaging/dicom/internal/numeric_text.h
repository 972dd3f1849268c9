// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace ccad::imaging {

/// The numbers of an attribute, as far as they can be told. Writers that format by their computer's
/// locale or print a list of their language's write other forms than PS3.5 6.2 has.
struct NumericText
{
    /// One per value of the attribute; nothing for a value that is no finite number.
    std::vector<std::optional<double>> values;
    QString unit; ///< behind the numbers, in lower case: "mm"; or empty
    bool isRegular = true; ///< written as PS3.5 6.2 asks, for DS and IS
};

/// Beside the standard's own form understands a decimal comma, groups of three digits ("2 048",
/// "2'048"), exponents,
/// brackets and quotes, units (mm, cm, m, um, hu, od), and values set apart by spaces, commas,
/// semicolons, "x", ":" or "/". What could be either a decimal comma or a group ("1,024") has a
/// decimal comma.
[[nodiscard]] NumericText numericText(const QString& text);

/// numericText() where all values are whole numbers, so that a comma stands between two of them.
[[nodiscard]] NumericText wholeNumbersText(const QString& text);

/// A sentence that says how an irregular attribute was read: "The file's Window Center is not
/// written as DICOM asks; it is read as 2048.5."
[[nodiscard]] QString readingNote(const QString& attribute, const NumericText& numbers);

} // namespace ccad::imaging
