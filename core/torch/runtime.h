// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad {

// What a program may want of Torch without linking it; see torch_module.h.

/// A sentence when Torch runs on the reference BLAS, which makes a training six times slower than
/// OpenBLAS does; what to install is part of it. Loads Torch.
[[nodiscard]] std::optional<QString> slowBlasWarning();

/// From now on the threads of OpenMP, and so Torch's, sleep while they wait instead of spinning.
/// For programs in which others need the cores meanwhile; for the whole process, for good. Loads
/// Torch.
void letOpenMpSleep();

/// Of the Torch that CCAD was built with, for the About box. Loads nothing.
[[nodiscard]] QString torchVersion();

} // namespace ccad
