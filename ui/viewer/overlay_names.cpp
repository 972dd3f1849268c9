// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/overlay_names.h"

#include <QCoreApplication>

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("OverlayNames", text);
}

} // namespace

std::span<const NamedChoice<ColourMap>> colourMapNames()
{
    static const NamedChoice<ColourMap> names[] = {
        {ColourMap::Inferno, QStringLiteral("inferno"), QStringLiteral("Inferno")},
        {ColourMap::Viridis, QStringLiteral("viridis"), QStringLiteral("Viridis")},
        {ColourMap::Cividis, QStringLiteral("cividis"), QStringLiteral("Cividis")},
    };
    return names;
}

std::span<const NamedChoice<OverlayStyle>> overlayStyleNames()
{
    static const NamedChoice<OverlayStyle> names[] = {
        {OverlayStyle::Colours, QStringLiteral("colours"), tr("Colours")},
        {OverlayStyle::Contours, QStringLiteral("contours"), tr("Contours")},
        {OverlayStyle::Both, QStringLiteral("both"), tr("Colours and contours")},
    };
    return names;
}

std::span<const NamedChoice<SaliencyMethod>> saliencyMethodNames()
{
    static const NamedChoice<SaliencyMethod> names[] = {
        {SaliencyMethod::Cam, QStringLiteral("cam"), QStringLiteral("CAM")},
        {SaliencyMethod::GradCam, QStringLiteral("grad-cam"), QStringLiteral("Grad-CAM")},
        {SaliencyMethod::HiResCam, QStringLiteral("hirescam"), QStringLiteral("HiResCAM")},
        {SaliencyMethod::LayerCam, QStringLiteral("layercam"), QStringLiteral("LayerCAM")},
    };
    return names;
}

std::span<const NamedChoice<SaliencyLayer>> saliencyLayerNames()
{
    static const NamedChoice<SaliencyLayer> names[] = {
        {SaliencyLayer::Last, QStringLiteral("last"), tr("Last layer, coarse")},
        {SaliencyLayer::Middle, QStringLiteral("middle"), tr("Middle layer, finer")},
    };
    return names;
}

std::optional<SaliencyLayer> onlyLayerOf(SaliencyMethod method)
{
    switch (method) {
    case SaliencyMethod::Cam:
        return SaliencyLayer::Last;
    case SaliencyMethod::LayerCam:
        return SaliencyLayer::Middle;
    case SaliencyMethod::GradCam:
    case SaliencyMethod::HiResCam:
        break;
    }
    return std::nullopt;
}

} // namespace ccad
