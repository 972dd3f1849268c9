// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/codestream.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bitset>
#include <map>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

const QByteArray& endOfImage()
{
    static const QByteArray marker = QByteArray::fromHex("ffd9");
    return marker;
}

quint8 byteAt(const QByteArray& bytes, qint64 offset)
{
    return static_cast<quint8>(bytes[offset]);
}

quint16 u16At(const QByteArray& bytes, qint64 offset)
{
    return qFromBigEndian<quint16>(bytes.constData() + offset);
}

bool isJpegXl(const QByteArray& stream)
{
    static const QByteArray container = QByteArray::fromHex("0000000c4a584c200d0a870a");
    return stream.startsWith(container) || stream.startsWith("\xFF\x0A");
}

/// The most bits of a difference (T.81 F.1.2.1) that a DHT segment has a code for: the highest
/// symbol of its tables but those for AC coefficients, in which each byte is a symbol. `segment`
/// begins at its length.
int differenceBitsOf(const QByteArray& segment)
{
    constexpr qint64 counts = 16; // of codes of 1 to 16 bits
    int most = 0;
    for (qint64 at = 2; at + counts < segment.size();) {
        const bool isAc = (byteAt(segment, at) & 0x10) != 0;
        qint64 symbols = 0;
        for (qint64 i = 1; i <= counts; ++i)
            symbols += byteAt(segment, at + i);
        at += 1 + counts;
        for (; symbols > 0 && at < segment.size(); --symbols, ++at)
            if (!isAc)
                most = std::max<int>(most, byteAt(segment, at));
    }
    return most;
}

/// Which bits of the coefficients the scans of a progressive picture have brought (T.81 G.1.1).
class CoefficientBits
{
public:
    /// `scan` begins at the segment's length (B.2.3).
    void add(const QByteArray& scan)
    {
        const qint64 components = scan.size() > 2 ? byteAt(scan, 2) : 0;
        const qint64 tail = 3 + 2 * components;
        if (components == 0 || scan.size() < tail + 3)
            return;
        const int first = byteAt(scan, tail);
        const int last = std::min<int>(byteAt(scan, tail + 1), count - 1);
        const int lowestBit = byteAt(scan, tail + 2) & 0x0F;
        for (qint64 i = 0; i < components; ++i) {
            auto& bits = m_bits.try_emplace(byteAt(scan, 3 + 2 * i), untouched()).first->second;
            if (!m_first)
                m_first = byteAt(scan, 3 + 2 * i);
            for (int k = first; k <= last; ++k)
                bits[static_cast<std::size_t>(k)] = lowestBit;
        }
    }

    /// Of the first component: the luminance.
    [[nodiscard]] bool lackCoefficients() const
    {
        const auto bits = m_first ? m_bits.at(*m_first) : untouched();
        return std::find(bits.begin(), bits.end(), absent) != bits.end();
    }
    [[nodiscard]] bool lackBits() const
    {
        return std::any_of(m_bits.begin(), m_bits.end(), [](const auto& component) {
            return std::any_of(component.second.begin(), component.second.end(),
                               [](int bit) { return bit != 0; });
        });
    }

private:
    static constexpr int count = 64;
    static constexpr int absent = -1;
    using Bits = std::array<int, count>; ///< the lowest bit that was brought
    static Bits untouched()
    {
        Bits bits;
        bits.fill(absent);
        return bits;
    }

    std::map<quint8, Bits> m_bits; ///< by the component's name
    std::optional<quint8> m_first;
};

bool beginsHere(const QByteArray& stream)
{
    return stream.startsWith("\xFF\xD8\xFF") || jpeg2000Offset(stream) >= 0 || isJpegXl(stream);
}

} // namespace

