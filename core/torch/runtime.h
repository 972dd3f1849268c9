// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace ccad {

// What a program may need of Torch without linking it; see torch_module.h.

/// A sentence, with what to install, when Torch runs on the reference BLAS, which makes a training
/// six times slower than OpenBLAS does. Loads Torch.
[[nodiscard]] std::optional<QString> slowBlasWarning();

/// Makes the threads of OpenMP, and so Torch's, sleep while they wait instead of spinning, for the
/// whole process and for good. For programs in which others need the cores meanwhile. Loads Torch.
void letOpenMpSleep();

/// Version of the Torch that CCAD was built with, for the About box. Loads nothing.
[[nodiscard]] QString torchVersion();

} // namespace ccad
