// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/rle_frame.h"

#include "core/base/checked_size.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr qint64 headerBytes = 64;

int segmentsOf(const PixelFormat& format)
{
    return format.samples * format.bitsAllocated / 8;
}

/// A number of the header: the segments (0), or where one of them begins (1 to 15).
quint32 numberOf(const QByteArray& fragment, int index)
{
    return qFromLittleEndian<quint32>(fragment.constData() + 4 * qint64{index});
}

Result<void> checkHeader(const QByteArray& fragment, const PixelFormat& format)
{
    if (fragment.size() < headerBytes)
        return broken(u"its RLE data has no header"_s, tagText(pixelDataTag));
    const int segments = segmentsOf(format);
    const quint32 declared = numberOf(fragment, 0);
    if (segments < 1 || segments > 15 || declared != static_cast<quint32>(segments))
        return broken(u"its RLE data has %1 segments instead of %2"_s.arg(declared).arg(segments),
                      tagText(pixelDataTag));
    quint32 last = headerBytes - 1;
    for (int i = 1; i <= segments; ++i) {
        const quint32 begin = numberOf(fragment, i);
        if (begin <= last || begin >= fragment.size())
            return broken(
                u"segment %1 of its RLE data is declared to begin at byte %2 of %3"_s.arg(i)
                    .arg(begin)
                    .arg(fragment.size()),
                tagText(pixelDataTag));
        last = begin;
    }
    return {};
}

Result<void> checkLength(const QByteArray& fragment, const PixelFormat& format)
{
    // Two bytes of RLE make at most 128.
    if (fragment.size() * 64 < format.pixelCount() * segmentsOf(format))
        return broken(
            u"its RLE data is too short for %1 x %2 pixels"_s.arg(format.columns).arg(format.rows),
            tagText(pixelDataTag));
    return {};
}

/// What one segment holds.
struct UnpackedBytes
{
    qint64 count = 0;
    qint64 pixels = 0; ///< of the frame
    bool hasSurplus = false; ///< bytes that are neither pixels nor padding

    [[nodiscard]] qint64 surplus() const { return hasSurplus ? count - pixels : 0; }
};

/// Unpacks one segment (PS3.5 G.3.2) into each `step`-th byte from `out` on. Of the bytes that it
/// holds, the first `count` are written; no more than twice as many are counted.
UnpackedBytes unpack(const QByteArray& segment, std::uint8_t* out, qint64 count, qint64 step)
{
    qint64 done = 0;
    bool hasSurplus = false;
    const auto put = [&](char value) {
        if (done < count)
            out[done * step] = static_cast<std::uint8_t>(value);
        else // the last run may go on into the byte that makes the length even
            hasSurplus = hasSurplus || (done > count && value != 0);
        ++done;
    };
    for (qint64 at = 0; at + 1 < segment.size() && done < 2 * count;) {
        const int code = static_cast<qint8>(segment[at++]);
        if (code == -128)
            continue;
        if (code < 0) {
            const char value = segment[at++];
            for (int left = 1 - code; left > 0; --left)
                put(value);
        } else {
            for (qint64 left = std::min(qint64{code} + 1, segment.size() - at); left > 0; --left)
                put(segment[at++]);
        }
    }
    return {done, count, hasSurplus};
}

QString noteOnSurplus()
{
    return u"The compressed picture (RLE) holds more bytes than its pixels take; parts of it may "
           "be damaged."_s;
}

/// What a segment holds beyond the declared rows may be the byte that makes its length even, and
/// runs that go on into it, but no further row.
Result<void> checkRows(const PixelFormat& format, qint64 held)
{
    const qint64 further = held / format.columns - format.rows;
    if (further < 1)
        return {};
    return broken(
        u"Rows (0028,0010) says %1, but its RLE data goes on for %2 further rows"_s.arg(format.rows)
            .arg(further),
        tagText(0x00280010));
}

/// The bytes of a sample stand in several segments: where one of these goes on and another does
/// not, bytes were lost or doubled, and none of those behind are beside their own.
Result<void> checkSegments(const std::vector<UnpackedBytes>& segments, qint64 count)
{
    const auto [least, most] = std::minmax_element(
        segments.begin(), segments.end(), [](const UnpackedBytes& one, const UnpackedBytes& other) {
            return one.surplus() < other.surplus();
        });
    if (least->surplus() == most->surplus())
        return {};
    return broken(u"segments of its RLE data hold %1 and %2 of %3 pixels: data are damaged"_s
                      .arg(count + least->surplus())
                      .arg(count + most->surplus())
                      .arg(count),
                  tagText(pixelDataTag));
}

} // namespace

bool looksLikeRle(const QByteArray& fragment, const PixelFormat& format)
{
    // The tags may be wrong on how many samples a pixel has, and on how many pixels there are.
    const auto fits = [&](int samples) {
        PixelFormat tried = format;
        tried.samples = samples;
        return bool(checkHeader(fragment, tried));
    };
    return (fits(format.samples) || fits(1) || fits(3)) && numberOf(fragment, 1) == headerBytes;
}

Result<Frame> decodeRle(const QByteArray& fragment, PixelFormat format)
{
    if (auto ok = checkHeader(fragment, format); !ok)
        return ok.error();
    if (auto ok = checkLength(fragment, format); !ok)
        return ok.error();
    const int segments = segmentsOf(format);
    const int bytesPerSample = format.bitsAllocated / 8;
    const qint64 count = format.pixelCount();
    const auto needed = checkedProduct<qint64>({count, segments});
    if (!needed)
        return Error{ErrorCode::TooLarge, u"its first frame is larger than can be counted"_s, {}};
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(*needed));
    std::vector<UnpackedBytes> unpacked;
    for (int i = 0; i < segments; ++i) {
        const qint64 begin = numberOf(fragment, i + 1);
        const qint64 end = i + 1 < segments ? numberOf(fragment, i + 2) : fragment.size();
        // The segments of a sample go from its highest byte to its lowest.
        const int sample = i / bytesPerSample;
        const int byte = bytesPerSample - 1 - i % bytesPerSample;
        const UnpackedBytes held
            = unpack(QByteArray::fromRawData(fragment.constData() + begin, end - begin),
                     bytes.data() + sample * bytesPerSample + byte, count, segments);
        if (held.count < count)
            return broken(u"segment %1 of its RLE data ends after %2 of %3 pixels"_s.arg(i + 1)
                              .arg(held.count)
                              .arg(count),
                          tagText(pixelDataTag));
        if (auto ok = checkRows(format, held.count); !ok)
            return ok.error();
        unpacked.push_back(held);
    }
    if (auto ok = checkSegments(unpacked, count); !ok)
        return ok.error();
    format.colorByPlane = false;
    format.undoSubsampling();
    auto frame = Frame::owning(std::move(format), bytesPerSample, std::move(bytes));
    if (frame && unpacked.front().hasSurplus)
        frame->notes.add(NoteCode::DataDamaged, noteOnSurplus());
    return frame;
}

} // namespace ccad::imaging
