// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/overlay/overlay.h"

#include "core/imaging/pictures/picture_writer.h"
#include "core/overlay/saliency_grid.h"

#include <QFile>
#include <QFileInfo>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

using ColourTable = std::array<std::array<std::uint8_t, 3>, 256>;

ColourTable makeTable(int openCvMap)
{
    cv::Mat ramp(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i)
        ramp.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
    cv::Mat colours;
    cv::applyColorMap(ramp, colours, openCvMap);
    ColourTable table;
    for (int i = 0; i < 256; ++i) {
        const auto& blueGreenRed = colours.at<cv::Vec3b>(0, i);
        table[static_cast<std::size_t>(i)] = {blueGreenRed[2], blueGreenRed[1], blueGreenRed[0]};
    }
    return table;
}

ColourTable greyTable()
{
    ColourTable table;
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i].fill(static_cast<std::uint8_t>(i));
    return table;
}

std::uint8_t toByte(float value)
{
    return static_cast<std::uint8_t>(std::lround(255 * value));
}

/// The picture that a viewer would show: the overlay over the grey picture, red-green-blue.
std::vector<std::uint8_t> blend(const GrayImage8& picture, const OverlayImage& overlay)
{
    std::vector<std::uint8_t> blended;
    blended.reserve(3 * picture.pixels.size());
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
        const int gray = picture.pixels[i];
        const std::uint8_t* colour = overlay.rgba.data() + 4 * i;
        const int alpha = colour[3];
        for (int part = 0; part < 3; ++part)
            blended.push_back(static_cast<std::uint8_t>(
                (gray * (255 - alpha) + colour[part] * alpha + 127) / 255));
    }
    return blended;
}

/// Signature and header of a PNG.
constexpr qsizetype headBytes = 33;

/// A PNG's text chunk, which every reader passes over: length, kind, keyword, text, CRC-32.
QByteArray ownChunk()
{
    const char bytes[] = "\0\0\0\x15"
                         "tEXtSoftware\0"
                         "CCAD overlay"
                         "\xcd\x10\x0d\xf4";
    return {bytes, sizeof bytes - 1};
}

QByteArray withOwnChunk(const QByteArray& png)
{
    return png.left(headBytes) + ownChunk() + png.mid(headBytes);
}

/// Is nothing there, or an overlay of CCAD's, or a file that may be replaced?
Result<void> checkTarget(const QString& path, Existing existing)
{
    QFile file(path);
    // Never a FIFO or a device: opening one could wait for ever.
    if (existing == Existing::Replace || !file.exists()
        || (QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly)
            && file.read(headBytes + ownChunk().size()).endsWith(ownChunk())))
        return {};
    return Error{ErrorCode::AlreadyExists,
                 u"There is a file %1 already that is no overlay of CCAD; it is "
                 "replaced only when that is asked for."_s.arg(path),
                 path};
}

} // namespace

const ColourTable& colourTable(ColourMap map)
{
    static const ColourTable inferno = makeTable(cv::COLORMAP_INFERNO);
    static const ColourTable viridis = makeTable(cv::COLORMAP_VIRIDIS);
    static const ColourTable cividis = makeTable(cv::COLORMAP_CIVIDIS);
    static const ColourTable grey = greyTable();
    switch (map) {
    case ColourMap::Viridis:
        return viridis;
    case ColourMap::Cividis:
        return cividis;
    case ColourMap::Grey:
        return grey;
    case ColourMap::Inferno:
        break;
    }
    return inferno;
}

OverlayImage renderOverlay(const PlacedMap& placed, int width, int height, ColourMap map,
                           double opacity)
{
    const std::vector<float> values = enlarged(placed.map, placed.window, width, height);
    const ColourTable& table = colourTable(map);
    const auto strength = static_cast<float>(std::clamp(opacity, 0.0, 1.0));

    OverlayImage image{std::max(0, width), std::max(0, height), {}};
    image.rgba.reserve(4 * values.size());
    for (const float value : values) {
        const auto& colour = table[toByte(value)];
        image.rgba.insert(image.rgba.end(), colour.begin(), colour.end());
        image.rgba.push_back(toByte(strength * value));
    }
    return image;
}

Result<void> writeOverlayPng(const QString& path, const GrayImage8& picture,
                             const OverlayImage& overlay, Existing existing)
{
    if (auto free = checkTarget(path, existing); !free)
        return free;
    if (picture.width != overlay.width || picture.height != overlay.height
        || picture.pixels.empty())
        return Error{ErrorCode::InvalidArgument,
                     u"The overlay and the picture for %1 differ in size."_s.arg(path), path};
    const QByteArray png = pngBytes(picture.width, picture.height, blend(picture, overlay));
    if (png.isEmpty())
        return Error{ErrorCode::WriteFailed,
                     u"Cannot write %1: the picture cannot be encoded."_s.arg(path), path};
    return writeFileAtomically(path, withOwnChunk(png));
}

} // namespace ccad
