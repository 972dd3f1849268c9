// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/owned_fd.h"
#include "core/isolation/decoder.h"
#include "core/isolation/internal/wire.h"

#include <optional>

namespace ccad::isolation {

/// The memory that parent and child share, of a size that depends on the network's input alone, so
/// that no file can make an answer larger. Nothing in it may be trusted by the parent.
class SharedRegion
{
public:
    /// The parent's side: a new region, which the child can neither shrink (that would crash
    /// whoever reads behind its end) nor enlarge. Nothing when the system refuses.
    [[nodiscard]] static std::optional<SharedRegion> create(int inputSize);
    /// The child's side: maps the region that it was given.
    [[nodiscard]] static std::optional<SharedRegion> attach(OwnedFd memory, int inputSize);

    SharedRegion(SharedRegion&& other) noexcept;
    SharedRegion& operator=(SharedRegion&&) = delete;
    ~SharedRegion();

    [[nodiscard]] int fd() const { return m_memory.get(); }

    /// Not 0: the child ran out of memory while it answered. Survives the child's death.
    [[nodiscard]] volatile quint32* outOfMemory() const;
    [[nodiscard]] float* input() const; ///< inputSize x inputSize
    [[nodiscard]] std::uint8_t* thumbnail() const; ///< thumbnailSide x thumbnailSide at most
    [[nodiscard]] char* facts() const; ///< factsRoom bytes

private:
    SharedRegion(OwnedFd memory, int inputSize, void* begin);

    OwnedFd m_memory;
    int m_inputSize = 0;
    char* m_begin = nullptr;
};

} // namespace ccad::isolation