bool isJpegFrameHeader(quint8 marker)
{
    return (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
        || marker == 0xF7;
}

qint64 codestreamOffset(const QByteArray& stream)
{
    constexpr qint64 most = 1024;
    for (qint64 at = 0; at < std::min<qint64>(stream.size(), most); ++at) {
        if (beginsHere(QByteArray::fromRawData(stream.constData() + at, stream.size() - at)))
            return at;
        if (stream[at] != '\0' && stream[at] != '\xFF')
            break;
    }
    return -1;
}

std::optional<Compression> compressionOf(const QByteArray& stream)
{
    const qint64 begin = codestreamOffset(stream);
    if (begin < 0)
        return std::nullopt;
    const QByteArray from
        = QByteArray::fromRawData(stream.constData() + begin, stream.size() - begin);
    if (isJpegXl(from))
        return Compression::JpegXl;
    if (const qint64 bare = jpeg2000Offset(from); bare >= 0) {
        // The 15th capability (T.814 A.2) is told by a bit of SIZ and a CAP marker behind it.
        const qint64 cap = bare + 4 + (from.size() >= bare + 6 ? u16At(from, bare + 4) : 0);
        const bool hasCapabilities = from.size() >= cap + 8 && u16At(from, cap) == 0xFF50
            && (byteAt(from, cap + 5) & 0x02) != 0;
        return hasCapabilities ? Compression::HighThroughputJpeg2000 : Compression::Jpeg2000;
    }
    const auto info = jpegInfo(from);
    return info && info->frameMarker == 0xF7 ? Compression::JpegLs : Compression::Jpeg;
}

std::optional<CodestreamInfo> jpegInfo(const QByteArray& stream)
{
    if (stream.size() < 4 || u16At(stream, 0) != 0xFFD8)
        return std::nullopt;
    qint64 position = 2;
    while (position + 4 <= stream.size()) {
        if (byteAt(stream, position) != 0xFF)
            return std::nullopt;
        const quint8 marker = byteAt(stream, position + 1);
        if (marker == 0xFF) { // fill byte
            ++position;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
            position += 2;
            continue;
        }
        if (isJpegFrameHeader(marker)) {
            if (position + 10 > stream.size())
                return std::nullopt;
            return CodestreamInfo{u16At(stream, position + 7),
                                  u16At(stream, position + 5),
                                  byteAt(stream, position + 9),
                                  byteAt(stream, position + 4),
                                  false,
                                  marker};
        }
        // Reserved ones are errors for libjpeg, and FF00 is no marker at all: whoever skipped a
        // length behind them would see other segments than the decoder.
        if (marker == 0xDA || marker == 0xD9 || marker < 0xC0)
            return std::nullopt;
        position += 2 + u16At(stream, position + 2);
    }
    return std::nullopt;
}

Result<JpegScans> jpegScans(const QByteArray& stream)
{
    constexpr int most = 100;
    int scans = 0;
    int differenceBits = 0;
    std::optional<bool> isLossless; // by the first frame header, as decoders take it
    JpegScans found;
    std::bitset<256> components;
    CoefficientBits coefficients;
    // Bytes that are no marker are entropy-coded, or rubbish that libjpeg skips as well.
    for (qint64 at = stream.indexOf('\xFF', 2); at >= 0 && at + 2 <= stream.size();
         at = stream.indexOf('\xFF', at)) {
        const quint8 marker = byteAt(stream, at + 1);
        if (marker == 0xD9) {
            found.hasEnd = scans > 0;
            break;
        }
        const bool isFill = marker == 0xFF;
        // No segment has a marker below 0xC0; JPEG-LS has bytes below 0x80 behind each 0xFF.
        const bool isAlone = marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD8);
        if (!isFill && !isAlone && at + 4 > stream.size())
            break;
        if (marker == 0xDA && ++scans > most)
            return Error{
                ErrorCode::TooLarge, u"its JPEG stream has more than %1 scans"_s.arg(most), {}};
        if (marker == 0xDA)
            coefficients.add(stream.mid(at + 2, u16At(stream, at + 2)));
        if (marker == 0xDA && at + 5 <= stream.size())
            for (int i = 0; i < byteAt(stream, at + 4) && at + 6 + 2 * i < stream.size(); ++i)
                components.set(byteAt(stream, at + 5 + 2 * i));
        if (marker == 0xC4)
            differenceBits = std::max(differenceBits,
                                      differenceBitsOf(stream.mid(at + 2, u16At(stream, at + 2))));
        if (isJpegFrameHeader(marker) && !isLossless)
            isLossless = marker == 0xC3;
        found.isProgressive = found.isProgressive || marker == 0xC2 || marker == 0xCA;
        at += isFill ? 1 : isAlone ? 2 : 2 + u16At(stream, at + 2);
    }
    // DCMTK's libjpeg looks up how a difference is meant in a table of 16, whatever its number of
    // bits; one of 16 bits, which lossless JPEG has, needs no look-up.
    if (differenceBits > (isLossless.value_or(false) ? 16 : 15))
        return Error{ErrorCode::FileBroken,
                     u"a Huffman table of its JPEG stream has a code for differences of %1 bits, "
                     "which no picture has"_s.arg(differenceBits),
                     {}};
    found.components = static_cast<int>(components.count());
    found.lacksCoefficients = found.isProgressive && coefficients.lackCoefficients();
    found.lacksBits = found.isProgressive && coefficients.lackBits();
    return found;
}

QString missingScans()
{
    return u"The progressive JPEG picture lacks its last scans: it is coarser than it was when it "
           "was made."_s;
}

QList<QByteArray> endedStreams(const QByteArray& stream, bool hasEnd)
{
    const qint64 end = hasEnd ? stream.lastIndexOf(endOfImage()) : stream.size();
    qint64 data = end;
    while (data > 0 && stream[data - 1] == '\0')
        --data;
    QList<QByteArray> streams;
    if (hasEnd)
        streams << stream;
    else
        streams << stream + endOfImage();
    // If too many of the zeros are taken away, the decoder misses them, and if too few, it meets
    // bytes that it did not expect. Data end with two zeros at most: a byte of the last code, and
    // one that is stuffed behind FF.
    constexpr qint64 mostOfData = 2;
    for (qint64 zeros = 0; zeros <= mostOfData && data + zeros < end; ++zeros)
        streams << stream.left(data + zeros) + endOfImage();
    return streams;
}

} // namespace ccad::imaging
