// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_luts.h"
#include "core/imaging/reader_notes.h"

#include <span>

namespace ccad::imaging {

/// How far a table of a file reaches over the pixels that go through it: those without an entry of
/// their own all get its first or its last one.
class TableReach
{
public:
    /// `lowest`: the value of pixel 0.
    TableReach(const LookupTable& table, std::span<const std::uint16_t> pixels, qint64 lowest);

    /// More than a thousandth of the pixels; a background of one value on either side loses
    /// nothing.
    [[nodiscard]] bool losesSome() const { return m_lost > 0 && m_lost * 1000 >= m_all; }
    /// A quarter of the pixels, or all of them.
    [[nodiscard]] bool losesMuch() const { return m_lost > 0 && m_lost * 4 >= m_all; }
    [[nodiscard]] qint64 lowest() const { return m_lowest; } ///< value of all pixels
    [[nodiscard]] qint64 highest() const { return m_highest; }

    /// For a table that loses some. `name`: "modality LUT".
    [[nodiscard]] QString note(const QString& name) const;

private:
    qint64 m_all = 0;
    qint64 m_outside = 0;
    qint64 m_lost = 0;
    qint64 m_lowest = 0;
    qint64 m_highest = 0;
};

/// Notes what numbers of colours lose by going beyond their palette. Error: FileBroken where that
/// is much, since they have no other reading.
[[nodiscard]] Result<void> checkPaletteReach(const LookupTable& palette,
                                             std::span<const std::uint16_t> pixels,
                                             ReaderNotes& notes);

} // namespace ccad::imaging
