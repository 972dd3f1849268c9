// SPDX-License-Identifier: GPL-3.0-or-later
// Names that a peer on the network may say, and what they may look like.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace ccad {

/// By which a peer, and the reader of a file, knows who wrote it; derived from a UUID (PS3.5 B.2).
constexpr char implementationUid[] = "2.25.220470155906183137812961457033498521379";
constexpr char implicitSyntax[] = "1.2.840.10008.1.2"; ///< implicit little endian

/// A UID of PS3.5 9.1: 1 to 64 digits and points, no empty component. A leading zero of a component
/// is let pass, since scanners write them. Such a text can be part of a URL, never a path.
[[nodiscard]] bool isUid(QByteArrayView text);

/// An application entity title of PS3.5 6.2: 1 to 16 printable characters of ASCII without
/// backslash, not spaces alone.
[[nodiscard]] bool isAeTitle(QByteArrayView text);

/// The UID without the null or spaces that pad it.
[[nodiscard]] QByteArray unpadded(QByteArray text);

/// The UIDs under which DICOM's storage classes are known (PS3.4 B.5), those that CCAD reads or
/// writes first.
[[nodiscard]] const QList<QByteArray>& storageClasses();
/// How many of the first of them are pictures, which archives keep compressed.
[[nodiscard]] qsizetype pictureClasses();
/// Transfer syntaxes whose pictures CCAD reads, the uncompressed ones first.
[[nodiscard]] const QList<QByteArray>& plainSyntaxes();
[[nodiscard]] const QList<QByteArray>& compressedSyntaxes();

} // namespace ccad
