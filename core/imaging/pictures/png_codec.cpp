// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/png_codec.h"

#include "core/imaging/pictures/internal/picture_memory.h"
#include "core/imaging/pictures/picture_writer.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <csetjmp>
#include <cstring>

#include <png.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

// libpng leaves by a jump on an error: functions that may jump hold nothing to be destroyed.

[[noreturn]] void leave(png_structp png, png_const_charp)
{
    png_longjmp(png, 1);
}

void ignore(png_structp, png_const_charp) { }

/// Sets a bool to true where libpng finds more pixels than the header declares.
void listen(png_structp png, png_const_charp warning)
{
    if (std::strstr(warning, "Too much image data") != nullptr)
        *static_cast<bool*>(png_get_error_ptr(png)) = true;
}

class PngReader
{
public:
    explicit PngReader(const QByteArray& content)
        : m_next(content.constData()), m_left(static_cast<std::size_t>(content.size())),
          m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_holdsMore, leave, listen)),
          m_info(m_png ? png_create_info_struct(m_png) : nullptr)
    {
    }
    ~PngReader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    /// Reads up to the size and the kind of the samples. `asIndices`: of a palette, its numbers.
    bool begin(bool asIndices = false)
    {
        if (!m_info || setjmp(png_jmpbuf(m_png)) != 0)
            return false;
        png_set_read_fn(m_png, this, [](png_structp png, png_bytep target, std::size_t count) {
            static_cast<PngReader*>(png_get_io_ptr(png))->take(png, target, count);
        });
        png_read_info(m_png, m_info);
        const auto type = png_get_color_type(m_png, m_info);
        if (type == PNG_COLOR_TYPE_PALETTE)
            png_get_PLTE(m_png, m_info, &m_palette, &m_colours);
        m_lacksColours
            = type == PNG_COLOR_TYPE_PALETTE && m_colours < 1 << png_get_bit_depth(m_png, m_info);
        if (asIndices) {
            png_set_packing(m_png);
        } else if (type == PNG_COLOR_TYPE_GRAY) {
            png_set_expand_gray_1_2_4_to_8(m_png);
        } else {
            png_set_palette_to_rgb(m_png);
            png_set_gray_to_rgb(m_png);
            if (png_get_valid(m_png, m_info, PNG_INFO_tRNS) != 0)
                png_set_tRNS_to_alpha(m_png);
            png_set_bgr(m_png);
        }
        if (png_get_bit_depth(m_png, m_info) == 16)
            png_set_swap(m_png); // to the byte order of this machine
        m_passes = png_set_interlace_handling(m_png);
        png_read_update_info(m_png, m_info);
        return true;
    }

    [[nodiscard]] int width() const { return static_cast<int>(png_get_image_width(m_png, m_info)); }
    [[nodiscard]] int height() const
    {
        return static_cast<int>(png_get_image_height(m_png, m_info));
    }
    [[nodiscard]] int type() const
    {
        const int depth = png_get_bit_depth(m_png, m_info) == 16 ? CV_16U : CV_8U;
        return CV_MAKETYPE(depth, png_get_channels(m_png, m_info));
    }

    [[nodiscard]] int colours() const { return m_colours; } ///< of the palette
    /// May a number be above the colours of the palette?
    [[nodiscard]] bool lacksColours() const { return m_lacksColours; }

    /// Once it is read: are there more pixels than the header declares?
    [[nodiscard]] bool holdsMore() const { return m_holdsMore; }

    /// False also when the guard stops it.
    bool read(unsigned char* pixels, std::size_t rowBytes, const ReadGuard& guard)
    {
        if (rowBytes < png_get_rowbytes(m_png, m_info) || setjmp(png_jmpbuf(m_png)) != 0)
            return false;
        const int rows = height();
        for (int pass = 0; pass < m_passes; ++pass)
            for (int row = 0; row < rows; ++row) {
                if (guard.isOver())
                    return false;
                png_read_row(m_png, pixels + static_cast<std::size_t>(row) * rowBytes, nullptr);
            }
        png_read_end(m_png, nullptr);
        return true;
    }

