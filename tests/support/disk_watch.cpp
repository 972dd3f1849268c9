// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/disk_watch.h"

#include <dlfcn.h>

#include <cstdint>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

namespace {

struct State
{
    std::mutex mutex;
    std::thread::id watched;
    std::string folder; ///< empty: nobody watches
    QStringList touched;
    std::chrono::milliseconds delay{0};
};

State& state()
{
    static State* const one = new State; // outlives every thread
    return *one;
}

void note(const char* call, const char* path)
{
    std::chrono::milliseconds delay{0};
    {
        State& s = state();
        const std::scoped_lock lock(s.mutex);
        if (!path || s.folder.empty() || std::strncmp(path, s.folder.c_str(), s.folder.size()) != 0)
            return;
        if (std::this_thread::get_id() == s.watched)
            s.touched << QString::fromLatin1(call) + QLatin1Char(' ') + QString::fromUtf8(path);
        else
            delay = s.delay;
    }
    if (delay.count() > 0)
        std::this_thread::sleep_for(delay);
}

template <typename Function> Function* next(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

} // namespace

// The functions of the C library that ask the disk for a path, under names of their own here and
// under the library's for the linker: its headers define some of them inline.
#define CCAD_WATCHED(Result, name, parameters, path, ...)                                          \
    extern "C" __attribute__((visibility("default")))                                              \
    Result ccad_watched_##name parameters __asm__(#name);                                          \
    extern "C" Result ccad_watched_##name parameters                                               \
    {                                                                                              \
        static auto* const real = next<Result parameters>(#name);                                  \
        note(#name, path);                                                                         \
        return real(__VA_ARGS__);                                                                  \
    }

CCAD_WATCHED(int, open, (const char* path, int flags, unsigned mode), path, path, flags, mode)
CCAD_WATCHED(int, open64, (const char* path, int flags, unsigned mode), path, path, flags, mode)
CCAD_WATCHED(int, openat, (int at, const char* path, int flags, unsigned mode), path, at, path,
             flags, mode)
CCAD_WATCHED(int, openat64, (int at, const char* path, int flags, unsigned mode), path, at, path,
             flags, mode)
CCAD_WATCHED(void*, fopen, (const char* path, const char* mode), path, path, mode)
CCAD_WATCHED(void*, fopen64, (const char* path, const char* mode), path, path, mode)
CCAD_WATCHED(void*, opendir, (const char* path), path, path)
CCAD_WATCHED(int, statx, (int at, const char* path, int flags, unsigned mask, void* buffer), path,
             at, path, flags, mask, buffer)
CCAD_WATCHED(int, stat, (const char* path, void* buffer), path, path, buffer)
CCAD_WATCHED(int, stat64, (const char* path, void* buffer), path, path, buffer)
CCAD_WATCHED(int, lstat, (const char* path, void* buffer), path, path, buffer)
CCAD_WATCHED(int, lstat64, (const char* path, void* buffer), path, path, buffer)
CCAD_WATCHED(int, access, (const char* path, int mode), path, path, mode)
CCAD_WATCHED(char*, realpath, (const char* path, char* resolved), path, path, resolved)
CCAD_WATCHED(std::intptr_t, readlink, (const char* path, char* buffer, std::size_t size), path,
             path, buffer, size)
CCAD_WATCHED(int, rename, (const char* from, const char* to), to, from, to)
CCAD_WATCHED(int, unlink, (const char* path), path, path)
CCAD_WATCHED(int, mkdir, (const char* path, unsigned mode), path, path, mode)
CCAD_WATCHED(int, rmdir, (const char* path), path, path)

namespace ccad::test {

DiskWatch::DiskWatch(const QString& folder)
{
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    s.watched = std::this_thread::get_id();
    s.folder = folder.toStdString();
    s.touched.clear();
    s.delay = {};
}

DiskWatch::~DiskWatch()
{
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    s.folder.clear();
    s.delay = {};
}

QStringList DiskWatch::touched() const
{
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    QStringList once = s.touched;
    once.removeDuplicates();
    return once;
}

void DiskWatch::slowDown(std::chrono::milliseconds delay)
{
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    s.delay = delay;
}

} // namespace ccad::test
