// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"

#include <QKeySequence>
#include <QList>

namespace ccad {

/// The menus in which the commands lie.
enum class CommandGroup
{
    File,
    Edit,
    View,
    Overlay, ///< a part of View
    Image,
    Window, ///< a part of Image
    Go,
    Help
};

/// A command before any setting.
struct CommandRow
{
    Command command;
    const char* key; ///< its name in settings, for good
    CommandGroup group;
    const char* text; ///< Title Case, translated in the context of Commands
    const char* icon; ///< or nullptr
    QList<QKeySequence> shortcuts; ///< of the scheme "ccad"
    bool checkable = false;
};

/// All commands, each once, in the order of the menus.
[[nodiscard]] const QList<CommandRow>& commandTable();

/// "View"; parts of a menu follow its title: "View, Overlay".
[[nodiscard]] QString groupTitle(CommandGroup group);

[[nodiscard]] const CommandRow& rowOf(Command command);

} // namespace ccad
