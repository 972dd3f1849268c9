// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/overlay_names.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

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
        {ColourMap::Inferno, u"inferno"_s, u"Inferno"_s},
        {ColourMap::Viridis, u"viridis"_s, u"Viridis"_s},
        {ColourMap::Cividis, u"cividis"_s, u"Cividis"_s},
    };
    return names;
}

std::span<const NamedChoice<OverlayStyle>> overlayStyleNames()
{
    static const NamedChoice<OverlayStyle> names[] = {
        {OverlayStyle::Colours, u"colours"_s, tr("Colours")},
        {OverlayStyle::Contours, u"contours"_s, tr("Contours")},
        {OverlayStyle::Both, u"both"_s, tr("Colours and contours")},
    };
    return names;
}

std::span<const NamedChoice<SaliencyMethod>> saliencyMethodNames()
{
    static const NamedChoice<SaliencyMethod> names[] = {
        {SaliencyMethod::Cam, u"cam"_s, u"CAM"_s},
        {SaliencyMethod::GradCam, u"grad-cam"_s, u"Grad-CAM"_s},
        {SaliencyMethod::HiResCam, u"hirescam"_s, u"HiResCAM"_s},
        {SaliencyMethod::LayerCam, u"layercam"_s, u"LayerCAM"_s},
    };
    return names;
}

std::span<const NamedChoice<SaliencyLayer>> saliencyLayerNames()
{
    static const NamedChoice<SaliencyLayer> names[] = {
        {SaliencyLayer::Last, u"last"_s, tr("Last layer, coarse")},
        {SaliencyLayer::Middle, u"middle"_s, tr("Middle layer, finer")},
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
