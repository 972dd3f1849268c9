// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/dicom/internal/dicom_frame.h"
#include "core/imaging/pictures/codestream.h"

namespace ccad::imaging {

/// The compressed first frame, wherever in the pixel data it lies.
struct FirstStream
{
    /// The frame's fragments, joined (a single one is not copied), without bytes that stand before
    /// the codestream.
    QByteArray bytes;
    Compression compression = Compression::None; ///< by the stream, or else by the transfer syntax
    /// Whole sentences on what is wrong around the stream, true if its picture is whole.
    QStringList notes;
    qint64 pictures = 1; ///< in the pixel data, whatever the file declares
    /// What to say when the picture is not whole: more to the point than what its codec says.
    std::optional<Error> fault;
};

/// The picture that a stream declares, by its own header; nothing for streams without one.
[[nodiscard]] std::optional<CodestreamInfo> infoOf(Compression compression,
                                                   const QByteArray& stream);

/// The first frame's stream of encapsulated pixel data, of pixel data with a length that holds
/// fragments or one stream all the same, or nothing for pixels that are not compressed. `format`
/// has no more frames then than there are pictures, whatever the file declares. Errors:
/// FileBroken (no fragments, no stream that could be told), Unsupported (a transfer syntax without
/// a decoder).
[[nodiscard]] Result<std::optional<FirstStream>>
firstStream(const DicomLayout& layout, const DicomElement& pixelData, PixelFormat& format);

} // namespace ccad::imaging
