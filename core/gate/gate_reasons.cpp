// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/gate_reasons.h"

#include <algorithm>

namespace ccad {

namespace {

/// Below this no lung marking is left of a chest.
constexpr int fewestPixels = 64;
/// Chest radiographs are between upright 5:7 and lying 7:5; collimated ones of thin people go
/// further.
constexpr double longestShape = 2.2;
/// Of the whole range of grey.
constexpr double leastContrast = 0.06;
constexpr double blankShare = 0.95;

} // namespace

std::optional<QString> plainReason(const Radiograph& radiograph, const PictureFacts& facts)
{
    const int shorter = std::min(radiograph.columns, radiograph.rows);
    const int longer = std::max(radiograph.columns, radiograph.rows);
    if (shorter < fewestPixels)
        return QStringLiteral("The picture has only %1 x %2 pixels; a chest cannot be read from "
                              "fewer than %3 on a side.")
            .arg(radiograph.columns)
            .arg(radiograph.rows)
            .arg(fewestPixels);
    if (longer > longestShape * shorter)
        return QStringLiteral("The picture is %1 x %2 pixels, a strip that no chest fits in.")
            .arg(radiograph.columns)
            .arg(radiograph.rows);
    if (facts.contrast < leastContrast || facts.commonestGrey > blankShare)
        return QStringLiteral("The picture is blank: nearly all of it has the same grey.");
    return std::nullopt;
}

QString refusalReason(PictureKind kind)
{
    switch (kind) {
    case PictureKind::UpsideDown:
        return QStringLiteral("The picture seems to be upside down; turn it and try again.");
    case PictureKind::OnItsSide:
        return QStringLiteral("The picture seems to lie on its side; turn it and try again.");
    case PictureKind::Inverted:
        return QStringLiteral(
            "The greys of the picture seem to be inverted, dark where bone should "
            "be bright; invert it and try again.");
    case PictureKind::Frontal:
    case PictureKind::Other:
    case PictureKind::Part:
        break;
    }
    return QStringLiteral("This does not look like a frontal chest radiograph.");
}

QString partWarning()
{
    return QStringLiteral("The picture seems to show only a part of the chest; the model was "
                          "trained on whole ones.");
}

QString unlikeWarning()
{
    return QStringLiteral("The picture is unlike the model's training images (perhaps a lateral "
                          "view, a child, or an unusual crop); its answer may mean little.");
}

} // namespace ccad
