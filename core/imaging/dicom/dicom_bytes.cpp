// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dicom_bytes.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

// PS3.5 7.1.2: these have two reserved bytes and a length of four.
constexpr std::array<std::string_view, 13> longVrs
    = {"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"};
constexpr std::array<std::string_view, 21> shortVrs
    = {"AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO",
       "LT", "PN", "SH", "SL", "SS", "ST", "TM", "UI", "UL", "US"};

template <std::size_t n>
bool contains(const std::array<std::string_view, n>& list, std::string_view vr)
{
    return std::find(list.begin(), list.end(), vr) != list.end();
}

} // namespace

bool isKnownVr(std::string_view vr)
{
    return contains(longVrs, vr) || contains(shortVrs, vr);
}

std::optional<Header> readHeader(const Bytes& bytes, qint64 offset, bool explicitVr)
{
    if (!bytes.has(offset, 8))
        return std::nullopt;
    Header header;
    header.headerOffset = offset;
    header.tag = bytes.tag(offset);
    header.valueOffset = offset + 8;
    if (!explicitVr || header.tag >> 16 == 0xFFFE) {
        header.length = bytes.u32(offset + 4);
        return header;
    }
    header.vr = bytes.text(offset + 4, 2);
    if (contains(shortVrs, header.vr)) {
        header.length = bytes.u16(offset + 6);
        return header;
    }
    // A VR of the future has a length of four bytes too (PS3.5 7.1.2).
    if (!bytes.has(offset, 12))
        return std::nullopt;
    header.length = bytes.u32(offset + 8);
    header.valueOffset = offset + 12;
    return header;
}

QString describe(const Header& header)
{
    return u"the element %1 at offset %2"_s.arg(tagText(header.tag)).arg(header.headerOffset);
}

QString tagText(quint32 tag)
{
    return u"(%1,%2)"_s.arg(tag >> 16, 4, 16, QChar(u'0'))
        .arg(tag & 0xFFFF, 4, 16, QChar(u'0'))
        .toUpper();
}

} // namespace ccad::imaging
