// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_items.h"

#include <cstdint>
#include <vector>

namespace ccad::imaging {

/// A lookup table as PS3.3 C.11.1.1 writes it: entry i belongs to the value first + i.
struct LookupTable
{
    int first = 0;
    BitDepth bits; ///< no entry is above bits.highest()
    std::vector<std::uint16_t> entries;
    QString explanation;
    int saidBits = 16; ///< by the file, any 16-bit number
    qint64 strays = 0; ///< entries beyond these bits that were made the highest value

    [[nodiscard]] int last() const { return first + static_cast<int>(entries.size()) - 1; }
    /// Values outside take the first or last entry.
    [[nodiscard]] std::uint16_t at(qint64 value) const;
};

/// `name` is used in messages; `signedFirst`: the first mapped value counts as signed. A number of
/// bits that is impossible, or too small for the entries, is replaced by what they need. Error:
/// FileBroken.
[[nodiscard]] Result<LookupTable> readLookupTable(DcmItem& item, const DcmTagKey& descriptor,
                                                  const DcmTagKey& data, bool signedFirst,
                                                  const QString& name);

/// A sentence on a table that has not the bits that the file says; empty for others. `name`: "VOI
/// LUT".
[[nodiscard]] QString noteOnBits(const LookupTable& table, const QString& name);

/// The three colours of a palette, segmented or not (PS3.3 C.7.9.2), as luminance by index.
[[nodiscard]] Result<LookupTable> readPaletteLuminance(DcmItem& item);

} // namespace ccad::imaging
