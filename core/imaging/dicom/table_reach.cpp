// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/table_reach.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

TableReach::TableReach(const LookupTable& table, std::span<const std::uint16_t> pixels,
                       qint64 lowest)
    : m_all(static_cast<qint64>(pixels.size()))
{
    constexpr qint64 values = 65536;
    std::vector<qint64> counts(values);
    for (const std::uint16_t pixel : pixels)
        ++counts[pixel];
    const auto take = [&](qint64 from, qint64 to) {
        qint64 all = 0;
        qint64 most = 0;
        for (qint64 pixel = std::max<qint64>(from, 0); pixel < std::min(to, values); ++pixel) {
            const qint64 here = counts[static_cast<std::size_t>(pixel)];
            all += here;
            most = std::max(most, here);
        }
        m_outside += all;
        m_lost += all - most;
    };
    take(0, table.first - lowest);
    take(table.last() + 1 - lowest, values);
    const auto isUsed = [](qint64 count) { return count > 0; };
    m_lowest = std::find_if(counts.begin(), counts.end(), isUsed) - counts.begin() + lowest;
    m_highest = counts.rend() - std::find_if(counts.rbegin(), counts.rend(), isUsed) - 1 + lowest;
}

QString TableReach::note(const QString& name) const
{
    return u"%1 of %2 pixels have values that the file's %3 has no entries for; they are read as "
           "its first or its last one."_s.arg(m_outside)
               .arg(m_all)
               .arg(name);
}

Result<void> checkPaletteReach(const LookupTable& palette, std::span<const std::uint16_t> pixels,
                               ReaderNotes& notes)
{
    const TableReach reach(palette, pixels, 0);
    if (reach.losesMuch())
        return broken(u"its colour palette is for the values %1 to %2, but its pixels have values "
                      "from %3 to %4"_s.arg(palette.first)
                          .arg(palette.last())
                          .arg(reach.lowest())
                          .arg(reach.highest()),
                      tagText(0x00281101));
    if (reach.losesSome())
        notes.add(NoteCode::PaletteCorrected, reach.note(u"colour palette"_s));
    return {};
}

} // namespace ccad::imaging
