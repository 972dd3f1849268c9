// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

class Settings;

enum class DragAction
{
    Window,
    Pan,
    Zoom
};

enum class WheelAction
{
    Zoom,
    Studies ///< the next or the previous study; with Ctrl held the wheel still zooms
};

/// The mouse's actions on the canvas.
struct MouseActions
{
    DragAction left = DragAction::Window;
    DragAction middle = DragAction::Pan;
    DragAction right = DragAction::Zoom;
    WheelAction wheel = WheelAction::Zoom;
    bool operator==(const MouseActions&) const = default;
};

/// The actions that LeftDrag, MiddleDrag, RightDrag and Wheel name; an unknown word gives the
/// default.
[[nodiscard]] MouseActions mouseActionsOf(const Settings& settings);

} // namespace ccad
