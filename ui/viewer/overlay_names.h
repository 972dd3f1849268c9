// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explain/explainer.h"
#include "core/overlay/overlay.h"

#include <QString>

#include <optional>
#include <span>

namespace ccad {

/// How a saliency map is drawn.
enum class OverlayStyle
{
    Colours,
    Contours,
    Both
};

/// A choice: the key that settings keep and the words that people read.
template <typename Value> struct NamedChoice
{
    Value value;
    QString key;
    QString title;
};

[[nodiscard]] std::span<const NamedChoice<ColourMap>> colourMapNames();
[[nodiscard]] std::span<const NamedChoice<OverlayStyle>> overlayStyleNames();
[[nodiscard]] std::span<const NamedChoice<SaliencyMethod>> saliencyMethodNames();
[[nodiscard]] std::span<const NamedChoice<SaliencyLayer>> saliencyLayerNames();

/// The first choice for an unknown key.
template <typename Value>
[[nodiscard]] Value choiceOf(std::span<const NamedChoice<Value>> names, const QString& key)
{
    for (const NamedChoice<Value>& name : names)
        if (name.key == key)
            return name.value;
    return names.front().value;
}

template <typename Value>
[[nodiscard]] QString titleOf(std::span<const NamedChoice<Value>> names, Value value)
{
    for (const NamedChoice<Value>& name : names)
        if (name.value == value)
            return name.title;
    return {};
}

/// The only layer at which a method may be shown, if it has just one. CAM is defined for the last
/// layer. LayerCAM at the last layer hardly depends on the weights of the head (see
/// tests/core/explain/test_weight_randomisation.cpp), so it is shown at the middle layer alone.
[[nodiscard]] std::optional<SaliencyLayer> onlyLayerOf(SaliencyMethod method);

} // namespace ccad
