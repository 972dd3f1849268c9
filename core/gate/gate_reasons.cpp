// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/internal/gate_reasons.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

/// Below this no lung marking is left of a chest.
constexpr int fewestPixels = 64;
/// Chest radiographs are between upright 5:7 and lying 7:5; collimated ones of thin people go
/// further.
constexpr double longestShape = 2.2;
/// As a share of the whole range of grey.
constexpr double leastContrast = 0.06;
constexpr double blankShare = 0.95;

} // namespace

std::optional<QString> plainReason(const Radiograph& radiograph, const PictureFacts& facts,
                                   int inputSize)
{
    // With less than half of what the network looks at, a picture is a thumbnail.
    const int fewest = std::max(fewestPixels, inputSize / 2);
    const int shorter = std::min(radiograph.columns, radiograph.rows);
    const int longer = std::max(radiograph.columns, radiograph.rows);
    if (shorter < fewest)
        return u"The picture has only %1 x %2 pixels; a chest cannot be read from "
               "fewer than %3 on a side."_s.arg(radiograph.columns)
                   .arg(radiograph.rows)
                   .arg(fewest);
    if (longer > longestShape * shorter)
        return u"The picture is %1 x %2 pixels, a strip that no chest fits in."_s
            .arg(radiograph.columns)
            .arg(radiograph.rows);
    if (facts.contrast < leastContrast || facts.commonestGrey > blankShare)
        return u"The picture is blank: nearly all of it has the same grey."_s;
    return std::nullopt;
}

QString refusalReason(PictureKind kind)
{
    switch (kind) {
    case PictureKind::UpsideDown:
        return u"The picture seems to be upside down; turn it and try again."_s;
    case PictureKind::OnItsSide:
        return u"The picture seems to lie on its side; turn it and try again."_s;
    case PictureKind::Inverted:
        return u"The greys of the picture seem to be inverted, dark where bone should "
               "be bright; invert it and try again."_s;
    case PictureKind::Frontal:
    case PictureKind::Other:
    case PictureKind::Piece:
    case PictureKind::Child:
        break;
    }
    return u"This does not look like a frontal chest radiograph."_s;
}

QString farReason(PictureKind kind)
{
    const QString other = u"This does not look like a frontal chest radiograph"_s;
    switch (kind) {
    case PictureKind::UpsideDown:
        return other + u"; if it is one, it seems to be upside down."_s;
    case PictureKind::OnItsSide:
        return other + u"; if it is one, it seems to lie on its side."_s;
    case PictureKind::Inverted:
        return other + u"; if it is one, its greys seem to be inverted."_s;
    case PictureKind::Frontal:
    case PictureKind::Other:
    case PictureKind::Piece:
    case PictureKind::Child:
        break;
    }
    return other + u'.';
}

QString pieceWarning()
{
    return u"The picture seems to show only a part of the chest; the model was "
           "trained on whole ones."_s;
}

QString childWarning()
{
    return u"The picture looks like the radiograph of a child; the model was trained on "
           "adults, and its answer may mean little."_s;
}

QString unlikeWarning()
{
    return u"The picture is unlike the model's training images (perhaps a lateral "
           "view, a child, or an unusual crop); its answer may mean little."_s;
}

} // namespace ccad
