// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_room.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

namespace ccad::isolation {

namespace {

/// Memory files obey the limit on the size of files, too.
std::size_t largestRoom()
{
    rlimit files{};
    if (getrlimit(RLIMIT_FSIZE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return answerRoomBytes;
    return std::min<std::size_t>(answerRoomBytes, files.rlim_cur);
}

} // namespace

std::optional<AnswerRoom> AnswerRoom::create()
{
    const std::size_t bytes = largestRoom();
    if (bytes < leastRoomBytes)
        return std::nullopt;
    OwnedFd memory(memfd_create("ccad-answer", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory.isOpen() || ftruncate(memory.get(), static_cast<off_t>(bytes)) != 0
        || fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return std::nullopt;
    return AnswerRoom(std::move(memory), RoomPlan(bytes));
}

bool AnswerRoom::copy(std::size_t at, std::span<char> into) const
{
    while (!into.empty()) {
        const ssize_t got = pread(fd(), into.data(), into.size(), static_cast<off_t>(at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += static_cast<std::size_t>(got);
        into = into.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

bool AnswerRoom::ranOutOfMemory() const
{
    quint32 word = 0;
    return copy(0, {reinterpret_cast<char*>(&word), sizeof(word)}) && word != 0;
}

std::optional<QByteArray> AnswerRoom::head(std::size_t bytes) const
{
    QByteArray head(static_cast<qsizetype>(bytes), Qt::Uninitialized);
    return copy(headAt, {head.data(), bytes}) ? std::optional(head) : std::nullopt;
}

bool Bulk::copy(std::size_t at, std::span<char> into) const
{
    return at <= m_bytes && into.size() <= m_bytes - at
        && m_room.copy(m_room.plan().bulkAt + at, into);
}

std::optional<QByteArray> Bulk::from(std::size_t at) const
{
    if (at > m_bytes)
        return std::nullopt;
    QByteArray bytes(static_cast<qsizetype>(m_bytes - at), Qt::Uninitialized);
    return copy(at, {bytes.data(), m_bytes - at}) ? std::optional(bytes) : std::nullopt;
}

std::optional<AnswerWriter> AnswerWriter::attach(int memory)
{
    // fstat() asks for a path, though an empty one, and is refused here.
    const off_t bytes = lseek(memory, 0, SEEK_END);
    if (bytes < off_t{leastRoomBytes} || bytes > off_t{answerRoomBytes})
        return std::nullopt;
    void* begin = mmap(nullptr, headAt, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (begin == MAP_FAILED)
        return std::nullopt;
    return AnswerWriter(memory, RoomPlan(static_cast<std::size_t>(bytes)),
                        static_cast<volatile quint32*>(begin));
}

bool AnswerWriter::write(std::size_t at, std::span<const char> bytes) const
{
    while (!bytes.empty()) {
        const ssize_t put = pwrite(m_memory, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += static_cast<std::size_t>(put);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

bool AnswerWriter::setHead(const QByteArray& head)
{
    const auto bytes = static_cast<std::size_t>(head.size());
    if (bytes > m_plan.headRoom || !write(headAt, {head.constData(), bytes}))
        return false;
    m_headBytes = bytes;
    return true;
}

bool AnswerWriter::append(std::span<const char> bytes)
{
    if (bytes.size() > m_plan.bulkRoom - m_bulkBytes || !write(m_plan.bulkAt + m_bulkBytes, bytes))
        return false;
    m_bulkBytes += bytes.size();
    return true;
}

} // namespace ccad::isolation
