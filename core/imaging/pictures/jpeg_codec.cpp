// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/jpeg_codec.h"

#include "core/imaging/pictures/internal/picture_colour.h"
#include "core/imaging/pictures/internal/picture_memory.h"
#include "core/imaging/pictures/picture_writer.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>

// jerror.h needs what jpeglib.h declares.
#include <jpeglib.h>

#include <jerror.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// libjpeg ends the program on an error unless it is left by a jump. Functions that may jump hold
/// nothing that would have to be destroyed.
struct ErrorJump
{
    jpeg_error_mgr manager; // first: libjpeg gives back a pointer to it
    std::jmp_buf jump;
    qint64 passedOver = 0; ///< bytes before a marker that belong to nothing, the most of any

    jpeg_error_mgr* prepare()
    {
        jpeg_std_error(&manager);
        manager.error_exit = [](j_common_ptr info) {
            std::longjmp(reinterpret_cast<ErrorJump*>(info->err)->jump, 1);
        };
        manager.output_message = [](j_common_ptr) {};
        manager.emit_message = [](j_common_ptr info, int level) {
            if (level < 0 && isGap(info->err->msg_code))
                ++info->err->num_warnings;
            if (level < 0 && info->err->msg_code == JWRN_EXTRANEOUS_DATA) {
                auto* self = reinterpret_cast<ErrorJump*>(info->err);
                self->passedOver = std::max<qint64>(self->passedOver, info->err->msg_parm.i[0]);
            }
        };
        return &manager;
    }

    /// True for the warnings after which libjpeg has filled pixels with grey, or guessed them.
    static bool isGap(int message)
    {
        return message == JWRN_HIT_MARKER || message == JWRN_JPEG_EOF
            || message == JWRN_HUFF_BAD_CODE || message == JWRN_ARITH_BAD_CODE
            || message == JWRN_MUST_RESYNC;
    }
};

/// Ends a decoding that takes too long: libjpeg calls it for each row, and in the midst of the many
/// scans of a progressive picture.
struct JpegProgress
{
    jpeg_progress_mgr manager{}; // first, as above
    const ReadGuard* guard = nullptr;

    static void ask(j_common_ptr info)
    {
        if (reinterpret_cast<const JpegProgress*>(info->progress)->guard->isOver())
            info->err->error_exit(info);
    }
};

