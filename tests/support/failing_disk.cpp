// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the C library that change a disk, as a failing disk has them.
// No header of the C library that declares them is included: some are defined inline there.
#include "tests/support/internal/disk_script.h"

#include <dlfcn.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>

using ccad::test::Change;
using ccad::test::pathOf;
using ccad::test::scriptedFailure;

namespace {

using Count = std::intptr_t; // ssize_t

// The kernel's numbers, on all of Debian's 64-bit machines but a few.
constexpr int createFlag = 0100; // O_CREAT
constexpr int cutFlag = 01000; // O_TRUNC
constexpr int here = -100; // AT_FDCWD
constexpr unsigned exchangeFlag = 2; // RENAME_EXCHANGE
constexpr long nfsMagic = 0x6969;

template <typename Function> Function* next(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

/// Gives the errno of a call that is not to take place.
int failed(int failure)
{
    errno = failure;
    return -1;
}

/// Writes what the script lets through: all, the first half, or nothing.
template <typename Write>
Count scriptedWrite(const char* call, int file, std::size_t count, Write real)
{
    const auto failure = scriptedFailure(Change::Write, call, pathOf(file), [&] {
        if (count > 1)
            (void)real(count / 2);
    });
    if (!failure.isHalf)
        return failure.code == 0 ? real(count) : failed(failure.code);
    return count > 1 ? real(count / 2) : failed(failure.code);
}

template <typename Open> int scriptedOpen(int at, const char* path, int flags, Open real)
{
    const bool isMaking = (flags & createFlag) != 0 && !ccad::test::isThere(at, path);
    const bool isCutting = !isMaking && (flags & cutFlag) != 0;
    if (isMaking || isCutting)
        if (const auto failure = scriptedFailure(isMaking ? Change::Make : Change::Other,
                                                 isMaking ? "create" : "cut", pathOf(at, path));
            failure.code != 0)
            return failed(failure.code);
    return real();
}

} // namespace

// Under names of their own here and under the library's for the linker: its headers define some of
// them inline.
#define CCAD_DISK(Result, name, parameters)                                                        \
    extern "C" __attribute__((visibility("default")))                                              \
    Result ccad_disk_##name parameters __asm__(#name);                                             \
    extern "C" Result ccad_disk_##name parameters

#define CCAD_DISK_WRITE(name, Offset)                                                              \
    CCAD_DISK(Count, name, (int file, const void* bytes, std::size_t count, Offset offset))        \
    {                                                                                              \
        static auto* const real = next<Count(int, const void*, std::size_t, Offset)>(#name);       \
        return scriptedWrite("write", file, count,                                                 \
                             [&](std::size_t part) { return real(file, bytes, part, offset); });   \
    }

#define CCAD_DISK_OPEN(name)                                                                       \
    CCAD_DISK(int, name, (const char* path, int flags, unsigned mode))                             \
    {                                                                                              \
        static auto* const real = next<int(const char*, int, unsigned)>(#name);                    \
        return scriptedOpen(here, path, flags, [&] { return real(path, flags, mode); });           \
    }

#define CCAD_DISK_OPENAT(name)                                                                     \
    CCAD_DISK(int, name, (int at, const char* path, int flags, unsigned mode))                     \
    {                                                                                              \
        static auto* const real = next<int(int, const char*, int, unsigned)>(#name);               \
        return scriptedOpen(at, path, flags, [&] { return real(at, path, flags, mode); });         \
    }

/// A call whose failure is an errno and -1.
#define CCAD_DISK_CALL(name, parameters, change, shown, path, ...)                                 \
    CCAD_DISK(int, name, parameters)                                                               \
    {                                                                                              \
        static auto* const real = next<int parameters>(#name);                                     \
        const auto failure = scriptedFailure(change, shown, path);                                 \
        return failure.code == 0 ? real(__VA_ARGS__) : failed(failure.code);                       \
    }

CCAD_DISK(Count, write, (int file, const void* bytes, std::size_t count))
{
    static auto* const real = next<Count(int, const void*, std::size_t)>("write");
    return scriptedWrite("write", file, count,
                         [&](std::size_t part) { return real(file, bytes, part); });
}
CCAD_DISK_WRITE(pwrite, std::int64_t)
CCAD_DISK_WRITE(pwrite64, std::int64_t)

CCAD_DISK_OPEN(open)
CCAD_DISK_OPEN(open64)
CCAD_DISK_OPENAT(openat)
CCAD_DISK_OPENAT(openat64)

CCAD_DISK(Count, sendfile, (int out, int in, void* offset, std::size_t count))
{
    static auto* const real = next<Count(int, int, void*, std::size_t)>("sendfile");
    return scriptedWrite("write", out, count,
                         [&](std::size_t part) { return real(out, in, offset, part); });
}
CCAD_DISK(Count, sendfile64, (int out, int in, void* offset, std::size_t count))
{
    static auto* const real = next<Count(int, int, void*, std::size_t)>("sendfile64");
    return scriptedWrite("write", out, count,
                         [&](std::size_t part) { return real(out, in, offset, part); });
}

CCAD_DISK_CALL(fsync, (int file), Change::Sync, "fsync", pathOf(file), file)
CCAD_DISK_CALL(fdatasync, (int file), Change::Sync, "fsync", pathOf(file), file)
CCAD_DISK_CALL(ftruncate, (int file, std::int64_t size), Change::Other, "cut", pathOf(file), file,
               size)
CCAD_DISK_CALL(ftruncate64, (int file, std::int64_t size), Change::Other, "cut", pathOf(file), file,
               size)
CCAD_DISK_CALL(unlink, (const char* path), Change::Other, "unlink", pathOf(here, path), path)
CCAD_DISK_CALL(unlinkat, (int at, const char* path, int flags), Change::Other, "unlink",
               pathOf(at, path), at, path, flags)
CCAD_DISK_CALL(rmdir, (const char* path), Change::Other, "unlink", pathOf(here, path), path)
CCAD_DISK_CALL(mkdir, (const char* path, unsigned mode), Change::Make, "mkdir", pathOf(here, path),
               path, mode)
CCAD_DISK_CALL(mkdirat, (int at, const char* path, unsigned mode), Change::Make, "mkdir",
               pathOf(at, path), at, path, mode)
CCAD_DISK_CALL(link, (const char* from, const char* to), Change::Make, "link",
               pathOf(here, from) + '\n' + pathOf(here, to), from, to)
CCAD_DISK_CALL(linkat, (int at, const char* from, int toAt, const char* to, int flags),
               Change::Make, "link", pathOf(at, from) + '\n' + pathOf(toAt, to), at, from, toAt, to,
               flags)
CCAD_DISK_CALL(rename, (const char* from, const char* to), Change::Other, "rename",
               pathOf(here, from) + '\n' + pathOf(here, to), from, to)
CCAD_DISK_CALL(renameat, (int at, const char* from, int toAt, const char* to), Change::Other,
               "rename", pathOf(at, from) + '\n' + pathOf(toAt, to), at, from, toAt, to)

CCAD_DISK(int, renameat2, (int at, const char* from, int toAt, const char* to, unsigned flags))
{
    static auto* const real = next<int(int, const char*, int, const char*, unsigned)>("renameat2");
    const std::string paths = pathOf(at, from) + '\n' + pathOf(toAt, to);
    // Such a disk changes nothing, so this is no change that counts.
    if (flags != 0 && ccad::test::scriptedDisk(paths).lacksExchange)
        return failed(EINVAL);
    const auto failure = scriptedFailure(
        Change::Other, (flags & exchangeFlag) != 0 ? "exchange" : "rename", paths);
    return failure.code == 0 ? real(at, from, toAt, to, flags) : failed(failure.code);
}

#define CCAD_DISK_READ(name, parameters, ...)                                                      \
    CCAD_DISK(Count, name, parameters)                                                             \
    {                                                                                              \
        static auto* const real = next<Count parameters>(#name);                                   \
        const auto failure = scriptedFailure(Change::Read, "read", pathOf(file));                  \
        return failure.code == 0 ? real(__VA_ARGS__) : failed(failure.code);                       \
    }

CCAD_DISK_READ(read, (int file, void* bytes, std::size_t count), file, bytes, count)
CCAD_DISK_READ(pread, (int file, void* bytes, std::size_t count, std::int64_t offset), file, bytes,
               count, offset)
CCAD_DISK_READ(pread64, (int file, void* bytes, std::size_t count, std::int64_t offset), file,
               bytes, count, offset)

/// The first word of the answer is the kind of the file system, as the kernel has it.
#define CCAD_DISK_KIND(name, parameters, path, ...)                                                \
    CCAD_DISK(int, name, parameters)                                                               \
    {                                                                                              \
        static auto* const real = next<int parameters>(#name);                                     \
        const int answer = real(__VA_ARGS__);                                                      \
        if (answer == 0 && ccad::test::scriptedDisk(path).isOnNetwork)                             \
            *static_cast<long*>(info) = nfsMagic;                                                  \
        return answer;                                                                             \
    }

CCAD_DISK_KIND(statfs, (const char* name, void* info), pathOf(here, name), name, info)
CCAD_DISK_KIND(statfs64, (const char* name, void* info), pathOf(here, name), name, info)
CCAD_DISK_KIND(fstatfs, (int file, void* info), pathOf(file), file, info)
CCAD_DISK_KIND(fstatfs64, (int file, void* info), pathOf(file), file, info)
