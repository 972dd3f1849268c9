// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/isolation/forbidden_acts.h"

#include <array>
#include <cstdio>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace ccad::test {

namespace {

long mapped(void* begin)
{
    return begin == MAP_FAILED ? -1 : 0;
}

std::vector<Act> lookingActs()
{
    return {
        {"read a file", [](const Scene& s) { return long{open(s.victim, O_RDONLY)}; }},
        {"open by the old call",
         [](const Scene& s) {
#ifdef SYS_open
             return syscall(SYS_open, s.victim, O_RDONLY);
#else
             return syscall(SYS_openat, AT_FDCWD, s.victim, O_RDONLY);
#endif
         }},
        {"open by the new call",
         [](const Scene& s) {
             const open_how how{};
             return syscall(SYS_openat2, AT_FDCWD, s.victim, &how, sizeof(how));
         }},
        {"open by an open folder",
         [](const Scene& s) { return long{openat(s.folderFd, "victim", O_RDONLY)}; }},
        {"open a path alone", [](const Scene& s) { return long{open(s.victim, O_PATH)}; }},
        {"read a process's memory file",
         [](const Scene&) { return long{open("/proc/self/mem", O_RDWR)}; }},
        {"read the parent's environment",
         [](const Scene& s) {
             std::array<char, 64> path{};
             std::snprintf(path.data(), path.size(), "/proc/%d/environ", s.parentPid);
             return long{open(path.data(), O_RDONLY)};
         }},
        {"reach a descriptor by its path",
         [](const Scene&) { return long{open("/proc/self/fd/0", O_RDONLY)}; }},
        {"open a terminal", [](const Scene&) { return long{open("/dev/ptmx", O_RDWR)}; }},
        {"list a folder",
         [](const Scene& s) {
             std::array<char, 512> room{};
             return syscall(SYS_getdents64, s.folderFd, room.data(), room.size());
         }},
        {"look at a file",
         [](const Scene& s) {
             struct stat status;
             return long{stat(s.victim, &status)};
         }},
        {"look at a file by statx",
         [](const Scene& s) {
             struct statx status;
             return long{statx(AT_FDCWD, s.victim, 0, STATX_ALL, &status)};
         }},
        {"ask whether there is a file",
         [](const Scene& s) { return long{access(s.victim, F_OK)}; }},
        {"look where a link leads",
         [](const Scene&) {
             std::array<char, 64> room{};
             return long{readlink("/proc/self/cwd", room.data(), room.size())};
         }},
        {"ask for the file system",
         [](const Scene& s) {
             struct statfs status;
             return long{statfs(s.folder, &status)};
         }},
        {"read what is written beside a file",
         [](const Scene& s) { return long{listxattr(s.victim, nullptr, 0)}; }},
        {"get a handle of a file",
         [](const Scene& s) {
             std::array<char, sizeof(file_handle) + MAX_HANDLE_SZ> room{};
             auto* handle = reinterpret_cast<file_handle*>(room.data());
             handle->handle_bytes = MAX_HANDLE_SZ;
             int mount = 0;
             return long{name_to_handle_at(AT_FDCWD, s.victim, handle, &mount, 0)};
         }},
        {"watch a folder", [](const Scene&) { return long{inotify_init1(0)}; }},
    };
}

std::vector<Act> makingActs()
{
    return {
        {"make a file",
         [](const Scene& s) { return long{open(s.another, O_WRONLY | O_CREAT, 0600)}; }},
        {"make a file by creat", [](const Scene& s) { return long{creat(s.another, 0600)}; }},
        {"make a file without a name",
         [](const Scene& s) { return long{open(s.folder, O_TMPFILE | O_RDWR, 0600)}; }},
        {"make a file in memory", [](const Scene&) { return long{memfd_create("code", 0)}; }},
        {"make a folder", [](const Scene& s) { return long{mkdir(s.another, 0700)}; }},
        {"make a pipe with a name", [](const Scene& s) { return long{mkfifo(s.another, 0600)}; }},
        {"make a symbolic link",
         [](const Scene& s) { return long{symlink("what a patient has", s.another)}; }},
        {"make a hard link", [](const Scene& s) { return long{link(s.victim, s.another)}; }},
        {"rename", [](const Scene& s) { return long{rename(s.victim, s.another)}; }},
        {"exchange two names",
         [](const Scene& s) {
             return syscall(SYS_renameat2, AT_FDCWD, s.victim, AT_FDCWD, s.victim, 2U);
         }},
        {"unlink", [](const Scene& s) { return long{unlink(s.victim)}; }},
        {"unlink in an open folder",
         [](const Scene& s) { return long{unlinkat(s.folderFd, "victim", 0)}; }},
        {"remove a folder", [](const Scene& s) { return long{rmdir(s.folder)}; }},
    };
}

std::vector<Act> changingActs()
{
    return {
        {"empty a file as it is opened",
         [](const Scene& s) { return long{open(s.victim, O_WRONLY | O_TRUNC)}; }},
        {"truncate", [](const Scene& s) { return long{truncate(s.victim, 1)}; }},
        {"truncate an open file", [](const Scene& s) { return long{ftruncate(s.victimFd, 1)}; }},
        {"write to an open file", [](const Scene& s) { return write(s.victimFd, "x", 1); }},
        {"write somewhere in an open file",
         [](const Scene& s) { return pwrite(s.victimFd, "x", 1, 0); }},
        {"write pieces to an open file",
         [](const Scene& s) {
             char letter = 'x';
             const iovec piece{&letter, 1};
             return writev(s.victimFd, &piece, 1);
         }},
        {"make holes in an open file",
         [](const Scene& s) { return long{fallocate(s.victimFd, 3, 0, 4096)}; }},
        {"send a file into a pipe",
         [](const Scene& s) { return sendfile(s.pipe, s.victimFd, nullptr, 1); }},
        {"copy within files",
         [](const Scene& s) {
             loff_t from = 0;
             loff_t to = 2;
             return copy_file_range(s.victimFd, &from, s.victimFd, &to, 1, 0);
         }},
        {"splice a file into a pipe",
         [](const Scene& s) {
             loff_t from = 0;
             return splice(s.victimFd, &from, s.pipe, nullptr, 1, 0);
         }},
        {"map a file that others see",
         [](const Scene& s) {
             return mapped(mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, s.victimFd, 0));
         }},
        {"map a file that others see, checked",
         [](const Scene& s) {
             return mapped(mmap(nullptr, 4096, PROT_READ, MAP_SHARED_VALIDATE, s.victimFd, 0));
         }},
        {"map a file for oneself",
         [](const Scene& s) {
             return mapped(mmap(nullptr, 4096, PROT_READ, MAP_PRIVATE, s.victimFd, 0));
         }},
        {"change the mode", [](const Scene& s) { return long{chmod(s.victim, 0777)}; }},
        {"change the mode of an open file",
         [](const Scene& s) { return long{fchmod(s.victimFd, 0777)}; }},
        {"change the owner", [](const Scene& s) { return long{chown(s.victim, s.user, s.group)}; }},
        {"change the times",
         [](const Scene& s) { return long{utimensat(AT_FDCWD, s.victim, nullptr, 0)}; }},
        {"write beside an open file",
         [](const Scene& s) { return long{fsetxattr(s.victimFd, "user.note", "x", 1, 0)}; }},
        {"lock an open file", [](const Scene& s) { return syscall(SYS_flock, s.victimFd, 2); }},
        {"sync a file system", [](const Scene& s) { return long{syncfs(s.folderFd)}; }},
        {"change the folder", [](const Scene& s) { return long{chdir(s.folder)}; }},
        {"change to an open folder", [](const Scene& s) { return long{fchdir(s.folderFd)}; }},
        {"ask a device for more",
         [](const Scene& s) {
             int waiting = 0;
             return long{ioctl(s.parent, FIONREAD, &waiting)};
         }},
        {"have a signal sent by a file",
         [](const Scene& s) { return long{fcntl(s.pipe, F_SETOWN, s.bystander)}; }},
    };
}

} // namespace

std::vector<Act> actsOnFiles()
{
    std::vector<Act> acts = lookingActs();
    for (const auto& more : {makingActs(), changingActs()})
        acts.insert(acts.end(), more.begin(), more.end());
    return acts;
}

} // namespace ccad::test
