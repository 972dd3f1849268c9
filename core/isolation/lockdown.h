// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ccad {

/// What holds a process that reads foreign bytes. Each layer was tried after it was put on.
struct SandboxLayers
{
    bool noNewPrivileges = false; ///< nothing that it starts can be more than it is
    bool limits = false; ///< no file grows, no memory is dumped, few descriptors are open
    int landlock = 0; ///< the kernel's ABI, all of whose rights were given up; 0: no Landlock
    bool seccomp = false; ///< it may ask the system for what decoding needs, and nothing else
    /// It has users, a network and message queues of its own, all of them empty. Systems may refuse
    /// that to everybody; seccomp lets none of its cases through.
    bool namespaces = false;

    /// All but Landlock and namespaces, which systems may lack.
    [[nodiscard]] bool areEnough() const { return noNewPrivileges && limits && seccomp; }
};

/// A clause for people: what is missing, and how to go on all the same. Empty where the layers are
/// enough.
[[nodiscard]] QString complaintAbout(const SandboxLayers& layers);

/// False in builds with a sanitizer, whose run-time library asks for much that decoding does not.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool isConfinable = false;
#else
constexpr bool isConfinable = true;
#endif

/// The environment variable that lets files be decoded without enough layers, when it is "1".
constexpr const char* allowUnconfined = "CCAD_ALLOW_UNCONFINED";

/// First of all, before anything is loaded: limits that loading must keep, too. For this process
/// and for good.
void limitResources(qint64 memoryBytes);
/// The same for a fork of a template, which writes its answer into a memory file.
void limitFork(qint64 memoryBytes);

/// Last, before the first foreign byte: from here on this process can compute, use memory, read
/// what descriptors it has or is sent over `socket`, answer there, and nothing else. Whatever it
/// would open later has to be open by now. For good; all its threads are held by seccomp, but only
/// the calling one by Landlock.
[[nodiscard]] SandboxLayers lockDown(int socket);

/// For a process that never sees a foreign byte, but forks those that do: limits, and as
/// lockDown(), but that it can fork. All of it holds its forks.
[[nodiscard]] SandboxLayers lockDownTemplate(int socket, int memory);
/// In such a fork, as lockDown(): takes away what forking needs, too. `inherited`: what
/// lockDownTemplate() said. Until then it may map the descriptor `memory`; from here on, write it.
[[nodiscard]] SandboxLayers lockDownFork(int socket, int memory, const SandboxLayers& inherited);

} // namespace ccad