class JpegReader
{
public:
    explicit JpegReader(const ReadGuard& guard)
    {
        m_info.err = m_error.prepare();
        m_progress.manager.progress_monitor = &JpegProgress::ask;
        m_progress.guard = &guard;
    }
    ~JpegReader() { jpeg_destroy_decompress(&m_info); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    /// Reads up to the size and the colours of the result. `asStored`: samples as they are.
    bool begin(const unsigned char* bytes, unsigned long count, unsigned int reduction,
               bool asStored)
    {
        if (setjmp(m_error.jump) != 0)
            return false;
        jpeg_create_decompress(&m_info);
        m_info.progress = &m_progress.manager;
        // For the coefficients of a progressive picture, all of which it keeps.
        m_info.mem->max_memory_to_use = static_cast<long>(m_progress.guard->left());
        jpeg_mem_src(&m_info, bytes, count);
        jpeg_read_header(&m_info, TRUE);
        m_error.passedOver = 0; // those of the header
        m_info.scale_num = 1;
        m_info.scale_denom = reduction;
        if (asStored)
            m_info.out_color_space = m_info.jpeg_color_space;
        else if (m_info.num_components == 4)
            m_info.out_color_space = JCS_CMYK;
        else
            m_info.out_color_space
                = m_info.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_EXT_BGR;
        jpeg_start_decompress(&m_info);
        return true;
    }

    [[nodiscard]] int width() const { return static_cast<int>(m_info.output_width); }
    [[nodiscard]] int height() const { return static_cast<int>(m_info.output_height); }
    [[nodiscard]] int channels() const { return m_info.output_components; }
    /// Is the picture YCbCr, by its markers or for want of any?
    [[nodiscard]] bool isYcbcr() const { return m_info.jpeg_color_space == JCS_YCbCr; }
    /// Bytes that a scan did not take, before the next marker.
    [[nodiscard]] qint64 passedOver() const { return m_error.passedOver; }
    /// Did libjpeg stop because it may have no more memory?
    [[nodiscard]] bool lacksMemory() const
    {
        return m_error.manager.msg_code == JERR_NO_BACKING_STORE
            || m_error.manager.msg_code == JERR_OUT_OF_MEMORY;
    }

    bool read(unsigned char* pixels, std::size_t rowBytes)
    {
        if (setjmp(m_error.jump) != 0)
            return false;
        while (m_info.output_scanline < m_info.output_height) {
            JSAMPROW row = pixels + m_info.output_scanline * rowBytes;
            jpeg_read_scanlines(&m_info, &row, 1);
        }
        jpeg_finish_decompress(&m_info);
        return m_error.manager.num_warnings == 0;
    }

private:
    jpeg_decompress_struct m_info{};
    ErrorJump m_error{};
    JpegProgress m_progress;
};

class JpegWriter
{
public:
    JpegWriter() { m_info.err = m_error.prepare(); }
    ~JpegWriter()
    {
        jpeg_destroy_compress(&m_info);
        std::free(m_bytes);
    }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    bool write(const GrayImage8& picture, int quality)
    {
        if (setjmp(m_error.jump) != 0)
            return false;
        jpeg_create_compress(&m_info);
        jpeg_mem_dest(&m_info, &m_bytes, &m_count);
        m_info.image_width = static_cast<JDIMENSION>(picture.width);
        m_info.image_height = static_cast<JDIMENSION>(picture.height);
        m_info.input_components = 1;
        m_info.in_color_space = JCS_GRAYSCALE;
        jpeg_set_defaults(&m_info);
        jpeg_set_quality(&m_info, quality, TRUE);
        jpeg_start_compress(&m_info, TRUE);
        while (m_info.next_scanline < m_info.image_height) {
            auto* row = const_cast<JSAMPROW>(picture.pixels.data())
                + std::size_t{m_info.next_scanline} * m_info.image_width;
            jpeg_write_scanlines(&m_info, &row, 1);
        }
        jpeg_finish_compress(&m_info);
        return true;
    }
    [[nodiscard]] QByteArray bytes() const
    {
        return {reinterpret_cast<const char*>(m_bytes), static_cast<qsizetype>(m_count)};
    }

private:
    jpeg_compress_struct m_info{};
    ErrorJump m_error{};
    unsigned char* m_bytes = nullptr;
    unsigned long m_count = 0;
};

/// Bytes between the last row and the end marker are further rows, unless they are few or padding
/// of one value.
bool areFurtherRows(const QByteArray& stream, qint64 bytes)
{
    constexpr qint64 fewest = 64;
    constexpr qint64 share = 100;
    constexpr qint64 buffered = 8; // which the decoder had taken before
    if (bytes < std::max(fewest, stream.size() / share))
        return false;
    const qint64 end = stream.lastIndexOf(QByteArray("\xFF\xD9", 2));
    const QByteArray last = stream.mid(end - bytes + buffered, bytes - buffered);
    return end < bytes || last.isEmpty() || last.count(last[0]) < last.size();
}

/// Zeros before the end marker, with which programs fill up. Of other bytes that no scan took,
/// codes before them were others when the picture was written.
bool isFilling(const QByteArray& stream, qint64 bytes)
{
    const qint64 end = stream.lastIndexOf(QByteArray("\xFF\xD9", 2));
    return bytes == 0 || (end >= bytes && stream.mid(end - bytes, bytes).count('\0') == bytes);
}

/// Inks are stored inverted, as Adobe's programs do.
cv::Mat withoutInks(const cv::Mat& inks)
{
    cv::Mat colours(inks.size(), CV_8UC3);
    std::transform(inks.begin<cv::Vec4b>(), inks.end<cv::Vec4b>(), colours.begin<cv::Vec3b>(),
                   [](const cv::Vec4b& cmyk) {
                       const auto part = [&](int i) {
                           return static_cast<std::uint8_t>(cmyk[i] * cmyk[3] / 255);
                       };
                       return cv::Vec3b(part(2), part(1), part(0));
                   });
    return colours;
}

/// Empty where it is not whole.
Result<cv::Mat> decoded(const QByteArray& stream, int reduction, const ReadGuard& guard,
                        bool asStored, bool& isYcbcr)
{
    JpegReader reader(guard);
    const auto ended = [&]() -> Result<cv::Mat> {
        if (reader.lacksMemory())
            return guard.take(std::nullopt).error();
        auto ok = guard.check(u"decoding"_s);
        return ok ? Result<cv::Mat>(cv::Mat()) : ok.error();
    };
    if (!reader.begin(reinterpret_cast<const unsigned char*>(stream.constData()),
                      static_cast<unsigned long>(stream.size()),
                      static_cast<unsigned int>(reduction), asStored))
        return ended();
    isYcbcr = reader.isYcbcr();
    const int type = CV_8UC(reader.channels());
    if (auto taken = takePicture(reader.width(), reader.height(), type, guard); !taken)
        return taken.error();
    cv::Mat picture(reader.height(), reader.width(), type);
    if (!reader.read(picture.data, picture.step))
        return ended();
    if (areFurtherRows(stream, reader.passedOver()))
        return broken(u"its header declares %1 rows, but its compressed data goes on for %2 bytes "
                      "behind them"_s.arg(picture.rows * reduction)
                          .arg(reader.passedOver()));
    if (!isFilling(stream, reader.passedOver()))
        return ended();
    return picture.channels() == 4 ? withoutInks(picture) : picture;
}

} // namespace

