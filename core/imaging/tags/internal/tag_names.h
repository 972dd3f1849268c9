// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace ccad::imaging {

/// What DICOM's dictionary says of an attribute.
struct TagName
{
    QString name; ///< in words: "Photometric Interpretation"
    /// As PS3.5 6.2 names it, or one of DCMTK's words for a choice: "xs" (US or SS), "ox" (OB or
    /// OW), "lt" (US, SS or OW).
    QByteArray vr;
};

/// Nothing when the dictionary does not know it. `privateCreator` is empty for even groups. May be
/// called from any thread.
[[nodiscard]] std::optional<TagName> findTagName(quint32 tag,
                                                 const QByteArray& privateCreator = {});

/// "SOPInstanceUID" -> "SOP Instance UID"
[[nodiscard]] QString wordsOfKeyword(const QString& keyword);

} // namespace ccad::imaging
