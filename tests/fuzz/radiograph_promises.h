// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/read_limits.h"

namespace ccad::fuzz {

/// All that radiograph.h says of a curve or a window.
void expectVoi(const Voi& voi);
/// All that radiograph.h says of what a file tells, pixels and overlays aside.
void expectFacts(const Radiograph& radiograph);
/// expectFacts(), and what is said of pixels, overlays and reduced pictures. The picture is what
/// shows it is made from, too.
void expectPicture(const ReducedRadiograph& reduced);

} // namespace ccad::fuzz
