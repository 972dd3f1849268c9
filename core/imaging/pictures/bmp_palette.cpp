// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/bmp_palette.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

BmpPalette::BmpPalette(const QByteArray& content, const BmpHeader& header)
{
    if (header.bits > 8)
        return;
    for (qint64 i = 0; i < header.colours(); ++i) {
        const qint64 at = header.palette + i * header.colourBytes;
        m_colours.emplace_back(number<quint8>(content, at), number<quint8>(content, at + 1),
                               number<quint8>(content, at + 2));
    }
}

BmpColour BmpPalette::operator[](int index)
{
    m_highest = std::max(m_highest, index);
    const auto at = static_cast<std::size_t>(index);
    return at < m_colours.size() ? m_colours[at] : BmpColour();
}

Result<void> BmpPalette::check() const
{
    if (m_highest < static_cast<int>(m_colours.size()))
        return {};
    if (m_colours.empty())
        return broken(u"its pixels are numbers of colours, but it has no colour palette"_s);
    return broken(u"its pixels go up to colour %1, but its colour palette has only %2 colours"_s
                      .arg(m_highest)
                      .arg(m_colours.size()));
}

} // namespace ccad::imaging
