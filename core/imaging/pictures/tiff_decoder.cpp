// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/internal/tiff_decoder.h"

#include "core/base/checked_size.h"
#include "core/imaging/pictures/internal/picture_memory.h"
#include "core/imaging/pictures/internal/tiff_lengths.h"
#include "core/imaging/pictures/internal/tiff_pieces.h"
#include "core/imaging/pictures/internal/tiff_source.h"
#include "core/imaging/pictures/internal/tiff_sums.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include <tiffio.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

struct TiffEnd
{
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, TiffEnd>;

struct OptionsEnd
{
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

struct Layout
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t format = SAMPLEFORMAT_UINT;
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
};

Layout layoutOf(TIFF* tiff)
{
    Layout layout;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric);
    return layout;
}

/// OpenCV's depth for the samples, or -1.
int depthOf(const Layout& layout)
{
    const bool isFloat = layout.format == SAMPLEFORMAT_IEEEFP;
    const bool isSigned = layout.format == SAMPLEFORMAT_INT;
    if (layout.format != SAMPLEFORMAT_UINT && layout.format != SAMPLEFORMAT_VOID && !isFloat
        && !isSigned)
        return -1;
    switch (layout.bits) {
    case 8:
        return isFloat ? -1 : isSigned ? CV_8S : CV_8U;
    case 16:
        return isFloat ? CV_16F : isSigned ? CV_16S : CV_16U;
    case 32:
        return isFloat ? CV_32F : CV_32S;
    case 64:
        return isFloat ? CV_64F : -1;
    default:
        return -1;
    }
}

Error cannotBeDecoded()
{
    return broken(u"its pixels cannot be decoded"_s);
}

/// Checks the size of pieces before libtiff asks for memory.
bool isSane(std::uint64_t pieceBytes, const ReadGuard& guard)
{
    constexpr std::uint64_t bytesPerPixel = 8;
    return pieceBytes > 0
        && pieceBytes <= static_cast<std::uint64_t>(guard.limits().maxPixels) * bytesPerPixel;
}

bool readStrips(TIFF* tiff, cv::Mat& picture, const ReadGuard& guard)
{
    const std::size_t rowBytes = static_cast<std::size_t>(picture.cols) * picture.elemSize();
    if (static_cast<std::size_t>(TIFFScanlineSize(tiff)) != rowBytes)
        return false;
    for (int row = 0; row < picture.rows; ++row)
        if (guard.isOver()
            || TIFFReadScanline(tiff, picture.ptr(row), static_cast<std::uint32_t>(row)) < 0)
            return false;
    return true;
}

bool readTiles(TIFF* tiff, cv::Mat& picture, const ReadGuard& guard)
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height);
    const std::uint64_t tileBytes = TIFFTileSize64(tiff);
    const std::size_t pixelBytes = picture.elemSize();
    if (width == 0 || height == 0 || !isSane(tileBytes, guard)
        || checkedProduct<std::uint64_t>({width, height, pixelBytes}) != tileBytes)
        return false;
    if (!guard.take(static_cast<qint64>(tileBytes)))
        return false;
    std::vector<unsigned char> tile(tileBytes);
    for (std::uint32_t y = 0; y < static_cast<std::uint32_t>(picture.rows); y += height)
        for (std::uint32_t x = 0; x < static_cast<std::uint32_t>(picture.cols); x += width) {
            if (guard.isOver() || TIFFReadTile(tiff, tile.data(), x, y, 0, 0) < 0)
                return false;
            const std::uint32_t columns
                = std::min(width, static_cast<std::uint32_t>(picture.cols) - x);
            const std::uint32_t rows
                = std::min(height, static_cast<std::uint32_t>(picture.rows) - y);
            for (std::uint32_t row = 0; row < rows; ++row)
                std::memcpy(picture.ptr(static_cast<int>(y + row), static_cast<int>(x)),
                            tile.data() + std::size_t{row} * width * pixelBytes,
                            columns * pixelBytes);
        }
    return true;
}

/// Brings samples that OpenCV has no arithmetic for, or takes for others, to wider ones.
void widen(cv::Mat& picture, const Layout& layout)
{
    if (picture.depth() == CV_16F) {
        cv::Mat wide;
        cv::convertFp16(picture, wide);
        picture = wide;
    } else if (picture.depth() == CV_32S && layout.format != SAMPLEFORMAT_INT) {
        cv::Mat wide;
        picture.convertTo(wide, CV_64F);
        // Without a sign, the upper half of the numbers came out as negative ones.
        constexpr double numbers = 4294967296.0;
        cv::Mat flat = wide.reshape(1); // a mask has one channel
        cv::add(flat, numbers, flat, flat < 0);
        picture = wide;
    }
}

