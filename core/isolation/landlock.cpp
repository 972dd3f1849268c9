// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/landlock.h"

#include "core/base/owned_fd.h"

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>

namespace ccad::isolation {

namespace {

/// landlock_ruleset_attr of ABI 6; the header of Debian 12 knows its first member alone. Kernels of
/// earlier ABIs take it as long as what they do not know is 0.
struct Rights
{
    std::uint64_t files = 0;
    std::uint64_t ports = 0;
    std::uint64_t scopes = 0;
};

constexpr std::uint64_t firstBits(int count)
{
    return (std::uint64_t{1} << count) - 1;
}

/// Documentation/userspace-api/landlock.rst tells which ABI brought what.
Rights allRightsOf(int abi)
{
    Rights rights;
    int files = 13; // from executing to making links, one after another
    if (abi >= 2)
        files = 14; // moving between folders
    if (abi >= 3)
        files = 15; // truncating
    if (abi >= 5)
        files = 16; // ioctl of devices
    rights.files = firstBits(files);
    if (abi >= 4)
        rights.ports = firstBits(2); // TCP: binding, connecting
    if (abi >= 6)
        rights.scopes = firstBits(2); // abstract sockets, signals
    return rights;
}

/// The root folder is there wherever a program runs, and everybody can open it.
bool isRootRefused()
{
    const OwnedFd root(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return !root.isOpen() && errno == EACCES;
}

} // namespace

int giveUpLandlockRights()
{
    const auto abi = static_cast<int>(
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
    if (abi < 1)
        return 0;
    const Rights rights = allRightsOf(abi);
    // Without a rule that grants any of them.
    const OwnedFd ruleset(
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &rights, sizeof(rights), 0)));
    if (!ruleset.isOpen() || syscall(SYS_landlock_restrict_self, ruleset.get(), 0) != 0)
        return 0;
    return isRootRefused() ? abi : 0;
}

} // namespace ccad::isolation
