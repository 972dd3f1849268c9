// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/data_element.h"
#include "core/imaging/dicom/dicom_scan.h"

namespace ccad {

/// What the meta header of a file says (PS3.10 7.1).
struct MetaHeader
{
    QByteArray sopClassUid;
    QByteArray sopInstanceUid;
    QByteArray transferSyntaxUid;
};

/// A DICOM file of a data set: an empty preamble, the meta header, and the elements in that
/// encoding. Fragments are written byte by byte as they were. Lengths are defined, but for those of
/// fragments.
[[nodiscard]] QByteArray writeDicomFile(const MetaHeader& meta, const DataItem& dataset,
                                        const imaging::DicomEncoding& encoding);

} // namespace ccad