/// Makes the lowest number the brightest; what black and white are is found later.
void invert(cv::Mat& picture)
{
    if (picture.depth() == CV_32F || picture.depth() == CV_64F)
        picture = -picture;
    else
        cv::bitwise_not(picture, picture);
}

/// Reads the samples as they are stored.
Result<cv::Mat> readSamples(TIFF* tiff, const Layout& layout, const ReadGuard& guard)
{
    const int depth = depthOf(layout);
    const bool isGrey = layout.photometric == PHOTOMETRIC_MINISBLACK
        || layout.photometric == PHOTOMETRIC_MINISWHITE;
    const bool isColour = layout.photometric == PHOTOMETRIC_RGB && layout.samples >= 3;
    if (depth < 0 || layout.samples > 4 || (!isColour && !(isGrey && layout.samples == 1)))
        return unsupported(u"its samples of %1 bits, %2 a pixel, are of a kind that "
                           "is not supported"_s.arg(layout.bits)
                               .arg(layout.samples));
    if (layout.planar != PLANARCONFIG_CONTIG && layout.samples > 1)
        return unsupported(u"its colours lie in separate planes"_s);
    // Widening and the exchange of colours copy the samples, to as many as eight bytes each.
    const int widest = CV_MAKETYPE(CV_64F, layout.samples);
    if (auto taken = takePicture(layout.width, layout.height, widest, guard); !taken)
        return taken.error();
    cv::Mat picture(static_cast<int>(layout.height), static_cast<int>(layout.width),
                    CV_MAKETYPE(depth, layout.samples));
    const bool isRead = TIFFIsTiled(tiff) != 0 ? readTiles(tiff, picture, guard)
                                               : readStrips(tiff, picture, guard);
    if (!isRead)
        return cannotBeDecoded();
    widen(picture, layout);
    if (layout.photometric == PHOTOMETRIC_MINISWHITE)
        invert(picture);
    if (layout.samples >= 3) { // OpenCV's order
        std::vector<cv::Mat> planes;
        cv::split(picture, planes);
        std::swap(planes[0], planes[2]);
        cv::merge(planes, picture);
    }
    return picture;
}

/// Reads few bits, palettes and the like, which libtiff resolves into four bytes per pixel.
Result<cv::Mat> readDisplayed(TIFF* tiff, const Layout& layout, const ReadGuard& guard)
{
    const std::uint64_t piece
        = TIFFIsTiled(tiff) != 0 ? TIFFTileSize64(tiff) : TIFFStripSize64(tiff);
    if (!isSane(piece, guard))
        return cannotBeDecoded();
    if (auto taken = takePicture(layout.width, layout.height, CV_8UC4, guard); !taken)
        return taken.error();
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
    cv::Mat packed(static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC4);
    // Asking for the file's own orientation leaves the rows as they are stored.
    if (TIFFReadRGBAImageOriented(tiff, layout.width, layout.height,
                                  reinterpret_cast<std::uint32_t*>(packed.data), orientation, 1)
        == 0)
        return cannotBeDecoded();
    std::vector<cv::Mat> planes;
    cv::split(packed, planes); // red, green, blue, alpha from the lowest byte on
    std::swap(planes[0], planes[2]);
    if (layout.samples != 4 && layout.samples != 2)
        planes.pop_back();
    cv::Mat picture;
    cv::merge(planes, picture);
    return picture;
}

/// One row of a strip, which is decoded anew from its begin: most compressions know no other way,
/// and libtiff does not know how far into the strip it stands behind TIFFReadRGBAImage(). Empty
/// where it cannot be decoded.
std::vector<unsigned char> rowAnew(TIFF* tiff, std::uint32_t row, std::uint32_t stripRows)
{
    std::vector<unsigned char> bytes(static_cast<std::size_t>(TIFFScanlineSize(tiff)));
    const std::uint32_t begin = row - row % stripRows;
    TIFFReadScanline(tiff, bytes.data(), begin); // behind it, the same row is one further back
    for (std::uint32_t at = begin; at <= row; ++at)
        if (TIFFReadScanline(tiff, bytes.data(), at) < 0)
            return {};
    return bytes;
}

/// Can a row be decoded behind the last declared one? What fills up a strip is no row: the last one
/// again, one value, or what stood at that place of the strip before.
bool hasFurtherRow(TIFF* tiff, const Layout& layout)
{
    std::uint32_t stripRows = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &stripRows);
    const auto height = static_cast<std::uint32_t>(layout.height);
    if (TIFFScanlineSize(tiff) < 1 || stripRows == 0 || height % stripRows == 0)
        return false;
    std::vector<unsigned char> before;
    if (height > stripRows)
        before = rowAnew(tiff, height - stripRows, stripRows);
    const std::vector<unsigned char> last = rowAnew(tiff, height - 1, stripRows);
    if (last.empty())
        return false;
    std::vector<unsigned char> further(last.size());
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height + 1);
    const bool isRead = TIFFReadScanline(tiff, further.data(), height) >= 0;
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    const bool isOneValue = std::all_of(further.begin(), further.end(),
                                        [&](auto byte) { return byte == further.front(); });
    return isRead && !isOneValue && further != last && further != before;
}

