// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::imaging {

/// Registers the JPEG decoders with DCMTK, once for the process, from whatever thread comes first,
/// and silences DCMTK's own log, which prints values of patients.
void registerDicomCodecs();

/// How often DCMTK's JPEG decoders have warned in this thread since the last call: of data that
/// ended too early, and were made up with grey, or of codes that make no sense.
[[nodiscard]] int takeJpegWarnings();

} // namespace ccad::imaging
