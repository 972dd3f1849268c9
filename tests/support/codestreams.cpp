// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/codestreams.h"

#include "tests/support/hostile_headers.h"

#include <QtEndian>

#include <charls/charls.h>
#include <jxl/encode.h>
#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <algorithm>
#include <memory>

namespace ccad::test {

namespace {

constexpr quint32 itemTag = 0xFFFEE000;
constexpr quint32 delimiterTag = 0xFFFEE0DD;

void check(bool done, const char* what)
{
    if (!done)
        qFatal("cannot write a %s stream", what);
}

QByteArray word(quint16 value)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(value, bytes.data());
    return bytes;
}

/// The samples in bytes, or in words of the machine's order.
QByteArray packed(const StreamPicture& picture)
{
    QByteArray bytes;
    for (const std::int32_t value : picture.values) {
        bytes.append(static_cast<char>(value & 0xFF));
        if (picture.bits > 8)
            bytes.append(static_cast<char>(value >> 8 & 0xFF));
    }
    return bytes;
}

QByteArray jpegLsOfRows(const StreamPicture& picture, int firstRow, int rows)
{
    StreamPicture strip = picture;
    const auto begin = picture.values.begin() + std::ptrdiff_t{firstRow} * picture.columns;
    strip.values.assign(begin, begin + std::ptrdiff_t{rows} * picture.columns);
    const QByteArray samples = packed(strip);
    charls::jpegls_encoder encoder;
    encoder.frame_info({static_cast<std::uint32_t>(picture.columns),
                        static_cast<std::uint32_t>(rows), picture.bits, 1});
    std::vector<std::uint8_t> bytes(encoder.estimated_destination_size());
    encoder.destination(bytes);
    const std::size_t count
        = encoder.encode(samples.constData(), static_cast<std::size_t>(samples.size()));
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(count)};
}

/// The entropy-coded data of a stream with one scan of one component.
QByteArray dataOf(const QByteArray& stream)
{
    const qsizetype scan = stream.indexOf(QByteArray::fromHex("ffda"));
    const qsizetype begin = scan + 2 + qFromBigEndian<quint16>(stream.constData() + scan + 2);
    return stream.mid(begin, stream.lastIndexOf(QByteArray::fromHex("ffd9")) - begin);
}

} // namespace

QByteArray htj2kStream(const StreamPicture& picture, int tileSide)
{
    ojph::codestream codestream;
    ojph::param_siz size = codestream.access_siz();
    const auto columns = static_cast<ojph::ui32>(picture.columns);
    const auto rows = static_cast<ojph::ui32>(picture.rows);
    size.set_image_extent(ojph::point(columns, rows));
    if (tileSide > 0)
        size.set_tile_size(
            ojph::size(static_cast<ojph::ui32>(tileSide), static_cast<ojph::ui32>(tileSide)));
    size.set_num_components(static_cast<ojph::ui32>(picture.samples));
    for (int c = 0; c < picture.samples; ++c)
        size.set_component(static_cast<ojph::ui32>(c), ojph::point(1, 1),
                           static_cast<ojph::ui32>(picture.bits), false);
    ojph::param_cod coding = codestream.access_cod();
    coding.set_num_decomposition(3);
    coding.set_color_transform(picture.samples == 3);
    coding.set_reversible(true);
    codestream.set_planar(false);
    ojph::mem_outfile out;
    out.open();
    codestream.write_headers(&out);
    ojph::ui32 component = 0;
    ojph::line_buf* line = codestream.exchange(nullptr, component);
    const auto samples = static_cast<std::size_t>(picture.samples);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t i = 0; i < samples; ++i) {
            for (std::size_t column = 0; column < columns; ++column)
                line->i32[column] = picture.values[(row * columns + column) * samples + component];
            line = codestream.exchange(line, component);
        }
    codestream.flush();
    const QByteArray bytes(reinterpret_cast<const char*>(out.get_data()),
                           static_cast<qsizetype>(out.tell()));
    codestream.close();
    return bytes;
}

QByteArray jpegXlStream(const StreamPicture& picture, int pictures)
{
    const std::unique_ptr<JxlEncoder, decltype(&JxlEncoderDestroy)> encoder(
        JxlEncoderCreate(nullptr), JxlEncoderDestroy);
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = static_cast<std::uint32_t>(picture.columns);
    info.ysize = static_cast<std::uint32_t>(picture.rows);
    info.bits_per_sample = static_cast<std::uint32_t>(picture.bits);
    info.num_color_channels = static_cast<std::uint32_t>(picture.samples);
    info.uses_original_profile = JXL_TRUE;
    info.have_animation = pictures > 1 ? JXL_TRUE : JXL_FALSE;
    info.animation.tps_numerator = 10;
    info.animation.tps_denominator = 1;
    check(JxlEncoderSetBasicInfo(encoder.get(), &info) == JXL_ENC_SUCCESS, "JPEG XL");
    JxlColorEncoding colours;
    JxlColorEncodingSetToSRGB(&colours, picture.samples == 1 ? JXL_TRUE : JXL_FALSE);
    check(JxlEncoderSetColorEncoding(encoder.get(), &colours) == JXL_ENC_SUCCESS, "JPEG XL");
    JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder.get(), nullptr);
    check(JxlEncoderSetFrameLossless(settings, JXL_TRUE) == JXL_ENC_SUCCESS, "JPEG XL");
    // libjxl takes samples spread over all 8 or 16 bits.
    const int wide = picture.bits > 8 ? 16 : 8;
    const std::int64_t highest = (1 << picture.bits) - 1;
    StreamPicture spread = picture;
    spread.bits = wide;
    for (std::int32_t& value : spread.values)
        value = static_cast<std::int32_t>((value * ((std::int64_t{1} << wide) - 1) + highest / 2)
                                          / highest);
    const QByteArray samples = packed(spread);
    const JxlPixelFormat format{info.num_color_channels,
                                wide == 16 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN,
                                0};
    for (int i = 0; i < pictures; ++i)
        check(JxlEncoderAddImageFrame(settings, &format, samples.constData(),
                                      static_cast<std::size_t>(samples.size()))
                  == JXL_ENC_SUCCESS,
              "JPEG XL");
    JxlEncoderCloseInput(encoder.get());
    QByteArray bytes(samples.size() * 2 * pictures + 65536, '\0');
    auto* next = reinterpret_cast<std::uint8_t*>(bytes.data());
    auto left = static_cast<std::size_t>(bytes.size());
    check(JxlEncoderProcessOutput(encoder.get(), &next, &left) == JXL_ENC_SUCCESS, "JPEG XL");
    bytes.chop(static_cast<qsizetype>(left));
    return bytes;
}

