// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/action_table.h"
#include "core/deidentification/pixels/pixel_box.h"
#include "core/deidentification/pseudonyms.h"
#include "core/imaging/read_guard.h"

#include <QStringList>

#include <map>

namespace ccad {

/// What is done with text that is burnt into the pixels.
enum class PixelDecision
{
    Unseen, ///< nobody looked for it: the pixels stay, and nothing is said of them
    Looked, ///< somebody looked; the boxes that were found to be text are blanked, if any
};

struct DeidRequest
{
    const ActionTable* table = nullptr;
    DeidOptions options;
    const Pseudonyms* pseudonyms = nullptr;
    PixelDecision decision = PixelDecision::Unseen;
    std::vector<PixelBox> boxes = {}; ///< to be blanked, in pixels of the file; with Looked alone
};

/// A DICOM file without what tells who it is about, and what is needed to find back.
struct Deidentified
{
    QByteArray file;
    QByteArray patientPseudonym;
    QByteArray fileName; ///< for the new file, without an ending
    QStringList notes; ///< whole sentences on what was changed beyond the table

    QByteArray patientId; ///< as it was; never logged
    int daysMoved = 0; ///< 0: dates were not moved
    std::map<QByteArray, QByteArray> uids; ///< what they were, and what they became
};

/// Error: Unsupported (no DICOM file), as a clause.
[[nodiscard]] Result<void> checkIsDicom(const QByteArray& content);

/// De-identifies one DICOM file by PS3.15 Annex E. The file is parsed by CCAD's own walk alone
/// (decision 0006) and written anew in its own encoding (deflated files uncompressed). Pixel data
/// keeps every bit, unless boxes are blanked or overlays lie in spare bits of its pixels;
/// compressed films whose boxes are blanked become uncompressed, with every other pixel as their
/// codec decodes it.
///
/// At the end the new file is searched for every word and number that identified the patient. One
/// that is left makes the whole an error, and nothing is to be written.
///
/// Errors, as clauses: those of readRadiograph for DICOM (a DICOMDIR is refused), InvalidArgument
/// (options that exclude each other), Unsupported (no DICOM, a private transfer syntax, boxes in
/// pixels of a kind that cannot be blanked), Refused (something that identifies is left).
[[nodiscard]] Result<Deidentified> deidentify(const QByteArray& content, const DeidRequest& request,
                                              const imaging::ReadGuard& guard);

} // namespace ccad
