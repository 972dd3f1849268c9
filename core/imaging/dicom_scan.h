// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom_bytes.h"
#include "core/imaging/read_guard.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad::imaging {

/// How the elements of a data set are written.
struct DicomEncoding
{
    bool explicitVr = true;
    bool bigEndian = false;
    bool operator==(const DicomEncoding&) const = default;
};

/// Where one element of the top level lies in DicomLayout::bytes.
struct DicomElement
{
    quint32 tag = 0; ///< group << 16 | element
    QByteArray vr; ///< empty where the encoding is implicit
    qint64 headerOffset = 0;
    qint64 valueOffset = 0;
    qint64 endOffset = 0; ///< behind the value and, for an undefined length, its delimiter
    bool undefinedLength = false;
};

/// What a walk over a DICOM file finds, without trusting any of it: elements within the file,
/// sequences not too deep.
struct DicomLayout
{
    QByteArray bytes; ///< the file, or the inflated data set
    DicomEncoding encoding;
    QString transferSyntaxUid; ///< as the meta header says, or empty
    QString mediaSopClassUid; ///< likewise
    std::vector<DicomElement> elements;

    [[nodiscard]] const DicomElement* find(quint32 tag) const;
};

/// True when the content can be DICOM: a preamble with DICM, a meta header, or a data set that
/// begins with a plausible element.
[[nodiscard]] bool looksLikeDicom(const QByteArray& content);

/// Walks the whole file iteratively, whatever its nesting. Errors: FileBroken (names tag and
/// offset), TooLarge,
/// Refused (a DICOMDIR), TimedOut, Cancelled.
[[nodiscard]] Result<DicomLayout> scanDicom(const QByteArray& content, const ReadGuard& guard);

/// The elements of a data set from `offset` to the end of layout.bytes, by layout.encoding.
[[nodiscard]] Result<void> scanDataset(DicomLayout& layout, qint64 offset, const ReadGuard& guard);

} // namespace ccad::imaging