QByteArray jpegLsStream(const StreamPicture& picture, int linesBetweenMarkers)
{
    const QByteArray whole = jpegLsOfRows(picture, 0, picture.rows);
    if (linesBetweenMarkers < 1)
        return whole;
    // Each interval is coded as if nothing came before it.
    QByteArray data;
    int markers = 0;
    for (int row = 0; row < picture.rows; row += linesBetweenMarkers) {
        if (row > 0)
            data += QByteArray::fromHex("ff") + static_cast<char>(0xD0 + markers++ % 8);
        data += dataOf(
            jpegLsOfRows(picture, row, std::min(linesBetweenMarkers, picture.rows - row)));
    }
    const QByteArray interval
        = QByteArray::fromHex("ffdd0004") + word(static_cast<quint16>(linesBetweenMarkers));
    const qsizetype scan = whole.indexOf(QByteArray::fromHex("ffda"));
    const qsizetype begin = scan + 2 + qFromBigEndian<quint16>(whole.constData() + scan + 2);
    return whole.left(2) + interval + whole.mid(2, begin - 2) + data + QByteArray::fromHex("ffd9");
}

QByteArray rleFrame(const StreamPicture& picture)
{
    const int bytesPerSample = picture.bits > 8 ? 2 : 1;
    QList<QByteArray> segments;
    for (int sample = 0; sample < picture.samples; ++sample)
        for (int byte = bytesPerSample - 1; byte >= 0; --byte) {
            QByteArray plane;
            for (std::size_t i = static_cast<std::size_t>(sample); i < picture.values.size();
                 i += static_cast<std::size_t>(picture.samples))
                plane.append(static_cast<char>(picture.values[i] >> 8 * byte & 0xFF));
            QByteArray segment;
            for (qsizetype at = 0; at < plane.size();) {
                qsizetype same = 1;
                while (at + same < plane.size() && same < 128 && plane[at + same] == plane[at])
                    ++same;
                if (same > 1) {
                    segment.append(static_cast<char>(1 - same)).append(plane[at]);
                } else {
                    while (at + same < plane.size() && same < 128
                           && plane[at + same] != plane[at + same - 1])
                        ++same;
                    segment.append(static_cast<char>(same - 1)).append(plane.mid(at, same));
                }
                at += same;
            }
            if (segment.size() % 2 != 0)
                segment.append(static_cast<char>(-128));
            segments << segment;
        }
    QByteArray header(64, '\0');
    qToLittleEndian(static_cast<quint32>(segments.size()), header.data());
    quint32 begin = 64;
    for (qsizetype i = 0; i < segments.size(); ++i) {
        qToLittleEndian(begin, header.data() + 4 * (i + 1));
        begin += static_cast<quint32>(segments[i].size());
    }
    return header + segments.join();
}

QByteArray withFragments(const QByteArray& file, const QByteArray& syntax,
                         const QList<QByteArray>& fragments, const Encapsulation& form)
{
    const auto item = [&form](const QByteArray& bytes) {
        QByteArray content = bytes;
        const bool isOdd = content.size() % 2 != 0;
        if (isOdd && form.hasEvenLengths)
            content.append('\0');
        QByteArray written = rawItem(itemTag, content);
        if (isOdd && !form.hasEvenLengths && form.hasPadding)
            written.append('\0');
        return written;
    };
    QByteArray items = item(form.offsetTable);
    for (const QByteArray& fragment : fragments)
        items += item(fragment);
    if (form.hasDelimiter)
        items += rawItem(delimiterTag, {});
    const qsizetype meta = file.indexOf(QByteArray::fromHex("020010005549"));
    const qsizetype pixels = file.lastIndexOf(QByteArray::fromHex("e07f1000"));
    if (meta < 0 || pixels < meta)
        qFatal("the test's file has no meta header or no pixels");
    const auto length = qFromLittleEndian<quint16>(file.constData() + meta + 6);
    const QByteArray uid = syntax.size() % 2 == 0 ? syntax : syntax + '\0';
    const qint64 declared = form.hasLength ? items.size() : 0xFFFFFFFF;
    return file.left(meta) + rawElement(0x00020010, "UI", uid)
        + file.mid(meta + 8 + length, pixels - meta - 8 - length)
        + rawElement(0x7FE00010, "OB", items, {true, false, 4}, declared);
}

QByteArray firstFragment(const QByteArray& file)
{
    const qsizetype pixels = file.lastIndexOf(QByteArray::fromHex("e07f10004f420000ffffffff"));
    const qsizetype table = pixels + 12;
    const auto skipped = qFromLittleEndian<quint32>(file.constData() + table + 4);
    const qsizetype first = table + 8 + static_cast<qsizetype>(skipped);
    return file.mid(first + 8, qFromLittleEndian<quint32>(file.constData() + first + 4));
}

} // namespace ccad::test
