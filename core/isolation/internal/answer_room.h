// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"

#include <QByteArray>

#include <optional>
#include <span>

namespace ccad::isolation {

/// Room for what a child tells of one file: a word, a head and a bulk. Its size is the same for
/// every file and sealed, so that the parent never reads behind its end; it takes memory only where
/// it is written. Nothing in it may be trusted by the parent.
constexpr std::size_t headRoom = std::size_t{64} << 20;
constexpr std::size_t bulkRoom = std::size_t{768} << 20; ///< the largest picture and its overlays
constexpr std::size_t headAt = 4096;
constexpr std::size_t bulkAt = headAt + headRoom;
constexpr std::size_t answerRoomBytes = bulkAt + bulkRoom;

/// The parent's side.
class AnswerRoom
{
public:
    /// Nothing when the system refuses.
    [[nodiscard]] static std::optional<AnswerRoom> create();

    [[nodiscard]] int fd() const { return m_memory.get(); }
    /// The child ran out of memory. Survives the child's death.
    [[nodiscard]] bool ranOutOfMemory() const;
    /// A copy of the head, which has at most headRoom bytes; nothing when the system refuses.
    [[nodiscard]] std::optional<QByteArray> head(std::size_t bytes) const;

    /// The bulk, as long as this lives; the child may still change it.
    class Bulk
    {
    public:
        /// At most bulkRoom bytes. Empty when the system refuses.
        Bulk(const AnswerRoom& room, std::size_t bytes);
        ~Bulk();
        Bulk(const Bulk&) = delete;
        Bulk& operator=(const Bulk&) = delete;
        [[nodiscard]] std::span<const char> bytes() const { return m_bytes; }

    private:
        std::span<const char> m_bytes;
    };

private:
    explicit AnswerRoom(OwnedFd memory) : m_memory(std::move(memory)) { }

    OwnedFd m_memory;
};

/// The child's side: maps the whole room and fills it from the front.
class AnswerWriter
{
public:
    /// Nothing when the memory is not of that size.
    [[nodiscard]] static std::optional<AnswerWriter> attach(int memory);

    [[nodiscard]] volatile quint32* outOfMemory() const;
    /// False when there is no room for it. A new head replaces the one before.
    [[nodiscard]] bool setHead(const QByteArray& head);
    [[nodiscard]] bool append(std::span<const char> bytes);

    [[nodiscard]] std::size_t headBytes() const { return m_headBytes; }
    [[nodiscard]] std::size_t bulkBytes() const { return m_bulkBytes; }

private:
    explicit AnswerWriter(char* begin) : m_begin(begin) { }

    char* m_begin;
    std::size_t m_headBytes = 0;
    std::size_t m_bulkBytes = 0;
};

} // namespace ccad::isolation
