// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/bmp_decoder.h"

#include "core/imaging/blank_tail.h"
#include "core/imaging/pictures/internal/bmp_header.h"
#include "core/imaging/pictures/internal/bmp_palette.h"
#include "core/imaging/pictures/internal/picture_memory.h"
#include "core/imaging/pictures/internal/png_codec.h"
#include "core/imaging/pictures/jpeg_codec.h"
#include "core/imaging/pictures/picture_header.h"
#include "core/imaging/sample_evidence.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <span>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

using Colour = BmpColour;

BmpHeader headerOf(const QByteArray& content)
{
    constexpr qint64 fileHeader = 14;
    const auto headerBytes = number<quint32>(content, fileHeader);
    BmpHeader header;
    header.pixels = number<quint32>(content, 10);
    header.palette = fileHeader + headerBytes;
    header.end = content.size();
    if (const qint64 profile = fileHeader + number<quint32>(content, 126);
        headerBytes >= 124 && profile > header.pixels && profile < header.end)
        header.end = profile;
    if (headerBytes == 12) { // OS/2
        header.width = number<quint16>(content, 18);
        header.height = number<quint16>(content, 20);
        header.bits = number<quint16>(content, 24);
        header.colourBytes = 3;
        return header;
    }
    const auto height = number<qint32>(content, 22);
    header.width = number<qint32>(content, 18);
    header.topDown = height < 0;
    header.height = std::abs(height);
    header.isOs2 = headerBytes == 64;
    header.bits = number<quint16>(content, 28);
    header.kind = static_cast<BmpKind>(number<quint32>(content, 30));
    if (header.hasMasks())
        for (int i = 0; i < 3; ++i)
            header.masks[static_cast<std::size_t>(i)] = number<quint32>(content, 54 + 4 * i);
    return header;
}

std::uint8_t masked(quint32 word, quint32 mask)
{
    return mask == 0 ? 0 : static_cast<std::uint8_t>(quint64{word & mask} * 255 / mask);
}

/// Up to 8 bits an index into the palette; 16 and 32 bits by masks.
Colour colourAt(const QByteArray& content, const BmpHeader& header, BmpPalette& palette, qint64 row,
                int x)
{
    if (header.bits >= 16) {
        const quint32 word = header.bits == 16 ? number<quint16>(content, row + 2 * qint64{x})
                                               : number<quint32>(content, row + 4 * qint64{x});
        return {masked(word, header.masks[2]), masked(word, header.masks[1]),
                masked(word, header.masks[0])};
    }
    const int perByte = 8 / header.bits;
    const int byte = number<quint8>(content, row + x / perByte);
    const int shift = 8 - header.bits * (x % perByte + 1);
    return palette[byte >> shift & ((1 << header.bits) - 1)];
}

bool isSupported(const BmpHeader& header)
{
    switch (header.kind) {
    case BmpKind::Rows:
        return header.bits == 1 || header.bits == 4 || header.bits == 8 || header.bits == 16
            || header.bits == 24 || header.bits == 32;
    case BmpKind::Runs8:
        return header.bits == 8 && !header.topDown;
    case BmpKind::Runs4:
        return header.bits == 4 && !header.topDown;
    case BmpKind::Masks:
    case BmpKind::MasksWithAlpha:
        return (header.bits == 16 || header.bits == 32) && !header.isOs2;
    case BmpKind::Jpeg:
    case BmpKind::Png:
        return !header.isOs2;
    }
    return false;
}

Error cannotBeDecoded()
{
    return broken(u"its pixels cannot be decoded"_s);
}

/// Looks for an end that was never written, byte by byte: pixels may have four bits.
Result<void> checkEnd(const QByteArray& content, const BmpHeader& header)
{
    StoredRows rows;
    rows.rowBytes = header.rowBytes();
    rows.bytes = std::span(reinterpret_cast<const std::uint8_t*>(content.constData()),
                           static_cast<std::size_t>(content.size()))
                     .subspan(static_cast<std::size_t>(header.pixels),
                              static_cast<std::size_t>(rows.rowBytes * header.height));
    rows.pixelBytes = 1;
    rows.fileOffset = header.pixels;
    rows.padding = rows.rowBytes - (qint64{header.width} * header.bits + 7) / 8;
    rows.isUpward = !header.topDown;
    return checkTail(rows);
}

