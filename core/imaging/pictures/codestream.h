// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <optional>

namespace ccad::imaging {

/// The properties that a compressed picture declares.
struct CodestreamInfo
{
    qint64 width = 0;
    qint64 height = 0;
    int components = 0;
    int bits = 0; ///< of one sample
    bool isSigned = false;
};

/// SOF0..SOF15 and JPEG-LS's SOF55, without the markers DHT, JPG and DAC between them.
[[nodiscard]] bool isJpegFrameHeader(quint8 marker);

/// From the frame header (SOF) of a JPEG or JPEG-LS stream; nothing when there is none.
[[nodiscard]] std::optional<CodestreamInfo> jpegInfo(const QByteArray& stream);

/// Error: TooLarge, for a JPEG stream of more scans than any encoder writes. Each scan of a
/// progressive picture takes the time of all its pixels, however short it is.
[[nodiscard]] Result<void> checkScans(const QByteArray& stream);

/// From the SIZ marker of a JPEG 2000 codestream, bare or within a JP2 file; nothing when there is
/// none.
[[nodiscard]] std::optional<CodestreamInfo> jpeg2000Info(const QByteArray& stream);

/// Where the bare JPEG 2000 codestream begins (0 when it is bare already), or -1.
[[nodiscard]] qint64 jpeg2000Offset(const QByteArray& stream);

} // namespace ccad::imaging
