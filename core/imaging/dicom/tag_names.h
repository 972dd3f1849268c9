// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace ccad::imaging {

/// The entry of an attribute in DICOM's dictionary.
struct TagName
{
    QString name; ///< in words: "Photometric Interpretation"
    /// As PS3.5 6.2 names it, or one of DCMTK's words for a choice: "xs" (US or SS), "ox" (OB or
    /// OW), "lt" (US, SS or OW).
    QByteArray vr;
};

/// Nothing when the dictionary does not know the tag. `privateCreator` is empty for even groups.
/// May be called from any thread.
[[nodiscard]] std::optional<TagName> findTagName(quint32 tag,
                                                 const QByteArray& privateCreator = {});

/// TagName::vr of a tag in an even group; empty when the dictionary does not know it.
[[nodiscard]] QByteArray dictionaryVr(quint32 tag);

/// The VR of PS3.5 6.2 that a value has where the dictionary leaves a choice: US for "xs" (SS if
/// `isSigned`: Pixel Representation), OW for "ox" and "lt", as in implicit little endian (PS3.5
/// A.1). Other VRs are returned as they are.
[[nodiscard]] QByteArray chosenVr(const QByteArray& vr, bool isSigned);

/// "SOPInstanceUID" -> "SOP Instance UID"
[[nodiscard]] QString wordsOfKeyword(const QString& keyword);

} // namespace ccad::imaging
