// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_luts.h"

#include "core/imaging/pictures/luminance.h"

#include <dcmtk/dcmdata/dcelem.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct Descriptor
{
    std::size_t count = 0;
    int first = 0;
    int bits = 16; ///< as the file says, any 16-bit number
};

std::optional<Descriptor> readDescriptor(DcmItem& item, const DcmTagKey& tag, bool signedFirst)
{
    const auto count = word(item, tag, 0);
    const auto first = word(item, tag, 1);
    const auto bits = word(item, tag, 2);
    if (!count || !first || !bits)
        return std::nullopt;
    Descriptor descriptor;
    // 2^16 entries do not fit into the word; they are written as 0.
    descriptor.count = *count == 0 ? 65536 : *count;
    descriptor.first = signedFirst ? static_cast<qint16>(*first) : *first;
    descriptor.bits = *bits;
    return descriptor;
}

/// The words of a US, SS or OW element; an OB or UN element is read as little endian words.
std::vector<std::uint16_t> readWords(DcmItem& item, const DcmTagKey& tag)
{
    DcmElement* element = nullptr;
    if (item.findAndGetElement(tag, element).bad() || !element)
        return {};
    const std::size_t count = element->getLength() / 2;
    Uint16* words = nullptr;
    Sint16* signedWords = nullptr;
    Uint8* bytes = nullptr;
    if (element->getUint16Array(words).good() && words)
        return {words, words + count};
    if (element->getSint16Array(signedWords).good() && signedWords)
        return {signedWords, signedWords + count};
    std::vector<std::uint16_t> result;
    if (element->getUint8Array(bytes).good() && bytes) {
        for (std::size_t i = 0; i < count; ++i)
            result.push_back(static_cast<std::uint16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8));
    }
    return result;
}

/// Entries of 8 bits may be packed two to a word, the first in the low byte.
std::vector<std::uint16_t> unpackBytes(const std::vector<std::uint16_t>& words)
{
    std::vector<std::uint16_t> entries;
    entries.reserve(words.size() * 2);
    for (const std::uint16_t pair : words) {
        entries.push_back(pair & 0xFF);
        entries.push_back(pair >> 8);
    }
    return entries;
}

Error missing(const QString& name, const DcmTagKey& tag)
{
    const QString where = tagText(quint32{tag.getGroup()} << 16 | tag.getElement());
    return broken(u"%1 lacks its descriptor or data %2"_s.arg(name, where), where);
}

Error tooShort(const QString& name, std::size_t got, std::size_t needed)
{
    return broken(u"%1 has %2 of %3 entries"_s.arg(name).arg(got).arg(needed), name);
}

std::uint16_t topOf(const std::vector<std::uint16_t>& entries)
{
    return *std::max_element(entries.begin(), entries.end());
}

/// Entries that take more bits than the descriptor says correct it; a stray one or two among
/// hundreds are white, lest they halve the brightness of all the others.
void fitBits(LookupTable& table)
{
    constexpr std::ptrdiff_t rare = 100;
    std::vector<std::uint16_t>& entries = table.entries;
    table.bits = BitDepth::holding(topOf(entries));
    const auto depth = BitDepth::of(table.saidBits);
    if (!depth)
        return;
    const std::uint16_t white = depth->highest();
    const auto above = std::count_if(entries.begin(), entries.end(),
                                     [white](std::uint16_t entry) { return entry > white; });
    if (above * rare > static_cast<std::ptrdiff_t>(entries.size()))
        return;
    for (std::uint16_t& entry : entries)
        entry = std::min(entry, white);
    table.bits = *depth;
    table.strays = above;
}

/// The one way to a table, for palettes, segmented or not, and for the LUT sequences. Only here
/// does a descriptor's number of bits become a BitDepth.
Result<LookupTable> makeTable(const Descriptor& descriptor, std::vector<std::uint16_t> entries,
                              const QString& name)
{
    if (entries.size() < descriptor.count)
        return tooShort(name, entries.size(), descriptor.count);
    entries.resize(descriptor.count);
    LookupTable table;
    table.first = descriptor.first;
    table.entries = std::move(entries);
    table.saidBits = descriptor.bits;
    fitBits(table);
    return table;
}

/// Expands the discrete, linear and indirect segments of a segmented palette (PS3.3 C.7.9.2).
/// Every segment adds an entry at least, and an indirect one may not point at another, so the work
/// is bounded by the number of entries.
class SegmentReader
{
public:
    SegmentReader(const std::vector<std::uint16_t>& words, std::size_t limit)
        : m_words(words), m_limit(limit)
    {
    }

    std::vector<std::uint16_t> expand()
    {
        std::size_t position = 0;
        while (position < m_words.size() && m_entries.size() < m_limit
               && readSegment(position, true)) { }
        return std::move(m_entries);
    }

private:
    bool readSegment(std::size_t& position, bool mayPoint)
    {
        if (position + 2 > m_words.size())
            return false;
        const std::uint16_t kind = m_words[position];
        const std::size_t length = m_words[position + 1];
        position += 2;
        if (length == 0)
            return false;
        switch (kind) {
        case 0:
            return readDiscrete(position, length);
        case 1:
            return readLinear(position, length);
        case 2:
            return mayPoint && readIndirect(position, length);
        default:
            return false;
        }
    }

