// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/dicom_scan.h"
#include "core/imaging/pictures/codestream.h"

#include <QStringList>

#include <optional>

namespace ccad::imaging {

/// How a transfer syntax with a decoder writes its pixels; nothing for others and unknown ones.
[[nodiscard]] std::optional<Compression> compressionOfSyntax(const QString& uid);

/// "JPEG 2000", "MPEG-4 AVC video"; empty for a UID that PS3.6 does not know.
[[nodiscard]] QString nameOfSyntax(const QString& uid);

/// "JPEG-LS", "uncompressed".
[[nodiscard]] QString nameOf(Compression compression);

/// "1.2.840.10008.1.2.4.102 (MPEG-4 AVC video)", or the UID alone.
[[nodiscard]] QString describeSyntax(const QString& uid);

/// A sentence where a file of that transfer syntax has a picture of another compression; nothing
/// where both agree.
[[nodiscard]] QStringList noteOnSyntax(const QString& uid, Compression compression);

/// A sentence where a stream is of another kind of its compression than the transfer syntax says:
/// with loss or without, baseline or progressive; nothing where both agree or nothing is said.
[[nodiscard]] QStringList noteOnKind(const QString& uid, const QByteArray& stream,
                                     Compression compression);

/// A sentence where a data set is written in another encoding than its transfer syntax says.
[[nodiscard]] QStringList noteOnEncoding(const DicomLayout& layout);

} // namespace ccad::imaging
