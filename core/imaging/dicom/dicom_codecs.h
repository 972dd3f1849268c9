// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad::imaging {

/// Registers the JPEG decoders with DCMTK, once for the process, from whatever thread comes first,
/// and silences DCMTK's own log, which prints values of patients.
void registerDicomCodecs();

/// How many gaps DCMTK's JPEG decoders have met in this thread since the last call: data that ended
/// too early and were made up with grey, codes that make no sense, bytes that belong to nothing.
[[nodiscard]] int takeJpegGaps();

} // namespace ccad::imaging
