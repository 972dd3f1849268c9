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

    /// Values outside take the first or last entry.
    [[nodiscard]] std::uint16_t at(qint64 value) const;
};

/// `name` is what messages call it; `signedFirst`: the first mapped value counts as signed. An
/// impossible number of bits, or one that the entries exceed, is replaced by the number that they
/// need. Error: FileBroken.
[[nodiscard]] Result<LookupTable> readLookupTable(DcmItem& item, const DcmTagKey& descriptor,
                                                  const DcmTagKey& data, bool signedFirst,
                                                  const QString& name);

/// The three colours of a palette, segmented or not (PS3.3 C.7.9.2), as luminance by index.
[[nodiscard]] Result<LookupTable> readPaletteLuminance(DcmItem& item);

} // namespace ccad::imaging
