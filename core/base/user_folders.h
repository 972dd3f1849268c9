// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

// Where CCAD keeps what it needs again, for this user. The window and the command line share these
// folders; another program, such as a test, has its own, so that it never touches a user's data.
// None of them need exist. They need a QCoreApplication with its name.

/// Notes, session, journals, models, the key of this installation: "~/.local/share/ccad".
[[nodiscard]] QString userDataFolder();
/// What can be computed again: "~/.cache/ccad".
[[nodiscard]] QString userCacheFolder();
/// The settings of the window: "~/.config/ccad/ccad.ini".
[[nodiscard]] QString userSettingsFile();

/// From now on what this process makes can be read by its user alone, unless it says otherwise:
/// reports, worklists, overlays and copies for training are about patients, whatever their name.
/// For the first line of a program.
void keepFilesPrivate();

/// Takes from others whatever right they have to these folders and to the settings, which earlier
/// versions left open. What is missing, a link or somebody else's stays as it is.
void closeUserFolders();

} // namespace ccad
