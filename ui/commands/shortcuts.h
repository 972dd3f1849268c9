// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/commands.h"

#include <QKeySequence>
#include <QStringList>

#include <optional>

namespace ccad {

class Settings;

/// The keys of every command; the first of each is the one that menus show.
using ShortcutMap = QHash<Command, QList<QKeySequence>>;

/// A set of keys to start from: CCAD's own, and where they differ, the keys that a user of another
/// program expects:
/// - "weasis": Ctrl+Enter actual size, Alt+L and Alt+R rotate, Ctrl with plus and minus zooms.
///   Not taken over: Alt+F to flip, which opens the File menu here.
/// - "horos": L measures a length (rotating left moves to Shift+R), A an angle, V and H flip,
///   0 the full range, 1 to 9 the presets. Not taken over: keys of tools that CCAD has not.
/// - "ohif": = fits, + and - zoom, Page Up and Page Down travel, Backspace deletes a measurement,
///   Ctrl+Y redoes. Not taken over: Space to reset, which is held to pan here.
struct ShortcutScheme
{
    QString key; ///< as Setting::ShortcutScheme keeps it
    QString title;
};

[[nodiscard]] QList<ShortcutScheme> shortcutSchemes();

/// The keys of a scheme; an unknown name gives CCAD's own.
[[nodiscard]] ShortcutMap shortcutsOfScheme(const QString& key);

/// The scheme and the user's changes, from the settings. Entries that make no sense are ignored.
[[nodiscard]] ShortcutMap shortcutsOf(const Settings& settings);

/// Keeps the keys that differ from the scheme in the settings.
void setShortcuts(Settings& settings, const ShortcutMap& shortcuts);

/// The name of a command in the settings ("actual-size"), and back.
[[nodiscard]] QString keyOf(Command command);
[[nodiscard]] std::optional<Command> commandOf(const QString& key);

/// The title without the marks of menus: "Actual Size".
[[nodiscard]] QString titleOf(Command command);

/// The other commands that one of the command's keys sets off or is the beginning of.
[[nodiscard]] QList<Command> conflicts(const ShortcutMap& shortcuts, Command command);

/// A clause on the picture's own use of a key ("pans the picture while it is held"); nothing when
/// the key is free for commands.
[[nodiscard]] std::optional<QString> useByPicture(const QKeySequence& keys);

/// "F, Shift+F" in the words of the platform; empty without any.
[[nodiscard]] QString textOf(const QList<QKeySequence>& keys);

} // namespace ccad
