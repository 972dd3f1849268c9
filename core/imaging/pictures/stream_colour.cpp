// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/pictures/stream_colour.h"

#include "core/imaging/pictures/codestream.h"
#include "core/imaging/pictures/internal/segments.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// The components of a frame header: precision, lines, samples, their number, then identifier,
/// sampling factors and a table of each (T.81 B.2.2).
struct Components
{
    bool areThree = false;
    bool areNamedRgb = false;
    bool areCoarser = false; ///< the second and third than the first
};

Components componentsOf(const QByteArray& frameHeader)
{
    Components components;
    components.areThree = at(frameHeader, 5) == 3 && frameHeader.size() >= 15;
    if (!components.areThree)
        return components;
    components.areNamedRgb
        = frameHeader[6] == 'R' && frameHeader[9] == 'G' && frameHeader[12] == 'B';
    const auto factors = [&](int i) {
        return (at(frameHeader, 7 + 3 * i) >> 4) * (at(frameHeader, 7 + 3 * i) & 0x0F);
    };
    components.areCoarser = factors(0) > factors(1) && factors(0) > factors(2);
    return components;
}

/// JFIF is about the DCT only; writers of lossless streams put its marker there for any colours.
bool hasDct(quint8 frameMarker)
{
    return frameMarker >= 0xC0 && frameMarker <= 0xC2;
}

/// Adobe's technical note 5116: version, two flags, then the transform.
ColourModel adobeModel(const QByteArray& content)
{
    if (content.size() < 12)
        return ColourModel::Unknown;
    switch (at(content, 11)) {
    case 0:
        return ColourModel::Rgb;
    case 1:
        return ColourModel::Ycbcr;
    default:
        return ColourModel::Unknown;
    }
}

/// T.84 F.1.2: version, profile, components, two sizes, then the colour space.
ColourModel spiffModel(const QByteArray& content)
{
    switch (at(content, 18)) {
    case 1:
    case 3:
    case 4:
        return ColourModel::Ycbcr;
    case 10:
        return ColourModel::Rgb;
    default:
        return ColourModel::Unknown;
    }
}

/// The colour specification box of a JP2 file: method 1, two bytes, then an enumerated space
/// (T.800 I.5.3.3).
ColourModel boxModel(const QByteArray& boxes)
{
    const qsizetype box = boxes.indexOf("colr");
    if (box < 0 || box + 11 > boxes.size() || boxes[box + 4] != 1)
        return ColourModel::Unknown;
    switch (qFromBigEndian<quint32>(boxes.constData() + box + 7)) {
    case 16: // sRGB
        return ColourModel::Rgb;
    case 18: // sYCC
        return ColourModel::Ycbcr;
    default:
        return ColourModel::Unknown;
    }
}

} // namespace

StreamColour jpegColour(const QByteArray& stream)
{
    std::vector<StreamColour> signs;
    const auto add = [&signs](ColourModel model, const QString& sign) {
        if (model != ColourModel::Unknown)
            signs.push_back({model, sign});
    };
    bool hasJfif = false;
    Components components;
    if (!stream.startsWith("\xFF\xD8"))
        return {};
    forEachSegment(stream, 2, [&](const Segment& segment) {
        if (segment.marker == 0xE0 && segment.content.startsWith("JFIF"))
            hasJfif = true;
        else if (segment.marker == 0xEE && segment.content.startsWith("Adobe"))
            add(adobeModel(segment.content), u"its Adobe marker"_s);
        else if (segment.marker == 0xE8 && segment.content.startsWith("SPIFF"))
            add(spiffModel(segment.content), u"its SPIFF header"_s);
        if (!isJpegFrameHeader(segment.marker))
            return segment.marker != 0xDA;
        components = componentsOf(segment.content);
        hasJfif = hasJfif && hasDct(segment.marker);
        return true; // markers may follow up to the first scan
    });
    if (!components.areThree)
        return {};
    if (components.areCoarser)
        return {ColourModel::Ycbcr, u"its coarser second and third samples"_s};
    if (components.areNamedRgb)
        add(ColourModel::Rgb, u"the names R, G and B of its samples"_s);
    if (hasJfif)
        add(ColourModel::Ycbcr, u"its JFIF marker"_s);
    const bool agree = std::all_of(signs.begin(), signs.end(), [&](const StreamColour& sign) {
        return sign.model == signs.front().model;
    });
    return signs.empty() || !agree ? StreamColour() : signs.front();
}

StreamColour jpeg2000Colour(const QByteArray& stream)
{
    const qint64 begin = jpeg2000Offset(stream);
    if (begin < 0)
        return {};
    if (const ColourModel model = boxModel(stream.left(begin)); model != ColourModel::Unknown)
        return {model, u"its JP2 colour box"_s};
    bool isTransformed = false;
    forEachSegment(stream, begin + 2, [&](const Segment& segment) {
        // COD: style, progression, two bytes of layers, then the component transform (A.6.1).
        if (segment.marker == 0x52)
            isTransformed = at(segment.content, 4) == 1;
        return segment.marker != 0x52 && segment.marker != 0x90;
    });
    if (!isTransformed)
        return {ColourModel::Unknown, u"the lack of a component transform"_s};
    return {ColourModel::Rgb, u"its component transform"_s};
}

} // namespace ccad::imaging
