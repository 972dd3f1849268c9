// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/dicom/used_tags.h"
#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace ccad {

/// One element of a DICOM file as people read it.
struct TagNode
{
    quint32 tag = 0; ///< group << 16 | element; items of sequences have the tag FFFE,E000
    QString vr; ///< "PN"; from the dictionary where the encoding is implicit; "UN" when unknown
    QString name; ///< of the dictionary ("Patient's Name"), "Private element", "Item 1"
    /// One line, at most 1,024 characters; empty for sequences; for pixel data and other bulk,
    /// their size in words.
    QString value;
    qint64 length = -1; ///< bytes of the value; -1: undefined length
    bool isPrivate = false; ///< odd group
    bool identifiesPatient = false; ///< to be hidden when the patient's text is hidden
    unsigned use = 0; ///< of TagUse
    std::vector<TagNode> children; ///< items of a sequence, elements of an item
};

/// All elements of a DICOM file in the order of the file, the meta header first; private elements
/// and nested sequences included. Holds at most 100,000 nodes: further ones are left out and
/// `truncated` is set. Text is decoded by the file's Specific Character Set. Never handed to a log.
struct TagTree
{
    std::vector<TagNode> nodes;
    bool truncated = false;
};

/// Errors: as readRadiograph, except that a DICOMDIR is read like any other file, and Unsupported
/// for files that are not DICOM ("Cannot read a.png: it is a PNG picture, which has no DICOM
/// tags."). A broken file gives what can be read before the break, with a last node that says where
/// it breaks off.
[[nodiscard]] Result<TagTree> readTagTree(const QString& path, const ReadLimits& limits = {},
                                          const CancelToken& cancel = {});

/// The same of a file that is in memory only. Errors are clauses without the name of a file.
[[nodiscard]] Result<TagTree> tagTreeOf(const QByteArray& content, const ReadLimits& limits = {},
                                        const CancelToken& cancel = {});

} // namespace ccad