    bool readDiscrete(std::size_t& position, std::size_t length)
    {
        if (position + length > m_words.size())
            return false;
        const auto begin = m_words.begin() + static_cast<std::ptrdiff_t>(position);
        m_entries.insert(m_entries.end(), begin, begin + static_cast<std::ptrdiff_t>(length));
        position += length;
        return true;
    }

    bool readLinear(std::size_t& position, std::size_t length)
    {
        if (position >= m_words.size() || m_entries.empty())
            return false;
        const double from = m_entries.back();
        const double to = m_words[position++];
        for (std::size_t i = 1; i <= length; ++i)
            m_entries.push_back(static_cast<std::uint16_t>(
                from + (to - from) * static_cast<double>(i) / static_cast<double>(length) + 0.5));
        return true;
    }

    bool readIndirect(std::size_t& position, std::size_t segments)
    {
        if (position + 2 > m_words.size())
            return false;
        std::size_t target = m_words[position] | std::size_t{m_words[position + 1]} << 16;
        position += 2;
        for (std::size_t i = 0; i < segments && m_entries.size() < m_limit; ++i) {
            if (!readSegment(target, false))
                return false;
        }
        return true;
    }

    const std::vector<std::uint16_t>& m_words;
    std::size_t m_limit;
    std::vector<std::uint16_t> m_entries;
};

struct PaletteTags
{
    DcmTagKey descriptor;
    DcmTagKey data;
    DcmTagKey segmented;
};

Result<LookupTable> readPaletteColour(DcmItem& item, const PaletteTags& tags)
{
    if (item.tagExistsWithValue(tags.data))
        return readLookupTable(item, tags.descriptor, tags.data, false, u"its colour palette"_s);
    const auto descriptor = readDescriptor(item, tags.descriptor, false);
    if (!descriptor || !item.tagExistsWithValue(tags.segmented))
        return missing(u"its colour palette"_s, tags.descriptor);
    std::vector<std::uint16_t> words = readWords(item, tags.segmented);
    if (descriptor->bits == 8)
        words = unpackBytes(words);
    return makeTable(*descriptor, SegmentReader(words, descriptor->count).expand(),
                     u"its segmented colour palette"_s);
}

/// Palettes of bytes in words whose size the descriptor says would come out black: the three
/// colours together tell what white is. Not below 8 bits, a dark picture may have such a palette.
BitDepth paletteBits(const std::vector<LookupTable>& tables)
{
    std::uint16_t top = 0;
    for (const LookupTable& table : tables)
        top = std::max(top, topOf(table.entries));
    return std::max(BitDepth::holding(top), std::min(tables[0].bits, bitDepth<8>));
}

} // namespace

std::uint16_t LookupTable::at(qint64 value) const
{
    const qint64 last = static_cast<qint64>(entries.size()) - 1;
    return entries[static_cast<std::size_t>(std::clamp<qint64>(value - first, 0, last))];
}

QString noteOnBits(const LookupTable& table, const QString& name)
{
    if (table.strays > 0)
        return u"%1 of %2 entries of the file's %3 go beyond the %4 bits that it says; they are "
               "read as the highest value."_s.arg(table.strays)
                   .arg(table.entries.size())
                   .arg(name)
                   .arg(table.saidBits);
    if (table.saidBits == table.bits.bits())
        return {};
    return u"The file's %1 says %2 bits, but its entries take %3; it is read with %3 bits."_s
        .arg(name)
        .arg(table.saidBits)
        .arg(table.bits.bits());
}

Result<LookupTable> readLookupTable(DcmItem& item, const DcmTagKey& descriptorTag,
                                    const DcmTagKey& data, bool signedFirst, const QString& name)
{
    const auto descriptor = readDescriptor(item, descriptorTag, signedFirst);
    if (!descriptor)
        return missing(name, descriptorTag);
    std::vector<std::uint16_t> entries = readWords(item, data);
    if (entries.empty())
        return missing(name, data);
    // Some writers pack bytes and say 16 bits all the same: exactly half of the words gives it
    // away.
    const std::size_t words = entries.size();
    const bool packed = words < descriptor->count
        && (descriptor->bits <= 8 || words == (descriptor->count + 1) / 2);
    if (packed)
        entries = unpackBytes(entries);
    auto table = makeTable(*descriptor, std::move(entries), name);
    if (table)
        table->explanation = text(item, DCM_LUTExplanation);
    return table;
}

Result<LookupTable> readPaletteLuminance(DcmItem& item)
{
    const std::array<PaletteTags, 3> colours = {{
        {DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData,
         DCM_SegmentedRedPaletteColorLookupTableData},
        {DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData,
         DCM_SegmentedGreenPaletteColorLookupTableData},
        {DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData,
         DCM_SegmentedBluePaletteColorLookupTableData},
    }};
    std::vector<LookupTable> tables;
    for (const PaletteTags& tags : colours) {
        auto table = readPaletteColour(item, tags);
        if (!table)
            return table;
        tables.push_back(*std::move(table));
    }
    LookupTable result;
    result.first = tables[0].first;
    result.bits = paletteBits(tables);
    result.saidBits = tables[0].saidBits;
    const std::size_t count
        = std::min({tables[0].entries.size(), tables[1].entries.size(), tables[2].entries.size()});
    for (std::size_t i = 0; i < count; ++i)
        result.entries.push_back(static_cast<std::uint16_t>(
            luminance(tables[0].entries[i], tables[1].entries[i], tables[2].entries[i])));
    return result;
}

} // namespace ccad::imaging
