// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"

#include <QByteArray>

#include <optional>
#include <span>

namespace ccad::isolation {

// Room for what a child tells of one file: a word, a head and a bulk. Its size is sealed; it takes
// memory only where it is written. Written and read as a file rather than mapped: where a fault for
// each new page is dear, as in a virtual machine, that is several times as fast, and the parent has
// copied whatever it looks at.

/// Where the head begins, behind the word.
constexpr std::size_t headAt = 4096;

/// The parts of a room. A whole one has 64 MiB for the head, and 768 MiB for the largest picture
/// and its overlays.
struct RoomPlan
{
    static constexpr std::size_t parts = 13; // one for the head

    constexpr explicit RoomPlan(std::size_t bytes)
        : headRoom((bytes - headAt) / parts), bulkAt(headAt + headRoom), bulkRoom(bytes - bulkAt)
    {
    }

    std::size_t headRoom;
    std::size_t bulkAt;
    std::size_t bulkRoom;
};

constexpr std::size_t answerRoomBytes = headAt + RoomPlan::parts * (std::size_t{64} << 20);
constexpr std::size_t leastRoomBytes = std::size_t{64} << 10; ///< for sentences and small pictures

/// The parent's side. Nothing in it may be trusted.
class AnswerRoom
{
public:
    /// A whole room, or a smaller one where the user limits the size of files (`ulimit -f`).
    /// Nothing when the system refuses.
    [[nodiscard]] static std::optional<AnswerRoom> create();

    [[nodiscard]] const RoomPlan& plan() const { return m_plan; }
    [[nodiscard]] int fd() const { return m_memory.get(); }
    /// The child ran out of memory. Survives the child's death.
    [[nodiscard]] bool ranOutOfMemory() const;
    /// A copy of the head, which has at most plan().headRoom bytes; nothing when the system
    /// refuses.
    [[nodiscard]] std::optional<QByteArray> head(std::size_t bytes) const;

private:
    friend class Bulk;
    AnswerRoom(OwnedFd memory, const RoomPlan& plan) : m_memory(std::move(memory)), m_plan(plan) { }
    [[nodiscard]] bool copy(std::size_t at, std::span<char> into) const;

    OwnedFd m_memory;
    RoomPlan m_plan;
};

/// What the child appended, on the parent's side.
class Bulk
{
public:
    /// At most plan().bulkRoom bytes of a room that lives as long.
    Bulk(const AnswerRoom& room, std::size_t bytes) : m_room(room), m_bytes(bytes) { }

    [[nodiscard]] std::size_t size() const { return m_bytes; }
    /// Copies what begins at that place; false when it is shorter, or the system refuses.
    [[nodiscard]] bool copy(std::size_t at, std::span<char> into) const;
    /// A copy of all from that place on.
    [[nodiscard]] std::optional<QByteArray> from(std::size_t at) const;

private:
    const AnswerRoom& m_room;
    std::size_t m_bytes;
};

/// The child's side: fills the room from the front.
class AnswerWriter
{
public:
    /// Nothing when the memory is too small or too large for a room.
    [[nodiscard]] static std::optional<AnswerWriter> attach(int memory);

    [[nodiscard]] volatile quint32* outOfMemory() const { return m_outOfMemory; }
    /// False when there is no room for it. A new head replaces the one before.
    [[nodiscard]] bool setHead(const QByteArray& head);
    [[nodiscard]] bool append(std::span<const char> bytes);

    [[nodiscard]] std::size_t headBytes() const { return m_headBytes; }
    [[nodiscard]] std::size_t bulkBytes() const { return m_bulkBytes; }

private:
    AnswerWriter(int memory, const RoomPlan& plan, volatile quint32* outOfMemory)
        : m_memory(memory), m_plan(plan), m_outOfMemory(outOfMemory)
    {
    }
    [[nodiscard]] bool write(std::size_t at, std::span<const char> bytes) const;

    int m_memory;
    RoomPlan m_plan;
    volatile quint32* m_outOfMemory; ///< mapped, for handlers that may only store a word
    std::size_t m_headBytes = 0;
    std::size_t m_bulkBytes = 0;
};

} // namespace ccad::isolation
