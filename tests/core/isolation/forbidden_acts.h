// SPDX-License-Identifier: GPL-3.0-or-later
// What a file that has taken a decoder over would do next. Each act is the system call itself.
#pragma once

#include <vector>

#include <sys/types.h>

namespace ccad::test {

/// What the acts find when they begin, opened while that was allowed.
struct Scene
{
    const char* folder = nullptr; ///< where everybody may write
    const char* victim = nullptr; ///< a file in it
    const char* another = nullptr; ///< a name in it that is free
    int victimFd = -1; ///< for reading and writing
    int folderFd = -1;
    int programFd = -1; ///< /bin/true
    int namespaceFd = -1; ///< of host names
    int server = -1; ///< a listening socket, as D-Bus and X11 have one
    const char* serverPath = nullptr;
    int unconnected = -1; ///< a socket of the kind that the server wants
    int internet = -1;
    int stranger = -1; ///< connected to somebody else than the parent
    int pipe = -1; ///< its end to write to
    int parent = -1; ///< connected to the parent, the one socket that may be used
    pid_t parentPid = 0;
    pid_t bystander = 0; ///< another process of the user
    uid_t user = 0;
    gid_t group = 0;
    void* parentsMemory = nullptr; ///< an address in the test program
    char* page = nullptr; ///< of one's own, private
};

struct Act
{
    const char* name;
    long (*attempt)(const Scene&); ///< -1 and errno, or success
};

[[nodiscard]] std::vector<Act> actsOnFiles();
[[nodiscard]] std::vector<Act> actsOnOthers(); ///< processes, sockets
[[nodiscard]] std::vector<Act> actsOnTheSystem(); ///< memory as code, kernel, privileges

} // namespace ccad::test
