// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_lengths.h"

#include "core/imaging/pictures/internal/tiff_pieces.h"

#include <array>
#include <cstdint>
#include <optional>

#include <tiffio.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// Runs of a byte and lists of bytes (TIFF 6.0, section 9). A run that breaks off counts as far as
/// it goes.
qint64 lengthOfPackBits(const QByteArray& piece)
{
    constexpr qint64 nothing = -128;
    qint64 length = 0;
    for (qsizetype at = 0; at < piece.size();) {
        const auto count = static_cast<std::int8_t>(piece[at++]);
        if (count == nothing)
            continue;
        if (count < 0) {
            length += at < piece.size() ? 1 - qint64{count} : 0;
            ++at;
        } else {
            length += std::min<qint64>(qint64{count} + 1, piece.size() - at);
            at += qsizetype{count} + 1;
        }
    }
    return length;
}

/// Codes of 9 to 12 bits, the highest bit first (TIFF 6.0, section 13), of which only the lengths
/// are kept of what they stand for.
class LzwLength
{
public:
    explicit LzwLength(const QByteArray& piece) : m_piece(piece) { m_lengths.fill(1); }

    /// Nothing for codes that do not exist, which libtiff refuses.
    std::optional<qint64> operator()()
    {
        constexpr int clear = 256;
        constexpr int end = 257;
        qint64 total = 0;
        for (int code = next(); code >= 0 && code != end; code = next()) {
            if (code == clear) {
                begin();
                continue;
            }
            if (code > m_free || (m_before < 0 && code >= clear))
                return std::nullopt;
            if (m_before >= 0)
                add(m_lengths[static_cast<std::size_t>(m_before)] + 1);
            total += m_lengths[static_cast<std::size_t>(code)];
            m_before = code;
        }
        return total;
    }

private:
    static constexpr int firstFree = 258;
    static constexpr int mostBits = 12;

    void begin()
    {
        m_free = firstFree;
        m_bits = 9;
        m_before = -1;
    }
    void add(qint64 length)
    {
        if (m_free >= 1 << mostBits)
            return;
        m_lengths[static_cast<std::size_t>(m_free++)] = length;
        // One code earlier than needed, as all writers do.
        if (m_free >= (1 << m_bits) - 1 && m_bits < mostBits)
            ++m_bits;
    }
    /// -1 behind the last whole code.
    int next()
    {
        while (m_held < m_bits) {
            if (m_at == m_piece.size())
                return -1;
            m_word = m_word << 8 | static_cast<std::uint8_t>(m_piece[m_at++]);
            m_held += 8;
        }
        m_held -= m_bits;
        return static_cast<int>(m_word >> m_held & ((1U << m_bits) - 1));
    }

    const QByteArray& m_piece;
    std::array<qint64, (1 << mostBits) + 1> m_lengths{};
    qsizetype m_at = 0;
    std::uint32_t m_word = 0;
    int m_held = 0; ///< bits of m_word that were not taken yet
    int m_free = firstFree;
    int m_bits = 9;
    int m_before = -1;
};

/// Writers before 1988 had the lowest bit first; libtiff knows them by their first code.
bool isOldLzw(const QByteArray& piece)
{
    return piece.size() > 1 && piece[0] == 0 && (piece[1] & 1) != 0;
}

std::optional<qint64> lengthOf(const QByteArray& piece, std::uint16_t compression)
{
    if (compression == COMPRESSION_PACKBITS)
        return lengthOfPackBits(piece);
    return isOldLzw(piece) ? std::nullopt : LzwLength(piece)();
}

QString noteOn(qint64 further, qint64 pieces)
{
    return u"%1 strips or tiles of the picture hold %2 bytes more than its pixels take; parts of "
           "the picture may be damaged."_s.arg(pieces)
               .arg(further);
}

} // namespace

Result<void> checkLengths(TIFF* file, ReaderNotes& notes, const ReadGuard& guard)
{
    const std::uint16_t compression = tiffCompression(file);
    std::uint16_t fillOrder = FILLORDER_MSB2LSB;
    TIFFGetFieldDefaulted(file, TIFFTAG_FILLORDER, &fillOrder);
    const bool isPacked = compression == COMPRESSION_LZW || compression == COMPRESSION_PACKBITS;
    if (!isPacked || fillOrder != FILLORDER_MSB2LSB)
        return {};
    qint64 further = 0;
    qint64 longer = 0;
    auto read = forEachPiece(file, guard, [&](const TiffPiece& piece) -> Result<void> {
        const auto length = lengthOf(piece.bytes, compression);
        if (!length)
            return {}; // libtiff says so when it reads it
        if (*length < piece.needed)
            return damagedPieces();
        if (*length > piece.most) {
            further += *length - piece.most;
            ++longer;
        }
        return {};
    });
    if (read && longer > 0)
        notes.add(NoteCode::DataDamaged, noteOn(further, longer));
    return read;
}

} // namespace ccad::imaging
