// SPDX-License-Identifier: GPL-3.0-or-later
// What failing_disk.cpp asks before each call.
#pragma once

#include <functional>
#include <string>

namespace ccad::test {

enum class Change
{
    Write, ///< takes room
    Make, ///< takes room, too
    Sync, ///< may find that there is no room
    Other, ///< takes none: moves, removes, cuts
    Read, ///< changes nothing
};

struct ScriptedFailure
{
    int code = 0; ///< an errno; 0: the call takes place
    bool isHalf = false; ///< the first half of a write takes place
};

/// Counts the call if it is on the scripted disk and says what becomes of it; `path` holds one
/// path, or two with a line's end between them. Before a kill it calls `halfway`.
[[nodiscard]] ScriptedFailure scriptedFailure(Change change, const char* call,
                                              const std::string& path,
                                              const std::function<void()>& halfway = {});

/// The path of an open file, and of a name in an open folder.
[[nodiscard]] std::string pathOf(int descriptor);
[[nodiscard]] std::string pathOf(int folder, const char* name);
[[nodiscard]] bool isThere(int folder, const char* name);

/// How the disk of that path behaves beside its failures.
struct ScriptedDisk
{
    bool isOnNetwork = false;
    bool lacksExchange = false;
};
[[nodiscard]] ScriptedDisk scriptedDisk(const std::string& path);

} // namespace ccad::test
