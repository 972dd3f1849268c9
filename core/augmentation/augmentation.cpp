// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/augmentation/augmentation.h"

#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct NamedSet
{
    QString name;
    Augmentation augmentation;
};

std::array<NamedSet, 4> namedSets()
{
    return {{{u"none"_s, {}},
             {u"paper"_s, paperAugmentation()},
             {u"mild"_s, mildAugmentation()},
             {u"robust"_s, robustAugmentation()}}};
}

QJsonArray toJson(const ValueRange& range)
{
    return {range.low, range.high};
}

} // namespace

bool Augmentation::isRandom() const
{
    Augmentation still;
    still.fill = fill;
    still.centreSamples = centreSamples;
    still.centreFeatures = centreFeatures;
    return *this != still;
}

Augmentation paperAugmentation()
{
    Augmentation augmentation;
    augmentation.flipHorizontally = true;
    augmentation.flipVertically = true;
    augmentation.rotationDegrees = 90;
    augmentation.zoom = {0.5, 1.0};
    // Taken as the interval that the paper writes. Keras itself reads a list as its only values.
    augmentation.horizontalShiftPixels = 20;
    augmentation.verticalShift = 0.5;
    augmentation.fill = Augmentation::Fill::Nearest;
    augmentation.brightness = {0.5, 1.0};
    augmentation.centreSamples = true;
    augmentation.centreFeatures = true;
    return augmentation;
}

Augmentation mildAugmentation()
{
    Augmentation augmentation;
    augmentation.flipHorizontally = true;
    augmentation.rotationDegrees = 10;
    augmentation.zoom = {0.85, 1.15};
    augmentation.horizontalShift = 0.08;
    augmentation.verticalShift = 0.08;
    augmentation.gamma = 0.35;
    augmentation.lift = 0.1;
    augmentation.contrast = 0.25;
    return augmentation;
}

Augmentation robustAugmentation()
{
    Augmentation augmentation = mildAugmentation();
    augmentation.resolution = 0.4;
    augmentation.noise = 0.2;
    augmentation.borders = 0.3;
    augmentation.corners = 0.3;
    augmentation.equalise = 0.2;
    augmentation.sharpness = 0.4;
    augmentation.compression = 0.3;
    augmentation.text = 0.3;
    return augmentation;
}

QStringList augmentationNames()
{
    QStringList names;
    for (const NamedSet& set : namedSets())
        names.append(set.name);
    return names;
}

Result<Augmentation> augmentationByName(const QString& name)
{
    for (const NamedSet& set : namedSets())
        if (set.name == name)
            return set.augmentation;
    return Error{ErrorCode::InvalidArgument,
                 u"There is no augmentation \"%1\"; there are: %2."_s.arg(
                     name, augmentationNames().join(u", "_s)),
                 name};
}

QJsonObject toJson(const Augmentation& a)
{
    const bool nearest = a.fill == Augmentation::Fill::Nearest;
    QJsonObject json{{u"flip_horizontally"_s, a.flipHorizontally},
                     {u"flip_vertically"_s, a.flipVertically},
                     {u"rotation_degrees"_s, a.rotationDegrees},
                     {u"zoom"_s, toJson(a.zoom)},
                     {u"horizontal_shift"_s, a.horizontalShift},
                     {u"horizontal_shift_pixels"_s, a.horizontalShiftPixels},
                     {u"vertical_shift"_s, a.verticalShift},
                     {u"fill"_s, nearest ? u"nearest"_s : u"black"_s},
                     {u"brightness"_s, toJson(a.brightness)},
                     {u"lift"_s, a.lift},
                     {u"contrast"_s, a.contrast},
                     {u"gamma"_s, a.gamma},
                     {u"resolution"_s, a.resolution},
                     {u"noise"_s, a.noise},
                     {u"borders"_s, a.borders},
                     {u"corners"_s, a.corners},
                     {u"equalise"_s, a.equalise},
                     {u"centre_samples"_s, a.centreSamples},
                     {u"centre_features"_s, a.centreFeatures}};
    // Written only when set, so that fingerprints of trainings without them stay as they were.
    if (a.sharpness > 0)
        json[u"sharpness"_s] = a.sharpness;
    if (a.compression > 0)
        json[u"compression"_s] = a.compression;
    if (a.text > 0)
        json[u"text"_s] = a.text;
    return json;
}

} // namespace ccad
