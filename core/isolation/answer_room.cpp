// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_room.h"

#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace ccad::isolation {

std::optional<AnswerRoom> AnswerRoom::create()
{
    OwnedFd memory(memfd_create("ccad-answer", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory.isOpen() || ftruncate(memory.get(), static_cast<off_t>(answerRoomBytes)) != 0
        || fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return std::nullopt;
    return AnswerRoom(std::move(memory));
}

bool AnswerRoom::ranOutOfMemory() const
{
    quint32 word = 0;
    return pread(fd(), &word, sizeof(word), 0) == sizeof(word) && word != 0;
}

std::optional<QByteArray> AnswerRoom::head(std::size_t bytes) const
{
    QByteArray head(static_cast<qsizetype>(bytes), Qt::Uninitialized);
    const ssize_t got = pread(fd(), head.data(), bytes, static_cast<off_t>(headAt));
    if (got != static_cast<ssize_t>(bytes))
        return std::nullopt;
    return head;
}

AnswerRoom::Bulk::Bulk(const AnswerRoom& room, std::size_t bytes)
{
    if (bytes == 0 || bytes > bulkRoom)
        return;
    void* begin = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, room.fd(), off_t{bulkAt});
    if (begin != MAP_FAILED)
        m_bytes = {static_cast<const char*>(begin), bytes};
}

AnswerRoom::Bulk::~Bulk()
{
    if (!m_bytes.empty())
        munmap(const_cast<char*>(m_bytes.data()), m_bytes.size());
}

std::optional<AnswerWriter> AnswerWriter::attach(int memory)
{
    struct stat status = {};
    if (fstat(memory, &status) != 0 || status.st_size != static_cast<off_t>(answerRoomBytes))
        return std::nullopt;
    void* begin = mmap(nullptr, answerRoomBytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    if (begin == MAP_FAILED)
        return std::nullopt;
    return AnswerWriter(static_cast<char*>(begin));
}

volatile quint32* AnswerWriter::outOfMemory() const
{
    return reinterpret_cast<volatile quint32*>(m_begin);
}

bool AnswerWriter::setHead(const QByteArray& head)
{
    const auto bytes = static_cast<std::size_t>(head.size());
    if (bytes > headRoom)
        return false;
    std::memcpy(m_begin + headAt, head.constData(), bytes);
    m_headBytes = bytes;
    return true;
}

bool AnswerWriter::append(std::span<const char> bytes)
{
    if (bytes.size() > bulkRoom - m_bulkBytes)
        return false;
    std::memcpy(m_begin + bulkAt + m_bulkBytes, bytes.data(), bytes.size());
    m_bulkBytes += bytes.size();
    return true;
}

} // namespace ccad::isolation
