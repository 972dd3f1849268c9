// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/mouse_actions.h"

#include "ui/settings/settings.h"

namespace ccad {

namespace {

DragAction dragActionOf(const QString& word, DragAction otherwise)
{
    if (word == QLatin1String("window"))
        return DragAction::Window;
    if (word == QLatin1String("pan"))
        return DragAction::Pan;
    if (word == QLatin1String("zoom"))
        return DragAction::Zoom;
    return otherwise;
}

} // namespace

MouseActions mouseActionsOf(const Settings& settings)
{
    const auto word = [&settings](Setting setting) { return settings.value(setting).toString(); };
    MouseActions actions;
    actions.left = dragActionOf(word(Setting::LeftDrag), actions.left);
    actions.middle = dragActionOf(word(Setting::MiddleDrag), actions.middle);
    actions.right = dragActionOf(word(Setting::RightDrag), actions.right);
    if (word(Setting::Wheel) == QLatin1String("studies"))
        actions.wheel = WheelAction::Studies;
    return actions;
}

} // namespace ccad
