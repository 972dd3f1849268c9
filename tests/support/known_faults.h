// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/broken_files.h"

#include <QByteArray>

#include <vector>

namespace ccad::test {

/// A file with a fault by which a reader of such files was attacked or broken in 2025 or 2026. All
/// are made here, after the kind of the fault; none is anybody's file.
struct KnownFault
{
    const char* name = nullptr; ///< the kind, fit for a file's name
    const char* records = nullptr; ///< where it became known, of which library
    QByteArray bytes;
    Expected expected = Expected::Bad;
    QString words = {}; ///< in the notes, or in the refusal; empty: whatever they are
};

/// DICOM files.
[[nodiscard]] std::vector<KnownFault> knownDicomFaults();
/// Files of pictures.
[[nodiscard]] std::vector<KnownFault> knownPictureFaults();
/// Archives.
[[nodiscard]] std::vector<KnownFault> knownArchiveFaults();
/// Files of weights.
[[nodiscard]] std::vector<KnownFault> knownWeightFaults();

} // namespace ccad::test
