// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <type_traits>

/// What passes between Decoder and ccad-decoder: whole packets over a socket of the kind
/// SOCK_SEQPACKET, and a region of memory of fixed size that both have mapped. Both sides are of
/// one build, so that the structures are sent as they lie in memory.
namespace ccad::isolation {

constexpr quint32 magic = 0x43434144;
constexpr quint32 protocolVersion = 7;

/// Descriptors at which the child finds the socket and the memory.
constexpr int socketFd = 3;
constexpr int memoryFd = 4;

constexpr int maxPathBytes = 4096; ///< PATH_MAX, with its zero
constexpr int specRoom = 1024; ///< three times what the JSON of a spec takes
constexpr qsizetype factsRoom = qsizetype{1} << 20;

enum class Service : quint32
{
    Batch = 0, ///< one process for many files, which it prepares for a network
    Template = 1 ///< forks a process for each file (service_wire.h)
};

/// Parent to child, once, first of all.
struct Setup
{
    quint32 magic = isolation::magic;
    quint32 version = protocolVersion;
    qint64 parentPid = 0;
    qint64 memoryBytes = 0;
    qint32 timeMs = 0;
    Service service = Service::Batch;
    char spec[specRoom] = {}; ///< the PreprocessSpec as JSON, with its zero
    char lungFolder[maxPathBytes] = {}; ///< UTF-8; empty where no lungs are needed
};

/// Child to parent, once: ready for requests, and held by these layers (SandboxLayers).
struct Hello
{
    quint32 magic = isolation::magic;
    quint32 version = protocolVersion;
    quint32 noNewPrivileges = 0;
    quint32 limits = 0;
    qint32 landlock = 0;
    quint32 seccomp = 0;
    quint32 namespaces = 0;
};

/// Parent to child, followed in the same packet by `pathBytes` bytes of UTF-8, which are for
/// messages only: with the packet comes the open file, since the child can open none.
struct Request
{
    quint32 number = 0;
    quint32 pathBytes = 0;
};

enum class AnswerKind : quint32
{
    Study = 1,
    Failure = 2 ///< code, message and context are JSON where the facts would be
};

/// Child to parent; all else lies in the region.
struct Answer
{
    quint32 magic = isolation::magic;
    quint32 number = 0; ///< the request's
    AnswerKind kind = AnswerKind::Failure;
    quint32 factsBytes = 0;
    /// VOI tables were left out, since the facts would not have fitted.
    quint32 tablesDropped = 0;
    qint32 thumbnailWidth = 0;
    qint32 thumbnailHeight = 0;
    qint32 padding = 0;
    double imageLeft = 0;
    double imageTop = 0;
    double imageWidth = 0;
    double imageHeight = 0;
    quint32 lungsMissing = 0;
    quint32 morePadding = 0;
    double decodeMs = 0;
    double preprocessMs = 0;
};

static_assert(
    std::is_trivially_copyable_v<
        Setup> && std::is_trivially_copyable_v<Hello> && std::is_trivially_copyable_v<Request> && std::is_trivially_copyable_v<Answer>);

} // namespace ccad::isolation
