// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/isolation/internal/wire.h"
#include "core/isolation/lockdown.h"

#include <exception>

/// What every process that decodes does, whether it serves a batch or one file.
namespace ccad::isolation {

/// When memory runs short, the system shall end a decoder rather than the program that holds the
/// results.
void offerToBeKilledFirst();

/// No threads, and memory as decoding likes it.
void prepareLibraries();

/// Where it is noted that memory ran out: the parent sees it even when the process does not live to
/// answer. Null: nowhere.
void noteOutOfMemoryIn(volatile quint32* word);
[[nodiscard]] bool hasRunOutOfMemory();

/// The greeting of a process that these layers hold.
[[nodiscard]] Hello helloWith(const SandboxLayers& layers);

/// The sentences of a reading that ends with an exception or without memory.
[[nodiscard]] Error outOfMemory(const QString& path, qint64 memoryBytes);
[[nodiscard]] Error gaveUp(const QString& path, const std::exception& exception);

} // namespace ccad::isolation