/// Holds the bytes of the rows, from the first in the file on, against the declared size.
Result<void> checkRows(const QByteArray& content, const BmpHeader& header, ReaderNotes& notes)
{
    constexpr qint64 padding = 3; // which makes the file's length even, or a multiple of four
    SampleRows rows;
    rows.columns = header.rowBytes();
    rows.rows = header.height;
    rows.count = header.end - header.pixels;
    rows.at = [&](qint64 i) { return double{1} * number<quint8>(content, header.pixels + i); };
    const qint64 surplus = rows.count - rows.columns * rows.rows;
    if (surplus <= padding)
        return {};
    const FoundBehind found = samplesBehind(rows);
    if (found.kind == BehindRows::FurtherRows)
        return broken(u"its header declares %1 rows, but its pixels go on for %2 further ones"_s
                          .arg(header.height)
                          .arg(found.number));
    if (found.kind == BehindRows::WiderRows)
        return broken(u"its header declares rows of %1 pixels, which take %2 bytes, but its rows "
                      "have %3"_s.arg(header.width)
                          .arg(rows.columns)
                          .arg(found.number));
    notes.add(NoteCode::Surplus,
              u"Behind the picture, the file has %1 further bytes that are none of it; they were "
              "left out."_s.arg(surplus));
    return {};
}

Result<cv::Mat> decodeRows(const QByteArray& content, const BmpHeader& header, ReaderNotes& notes)
{
    // A row of one pixel has four bytes already.
    // NOLINTNEXTLINE(clang-analyzer-core.DivideZero)
    if ((content.size() - header.pixels) / header.rowBytes() < header.height)
        return cannotBeDecoded();
    if (auto ok = checkRows(content, header, notes); !ok)
        return ok.error();
    if (auto ok = checkEnd(content, header); !ok)
        return ok.error();
    const bool isPlain = header.bits == 24
        || (header.bits == 32 && (!header.hasMasks() || header.hasPlainMasks()));
    BmpPalette palette(content, header);
    cv::Mat picture(header.height, header.width, isPlain && header.bits == 32 ? CV_8UC4 : CV_8UC3);
    for (int y = 0; y < header.height; ++y) {
        const qint64 row = header.pixels
            + header.rowBytes() * (header.topDown ? y : qint64{header.height} - 1 - y);
        if (isPlain) {
            std::memcpy(picture.ptr(y), content.constData() + row,
                        static_cast<std::size_t>(header.width) * picture.elemSize());
            continue;
        }
        for (int x = 0; x < header.width; ++x)
            picture.at<Colour>(y, x) = colourAt(content, header, palette, row, x);
    }
    if (auto ok = palette.check(); !ok)
        return ok.error();
    return picture;
}

/// Runs of pixels, from the lowest row up. Pixels that the runs leap over have the first colour.
class RunReader
{
public:
    RunReader(const QByteArray& content, const BmpHeader& header, ReaderNotes& notes)
        : m_content(content), m_header(header), m_notes(notes), m_at(header.pixels),
          m_picture(header.height, header.width, CV_8UC3), m_palette(content, header)
    {
        const Colour first = m_palette[0];
        m_picture.setTo(cv::Scalar(first[0], first[1], first[2]));
    }

