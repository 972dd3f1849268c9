// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::imaging {

/// Registers every decoder with DCMTK, once for the process, from whatever thread comes first, and
/// silences DCMTK's own log, which prints values of patients.
void registerDicomCodecs();

} // namespace ccad::imaging
