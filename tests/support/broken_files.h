// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace ccad::test {

/// The outcome that a generated file must have.
enum class Expected
{
    Good, ///< it can be read
    Bad, ///< it cannot be read, and somebody has to say why
    Either ///< damaged where the damage may not matter
};

struct GeneratedFile
{
    QString name; ///< relative to the folder
    QString kind; ///< "DICOM", "PNG", "JPEG", or how it is broken
    Expected expected = Expected::Good;
    /// Nothing can be read by opening it: a FIFO, a link to nowhere.
    bool isSpecial = false;
};

/// Fills the folder with `count` files of which every tenth is broken in its own way: truncated, of
/// wrong lengths, with deep sequences or circles, absurd sizes, a wrong transfer syntax, random
/// bytes, flipped bits, bombs (PNG, ZIP, deflated DICOM), an executable preamble, FIFOs, links in
/// circles, no permission. The others are small radiographs (64 to 128 pixels a side), no two the
/// same. The same call writes the same bytes.
[[nodiscard]] std::vector<GeneratedFile> writeBrokenFiles(const QString& folder, int count = 1000);

/// The number of kinds of broken files.
[[nodiscard]] int brokenKinds();

} // namespace ccad::test
