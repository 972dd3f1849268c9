// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/shared_region.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

namespace ccad::isolation {

namespace {

// Control words, input, thumbnail, facts.
constexpr std::size_t controlBytes = 64;

std::size_t inputBytes(int inputSize)
{
    return static_cast<std::size_t>(inputSize) * static_cast<std::size_t>(inputSize)
        * sizeof(float);
}

constexpr std::size_t thumbnailBytes = std::size_t{thumbnailSide} * thumbnailSide;

std::size_t totalBytes(int inputSize)
{
    return controlBytes + inputBytes(inputSize) + thumbnailBytes
        + static_cast<std::size_t>(factsRoom);
}

void* mapped(int fd, int inputSize)
{
    void* begin = mmap(nullptr, totalBytes(inputSize), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return begin == MAP_FAILED ? nullptr : begin;
}

} // namespace

std::optional<SharedRegion> SharedRegion::create(int inputSize)
{
    OwnedFd memory(memfd_create("ccad-decoder", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    const auto size = static_cast<off_t>(totalBytes(inputSize));
    if (!memory.isOpen() || ftruncate(memory.get(), size) != 0
        || fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return std::nullopt;
    void* begin = mapped(memory.get(), inputSize);
    if (!begin)
        return std::nullopt;
    return SharedRegion(std::move(memory), inputSize, begin);
}

std::optional<SharedRegion> SharedRegion::attach(OwnedFd memory, int inputSize)
{
    struct stat status
    {
    };
    if (fstat(memory.get(), &status) != 0
        || status.st_size != static_cast<off_t>(totalBytes(inputSize)))
        return std::nullopt;
    void* begin = mapped(memory.get(), inputSize);
    if (!begin)
        return std::nullopt;
    return SharedRegion(std::move(memory), inputSize, begin);
}

SharedRegion::SharedRegion(OwnedFd memory, int inputSize, void* begin)
    : m_memory(std::move(memory)), m_inputSize(inputSize), m_begin(static_cast<char*>(begin))
{
}

SharedRegion::SharedRegion(SharedRegion&& other) noexcept
    : m_memory(std::move(other.m_memory)), m_inputSize(other.m_inputSize),
      m_begin(std::exchange(other.m_begin, nullptr))
{
}

SharedRegion::~SharedRegion()
{
    if (m_begin)
        munmap(m_begin, totalBytes(m_inputSize));
}

volatile quint32* SharedRegion::outOfMemory() const
{
    return reinterpret_cast<volatile quint32*>(m_begin);
}

float* SharedRegion::input() const
{
    return reinterpret_cast<float*>(m_begin + controlBytes);
}

std::uint8_t* SharedRegion::thumbnail() const
{
    return reinterpret_cast<std::uint8_t*>(m_begin + controlBytes + inputBytes(m_inputSize));
}

char* SharedRegion::facts() const
{
    return m_begin + controlBytes + inputBytes(m_inputSize) + thumbnailBytes;
}

} // namespace ccad::isolation
