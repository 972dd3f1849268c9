// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace ccad {

/// How CCAD uses an attribute beyond showing it. Flags.
enum class TagUse : unsigned
{
    None = 0,
    Display = 1, ///< changes how the picture looks, or is measured, on screen
    Prediction = 2, ///< changes what the network sees, what is refused, or what is warned of
};

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

} // namespace ccad