int jpegReduction(qint64 columns, qint64 rows, const ReadSize& size)
{
    if (size.shorterSide < 1 || size.onlySlowOnes)
        return 1;
    for (const int reduction : {8, 4, 2})
        if (std::min(columns, rows) / reduction >= size.shorterSide)
            return reduction;
    return 1;
}

Result<cv::Mat> decodeJpeg(const QByteArray& stream, int reduction, const ReadGuard& guard)
{
    bool isYcbcr = false;
    return decoded(stream, reduction, guard, false, isYcbcr);
}

Result<cv::Mat> decodeJpegPicture(const QByteArray& stream, int reduction, ReaderNotes& notes,
                                  const ReadGuard& guard)
{
    bool isYcbcr = false;
    auto picture = decoded(stream, reduction, guard, false, isYcbcr);
    if (!picture || picture->channels() != 3 || !isYcbcr || isGreyThroughout(*picture))
        return picture;
    auto samples = decoded(stream, reduction, guard, true, isYcbcr);
    if (!samples || samples->empty())
        return samples;
    const ColourEvidence evidence
        = colourEvidence(samplesOf(*samples, {0, 1, 2}), false, false).evidence;
    if (evidence != ColourEvidence::Equal)
        return picture;
    notes.add(
        NoteCode::Colour,
        u"The file has the picture as YCbCr, but %1; it is read as RGB."_s.arg(wordsOf(evidence)));
    constexpr std::array redToBlue{0, 2, 1, 1, 2, 0};
    cv::mixChannels(&*samples, 1, &*picture, 1, redToBlue.data(), 3);
    return picture;
}

} // namespace ccad::imaging

namespace ccad {

QByteArray jpegBytes(const GrayImage8& picture)
{
    constexpr int quality = 85; // no artefact in sight at the size of a thumbnail
    imaging::JpegWriter writer;
    if (picture.pixels.empty() || !writer.write(picture, quality))
        return {}; // a thumbnail is dispensable
    return writer.bytes();
}

} // namespace ccad