/// Holds the pieces that the file has against the size that it declares. Call it last: libtiff
/// stands behind the picture then.
Result<void> checkPieces(TIFF* tiff, const Layout& layout, const PictureHeader& header)
{
    const bool isTiled = TIFFIsTiled(tiff) != 0;
    const qint64 needed = isTiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    std::uint16_t compression = COMPRESSION_NONE;
    TIFFGetField(tiff, TIFFTAG_COMPRESSION, &compression);
    const bool isPlain = compression == COMPRESSION_NONE && !isTiled;
    // libtiff cuts a single strip that is not compressed into pieces of its own.
    const bool isOneStrip = isPlain && header.pieces == 1 && header.stripBytes > 0;
    const qint64 further = header.stripBytes - qint64{TIFFScanlineSize(tiff)} * layout.height;
    if (!isOneStrip && header.pieces > needed)
        return broken(u"it declares %1 x %2 pixels, for which it needs %3 strips or tiles, but it "
                      "has %4"_s.arg(layout.width)
                          .arg(layout.height)
                          .arg(needed)
                          .arg(header.pieces));
    const bool goesOn = isOneStrip ? further >= TIFFScanlineSize(tiff)
                                   : !isTiled && layout.bits >= 8 && hasFurtherRow(tiff, layout);
    if (goesOn)
        return broken(u"it declares %1 x %2 pixels, but its last strip goes on with further rows"_s
                          .arg(layout.width)
                          .arg(layout.height));
    return {};
}

/// libtiff hands the warnings of libjpeg on, which fills what is missing with grey.
int hearWarning(TIFF*, void* isDamaged, const char*, const char* format, va_list arguments)
{
    std::array<char, 256> said{};
    std::vsnprintf(said.data(), said.size(), format, arguments);
    const std::string_view words(said.data());
    if (words.starts_with("Corrupt JPEG data") || words.starts_with("Premature end of JPEG"))
        *static_cast<bool*>(isDamaged) = true;
    return 1; // nobody else is told
}

/// Holds what is stored against sums, lengths and blank ends, before it is decoded.
Result<void> checkStored(TIFF* tiff, const QByteArray& content, ReaderNotes& notes,
                         const ReadGuard& guard)
{
    if (auto ok = checkSums(tiff, guard); !ok)
        return ok;
    if (auto ok = checkLengths(tiff, notes, guard); !ok)
        return ok;
    const auto rows = plainRows(tiff, content);
    return rows ? checkTail(*rows) : Result<void>();
}

} // namespace

Result<cv::Mat> decodeTiff(const QByteArray& content, const PictureHeader& header,
                           ReaderNotes& notes, const ReadGuard& guard)
{
    static std::once_flag quiet;
    std::call_once(quiet, [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
    });
    TiffSource source{content.constData(), static_cast<toff_t>(content.size()), 0, &guard};
    const std::unique_ptr<TIFFOpenOptions, OptionsEnd> options(TIFFOpenOptionsAlloc());
    if (!options)
        return cannotBeDecoded();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(guard.left()));
    bool isDamaged = false;
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), hearWarning, &isDamaged);
    // m: without memory mapping, which there is no file for.
    const Tiff tiff(TIFFClientOpenExt("picture", "rm", &source, TiffSource::read, TiffSource::write,
                                      TiffSource::seek, TiffSource::close, TiffSource::length,
                                      nullptr, nullptr, options.get()));
    if (!tiff) {
        auto ok = guard.check(u"decoding"_s);
        return ok ? cannotBeDecoded() : ok.error();
    }
    if (header.page > 0 && TIFFSetDirectory(tiff.get(), static_cast<tdir_t>(header.page)) == 0)
        return cannotBeDecoded();
    const Layout layout = layoutOf(tiff.get());
    if (auto ok = guard.checkSize(layout.width, layout.height); !ok)
        return ok.error();
    if (auto ok = checkStored(tiff.get(), content, notes, guard); !ok)
        return ok.error();
    const bool isNumber = layout.bits > 8 || layout.format == SAMPLEFORMAT_INT;
    auto picture = isNumber ? readSamples(tiff.get(), layout, guard)
                            : readDisplayed(tiff.get(), layout, guard);
    if (auto ok = guard.check(u"decoding"_s); !ok)
        return ok.error();
    if (!picture && guard.left() == 0) // libtiff only says that it failed
        return guard.take(std::nullopt).error();
    if (picture && isDamaged)
        return damagedPieces();
    if (picture)
        if (auto ok = checkPieces(tiff.get(), layout, header); !ok)
            return ok.error();
    return picture;
}

} // namespace ccad::imaging
