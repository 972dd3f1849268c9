// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/data_element.h"
#include "core/imaging/dicom/dicom_scan.h"

#include <QStringList>

namespace ccad {

/// A whole data set, as the walk found it (decision 0006).
struct DatasetTree
{
    imaging::DicomLayout layout; ///< its bytes are what the elements' values point into
    DataItem dataset; ///< without meta header, lengths of groups and what follows broken pixels
    QStringList notes; ///< whole sentences on what was left out
};

/// Reads all elements of a DICOM file. The content has to outlive the tree. Errors, as clauses:
/// those of scanDicom (a DICOMDIR is refused), TooLarge beyond 200,000 elements, FileBroken where
/// the pixels do not end as they should and so cannot be copied whole.
[[nodiscard]] Result<DatasetTree> readDatasetTree(const QByteArray& content,
                                                  const imaging::ReadGuard& guard);

} // namespace ccad