    /// Error: FileBroken, also where the runs break off before the last row is full or their end:
    /// zeros, of which an end that was never written consists, lead from row to row.
    Result<cv::Mat> read()
    {
        while (m_y < m_header.height && m_at + 2 <= m_content.size()) {
            const int count = take();
            const int value = take();
            if (count > 0)
                run(count, value);
            else if (value > 2)
                listed(value);
            else if (value == 1)
                return finished();
            else if (value == 0)
                nextRow();
            else if (!leap())
                return cannotBeDecoded();
        }
        // The end may be left out behind the last pixel.
        const bool isFull
            = m_y >= m_header.height || (m_y == m_header.height - 1 && m_x >= m_header.width);
        const bool lacksRuns = m_runs < m_header.height && !hasEnd();
        if (!isFull || lacksRuns)
            return cannotBeDecoded();
        if (goesOn())
            return broken(u"its header declares %1 rows, but its pixels go on behind them"_s.arg(
                m_header.height));
        return finished();
    }

private:
    /// Runs may fill a row up to a multiple of four pixels.
    Result<cv::Mat> finished()
    {
        constexpr int padding = 3;
        constexpr int leastPart = 50; // of the rows
        const int missing = m_header.height - m_runs;
        if (missing > 0 && missing * leastPart >= m_header.height)
            m_notes.add(NoteCode::DataDamaged,
                        u"The file has no pixels for the highest %1 rows of the picture; they may "
                        "never have been written."_s.arg(missing));
        if (auto ok = m_palette.check(); !ok)
            return ok.error();
        if (m_longest <= m_header.width + padding)
            return m_picture;
        return broken(
            u"its header declares rows of %1 pixels, but they have up to %2"_s.arg(m_header.width)
                .arg(m_longest));
    }
    /// Is there anything but zeros and the end behind the last row?
    [[nodiscard]] bool goesOn() const
    {
        const QByteArray rest = m_content.mid(m_at);
        return !hasEnd() && rest.count('\0') < rest.size();
    }
    [[nodiscard]] bool hasEnd() const { return m_content.mid(m_at, 2) == QByteArray("\0\1", 2); }
    int take() { return number<quint8>(m_content, m_at++); }
    void nextRow()
    {
        m_x = 0;
        ++m_y;
    }
    /// False if it leads out of the picture.
    bool leap()
    {
        m_x += take();
        m_y += take();
        return m_x <= m_header.width && m_y < m_header.height;
    }
    void put(int index)
    {
        if (m_x < m_header.width && m_y < m_header.height)
            m_picture.at<Colour>(m_header.height - 1 - m_y, m_x) = m_palette[index];
        ++m_x;
        if (m_y >= m_header.height)
            return;
        m_longest = std::max(m_longest, m_x);
        m_runs = m_y + 1;
    }
    /// Of the two indices in a byte, the higher one goes first.
    [[nodiscard]] int indexOf(int value, int i) const
    {
        return m_header.bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 0x0f;
    }
    void run(int count, int value)
    {
        for (int i = 0; i < count; ++i)
            put(indexOf(value, i));
    }
    void listed(int count)
    {
        const qint64 begin = m_at;
        int value = 0;
        for (int i = 0; i < count && m_at <= m_content.size(); ++i) {
            if (m_header.bits == 8 || i % 2 == 0)
                value = take();
            put(indexOf(value, i));
        }
        m_at += (m_at - begin) % 2; // to an even number of bytes
    }

    const QByteArray& m_content;
    const BmpHeader& m_header;
    ReaderNotes& m_notes;
    qint64 m_at;
    cv::Mat m_picture;
    BmpPalette m_palette;
    int m_x = 0;
    int m_y = 0; ///< from below
    int m_longest = 0; ///< row so far
    int m_runs = 0; ///< the row of the last run, from below, counted from 1
};

/// A picture of another format within, which has to be whole and as large as the BMP says.
Result<cv::Mat> decodeWithin(const QByteArray& content, const BmpHeader& header, ReaderNotes& notes,
                             const ReadGuard& guard)
{
    const QByteArray within = content.mid(header.pixels);
    const FileFormat format = header.kind == BmpKind::Jpeg ? FileFormat::Jpeg : FileFormat::Png;
    const auto inner = readPictureHeader(within, format);
    if (!inner)
        return inner.error();
    if (inner->width != header.width || inner->height != header.height)
        return cannotBeDecoded();
    auto picture = format == FileFormat::Jpeg ? decodeJpegPicture(within, 1, notes, guard)
                                              : decodePng(within, guard);
    if (picture && picture->empty())
        return cannotBeDecoded();
    return picture;
}

} // namespace

Result<cv::Mat> decodeBmp(const QByteArray& content, ReaderNotes& notes, const ReadGuard& guard)
{
    const BmpHeader header = headerOf(content);
    if (!isSupported(header))
        return unsupported(u"it is a BMP file of %1 bits with compression %2, which "
                           "is not supported"_s.arg(header.bits)
                               .arg(static_cast<quint32>(header.kind)));
    if (header.width < 1 || header.height < 1)
        return cannotBeDecoded();
    constexpr qint64 endOfMasks = 66; // behind the shortest header that can have them
    if (header.hasMasks() && header.pixels < endOfMasks)
        return broken(u"its pixels begin where the masks of its colours should stand"_s);
    const bool isWithin = header.kind == BmpKind::Jpeg || header.kind == BmpKind::Png;
    if (!isWithin)
        if (auto taken = takePicture(header.width, header.height, CV_8UC4, guard); !taken)
            return taken.error();
    switch (header.kind) {
    case BmpKind::Runs8:
    case BmpKind::Runs4:
        return RunReader(content, header, notes).read();
    case BmpKind::Jpeg:
    case BmpKind::Png:
        return decodeWithin(content, header, notes, guard);
    default:
        return decodeRows(content, header, notes);
    }
}

} // namespace ccad::imaging
