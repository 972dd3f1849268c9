// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/augmentation.h"

#include <QJsonArray>

#include <array>

namespace ccad {

namespace {

struct NamedSet
{
    QString name;
    Augmentation augmentation;
};

std::array<NamedSet, 4> namedSets()
{
    return {{{QStringLiteral("none"), {}},
             {QStringLiteral("paper"), paperAugmentation()},
             {QStringLiteral("mild"), mildAugmentation()},
             {QStringLiteral("robust"), robustAugmentation()}}};
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
                 QStringLiteral("There is no augmentation \"%1\"; there are: %2.")
                     .arg(name, augmentationNames().join(QStringLiteral(", "))),
                 name};
}

QJsonObject toJson(const Augmentation& a)
{
    const bool nearest = a.fill == Augmentation::Fill::Nearest;
    QJsonObject json{
        {QStringLiteral("flip_horizontally"), a.flipHorizontally},
        {QStringLiteral("flip_vertically"), a.flipVertically},
        {QStringLiteral("rotation_degrees"), a.rotationDegrees},
        {QStringLiteral("zoom"), toJson(a.zoom)},
        {QStringLiteral("horizontal_shift"), a.horizontalShift},
        {QStringLiteral("horizontal_shift_pixels"), a.horizontalShiftPixels},
        {QStringLiteral("vertical_shift"), a.verticalShift},
        {QStringLiteral("fill"), nearest ? QStringLiteral("nearest") : QStringLiteral("black")},
        {QStringLiteral("brightness"), toJson(a.brightness)},
        {QStringLiteral("lift"), a.lift},
        {QStringLiteral("contrast"), a.contrast},
        {QStringLiteral("gamma"), a.gamma},
        {QStringLiteral("resolution"), a.resolution},
        {QStringLiteral("noise"), a.noise},
        {QStringLiteral("borders"), a.borders},
        {QStringLiteral("corners"), a.corners},
        {QStringLiteral("equalise"), a.equalise},
        {QStringLiteral("centre_samples"), a.centreSamples},
        {QStringLiteral("centre_features"), a.centreFeatures}};
    // Written only when set: what sets without them are known by stays as it was.
    if (a.sharpness > 0)
        json[QStringLiteral("sharpness")] = a.sharpness;
    if (a.compression > 0)
        json[QStringLiteral("compression")] = a.compression;
    if (a.text > 0)
        json[QStringLiteral("text")] = a.text;
    return json;
}

} // namespace ccad
