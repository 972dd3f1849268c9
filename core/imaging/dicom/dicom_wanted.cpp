// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_wanted.h"

#include "core/imaging/dicom/tag_names.h"
#include "core/imaging/dicom/used_tags.h"

#include <algorithm>

namespace ccad::imaging {

namespace {

constexpr quint32 charsetTag = 0x00080005;
constexpr std::size_t mostItems = 1000; // of one sequence; only VOI LUTs are asked for in number

/// The VR as written; as the dictionary says, if the encoding has none or the writer knew none. A
/// VR that is not made of the standard's letters is ignored.
QByteArray vrOf(const Header& header)
{
    if (isKnownVr(header.vr) && header.vr != "UN")
        return {header.vr.data(), static_cast<qsizetype>(header.vr.size())};
    // Whether "xs" is signed makes no difference: the reader asks for its 16 bits.
    const QByteArray vr = chosenVr(dictionaryVr(header.tag), false);
    return isKnownVr(vr.toStdString()) ? vr : QByteArrayLiteral("UN");
}

} // namespace

bool WantedItem::has(quint32 tag) const
{
    const auto isIt = [tag](const auto& held) { return held.tag == tag; };
    return std::any_of(values.begin(), values.end(), isIt)
        || std::any_of(sequences.begin(), sequences.end(), isIt);
}

bool WantedElements::wants(const Header& header, bool isSequence) const
{
    if (m_skipped > 0 || header.tag >> 16 == 0x0002 || header.tag >> 16 == 0x7FE0
        || isOverlayData(header.tag))
        return false;
    const Level& level = m_levels.back();
    const bool isAsked = header.tag == charsetTag || isRead(header.tag, level.sequence);
    return isAsked && isSequence == holdsRead(header.tag) && !level.item.has(header.tag);
}

void WantedElements::element(const QByteArray& bytes, const Header& header,
                             const DicomEncoding& encoding, qint64 endOffset)
{
    if (header.length == undefinedLength || !wants(header, false))
        return;
    // A writer of UN does not know whether to swap bytes, and leaves them little endian.
    const bool bigEndian = encoding.bigEndian && header.vr != "UN";
    const auto length = static_cast<std::size_t>(endOffset - header.valueOffset);
    m_levels.back().item.values.push_back(
        {header.tag, vrOf(header), bigEndian, {bytes.constData() + header.valueOffset, length}});
}

void WantedElements::opened(const Header& header, bool isSequence)
{
    const bool isWanted = isSequence ? wants(header, true)
                                     : m_skipped == 0 && m_levels.back().items.size() < mostItems;
    if (!isWanted) {
        ++m_skipped;
        return;
    }
    Level level;
    level.sequence = isSequence ? header.tag : m_levels.back().sequence;
    m_levels.push_back(std::move(level));
}

void WantedElements::closed()
{
    if (m_skipped > 0) {
        --m_skipped;
        return;
    }
    Level done = std::move(m_levels.back());
    m_levels.pop_back();
    // Levels alternate: the one below an item is its sequence.
    const bool isItem = m_levels.size() % 2 == 0;
    if (isItem)
        m_levels.back().items.push_back(std::move(done.item));
    else
        m_levels.back().item.sequences.push_back({done.sequence, std::move(done.items)});
}

} // namespace ccad::imaging
