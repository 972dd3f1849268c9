// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/isolation/foreign_reader.h"
#include "core/isolation/internal/wire.h"

/// What passes between DecodingService, the template and the children that it forks, one for each
/// file. The template is greeted with Setup and answers Hello, as any decoder. It never sees a
/// foreign byte, and is locked down but for forking; a child gives that up, too, before it looks at
/// its file.
namespace ccad::isolation {

enum class Want : quint32
{
    Picture = 1,
    Preview = 2,
    Tags = 3,
    FilmUid = 4,
    Foreign = 5, ///< what the reader of a ForeignKind tells
    Layers = 6 ///< nothing of the file: what holds the process
};

/// Program to template, followed in the same packet by `pathBytes` bytes of UTF-8, which are for
/// messages only, and with three descriptors: the file, the child's end of a socket, and the room
/// for the answer.
struct Job
{
    quint32 magic = isolation::magic;
    Want want = Want::Picture;
    qint32 shorterSide = 0; ///< of a ReadSize, or of a preview
    quint32 onlySlowOnes = 0;
    quint32 withHash = 0;
    quint32 mayBeUnconfined = 0; ///< allowUnconfined is set
    qint32 timeMs = 0;
    quint32 pathBytes = 0;
    qint64 memoryBytes = 0; ///< for the reading, beyond what the template has
    ForeignKind kind = ForeignKind::FilmHeader;
    quint32 padding = 0;
};

/// Where a child of the template finds what came with its job. Nothing else is open.
constexpr int jobFileFd = 5;

/// Template to program: the child is a child of the program, not of the template.
struct Forked
{
    quint32 magic = isolation::magic;
    qint32 pid = 0; ///< 0: the system refused, for this reason
    qint32 error = 0;
};

enum class Outcome : quint32
{
    Content = 1,
    Failure = 2, ///< code, message and context are JSON in the head
    Unconfined = 3 ///< the file was not looked at, since the layers are not enough
};

/// Child to program, once; all else lies in the answer's room.
struct Told
{
    quint32 magic = isolation::magic;
    Outcome outcome = Outcome::Failure;
    quint32 noNewPrivileges = 0;
    quint32 limits = 0;
    qint32 landlock = 0;
    quint32 seccomp = 0;
    quint32 namespaces = 0;
    quint32 padding = 0;
    quint64 headBytes = 0;
    quint64 bulkBytes = 0;
};

static_assert(
    std::is_trivially_copyable_v<
        Job> && std::is_trivially_copyable_v<Forked> && std::is_trivially_copyable_v<Told>);

} // namespace ccad::isolation
