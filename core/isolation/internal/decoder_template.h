// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/isolation/foreign_reader.h"
#include "core/isolation/internal/wire.h"

#include <span>

namespace ccad::isolation {

/// Loads what reading needs, and forks a process for each job until the program goes. Returns the
/// exit status.
[[nodiscard]] int serveAsTemplate(const Setup& setup, std::span<const ForeignReader> readers);

} // namespace ccad::isolation
