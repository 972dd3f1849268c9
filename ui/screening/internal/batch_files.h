// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace ccad {

/// The end of a journal's file name; the command line uses the same.
inline constexpr auto journalSuffix = ".journal";

/// Where the window keeps its journals; it need not exist.
[[nodiscard]] QString journalFolder();

/// A path there with the time in its name, to the millisecond. Asks no disk, since the window's
/// thread calls it; Journal::create refuses the path of a file that is there.
[[nodiscard]] QString newJournalPath(const QDateTime& time);

} // namespace ccad