private:
    void take(png_structp png, png_bytep target, std::size_t count)
    {
        if (count > m_left)
            leave(png, nullptr);
        std::memcpy(target, m_next, count);
        m_next += count;
        m_left -= count;
    }

    const char* m_next;
    std::size_t m_left;
    bool m_holdsMore = false; ///< before m_png, which knows its address
    png_structp m_png;
    png_infop m_info;
    int m_passes = 1;
    png_colorp m_palette = nullptr; ///< libpng's
    int m_colours = 0;
    bool m_lacksColours = false;
};

class PngWriter
{
public:
    PngWriter()
        : m_png(png_create_write_struct(PNG_LIBPNG_VER_STRING, this, leave, ignore)),
          m_info(m_png ? png_create_info_struct(m_png) : nullptr)
    {
    }
    ~PngWriter() { png_destroy_write_struct(&m_png, &m_info); }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;

    bool write(int width, int height, int channels, const std::uint8_t* pixels)
    {
        if (!m_info || setjmp(png_jmpbuf(m_png)) != 0)
            return false;
        png_set_write_fn(
            m_png, this,
            [](png_structp png, png_bytep bytes, std::size_t count) {
                static_cast<PngWriter*>(png_get_io_ptr(png))
                    ->m_bytes.append(reinterpret_cast<const char*>(bytes),
                                     static_cast<qsizetype>(count));
            },
            nullptr);
        constexpr int fast = 3; // a third of the time of the default for a few per cent more bytes
        png_set_compression_level(m_png, fast);
        png_set_IHDR(m_png, m_info, static_cast<png_uint_32>(width),
                     static_cast<png_uint_32>(height), 8,
                     channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                     PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_write_info(m_png, m_info);
        const std::size_t rowBytes = static_cast<std::size_t>(width) * channels;
        for (int row = 0; row < height; ++row)
            png_write_row(m_png, pixels + static_cast<std::size_t>(row) * rowBytes);
        png_write_end(m_png, nullptr);
        return true;
    }
    [[nodiscard]] QByteArray bytes() const { return m_bytes; }

private:
    png_structp m_png;
    png_infop m_info;
    QByteArray m_bytes;
};

QByteArray encoded(int width, int height, int channels, std::span<const std::uint8_t> pixels)
{
    const qint64 needed = qint64{width} * height * channels;
    PngWriter writer;
    if (width < 1 || height < 1 || static_cast<qint64>(pixels.size()) != needed
        || !writer.write(width, height, channels, pixels.data()))
        return {};
    return writer.bytes();
}

/// Holds the numbers of a palette with fewer colours than could be asked for against it: libpng
/// makes colours that are missing black.
Result<void> checkColours(const QByteArray& content, const ReadGuard& guard)
{
    PngReader reader(content);
    if (!reader.begin(true))
        return {}; // whoever decodes it says so
    if (auto taken = takePicture(reader.width(), reader.height(), CV_8U, guard); !taken)
        return taken;
    cv::Mat numbers(reader.height(), reader.width(), CV_8U);
    if (!reader.read(numbers.data, numbers.step, guard))
        return guard.check(u"decoding"_s);
    double highest = 0;
    cv::minMaxLoc(numbers, nullptr, &highest);
    if (highest < reader.colours())
        return {};
    return broken(u"its pixels go up to colour %1, but its colour palette has only %2 colours"_s
                      .arg(static_cast<int>(highest))
                      .arg(reader.colours()));
}

} // namespace

Result<cv::Mat> decodePng(const QByteArray& content, const ReadGuard& guard)
{
    PngReader reader(content);
    if (!reader.begin())
        return cv::Mat();
    if (auto taken = takePicture(reader.width(), reader.height(), reader.type(), guard); !taken)
        return taken.error();
    if (reader.lacksColours())
        if (auto ok = checkColours(content, guard); !ok)
            return ok.error();
    cv::Mat picture(reader.height(), reader.width(), reader.type());
    const bool isRead = reader.read(picture.data, picture.step, guard);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    if (isRead && reader.holdsMore())
        return broken(u"its header declares %1 x %2 pixels, but its compressed data holds more"_s
                          .arg(reader.width())
                          .arg(reader.height()));
    return isRead ? picture : cv::Mat();
}

} // namespace ccad::imaging

namespace ccad {

QByteArray pngBytes(const GrayImage8& picture)
{
    return imaging::encoded(picture.width, picture.height, 1, picture.pixels);
}

QByteArray pngBytes(int width, int height, std::span<const std::uint8_t> rgb)
{
    return imaging::encoded(width, height, 3, rgb);
}

} // namespace ccad
